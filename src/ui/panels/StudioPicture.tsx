// What the studio drew last, in color, with what there is to say of the person. Surprise: decoding
// takes a moment, in which a newer picture may arrive; only the newest may be painted.

import { useEffect, useRef, useState } from 'react';
import type { IdentityDescription } from '../../people/studio';
import { drawnSide, sceneName } from '../../store/scenes';
import { useActions, useApp } from '../page';

export function StudioPicture() {
  const { drawn, drawing, error } = useApp((state) => state.studio);
  const { drawPerson } = useActions();
  return (
    <div className="studio-picture" role="group" aria-label="Drawn person" aria-busy={drawing}>
      <div className="slot-picture">
        {drawn
          ? <BlobImage blob={drawn.picture} label={`Drawn: ${sceneName(drawn.scene)}`} />
          : <p className="slot-empty">{drawing ? 'Drawing the first person' : error ? 'Nobody could be drawn' : 'Press New person, or move a control'}</p>}
        {drawn && drawing && <span className="tag">drawing</span>}
      </div>
      <p className="slot-name">{drawn ? describe(drawn.description) : ' '}</p>
      {error && (
        <div role="alert">
          <p className="error">{error}</p>
          <button type="button" onClick={drawPerson}>Draw again</button>
        </div>
      )}
    </div>
  );
}

function BlobImage({ blob, label }: { blob: Blob; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [painted, setPainted] = useState<Blob | null>(null);
  useEffect(() => {
    let newest = true;
    void createImageBitmap(blob).then((bitmap) => {
      if (newest) {
        paint(canvas.current!, bitmap);
        setPainted(blob);
      }
      bitmap.close();
    });
    return () => { newest = false; };
  }, [blob]);
  return <canvas ref={canvas} className="pixel-image" width={drawnSide} height={drawnSide} role="img" aria-label={label} aria-busy={painted !== blob} />;
}

/** Nothing of the picture before shines through. */
function paint(canvas: HTMLCanvasElement, bitmap: ImageBitmap): void {
  const context = canvas.getContext('2d')!;
  context.globalCompositeOperation = 'copy';
  context.drawImage(bitmap, 0, 0);
}

/** "young woman, long hair". */
function describe({ sex, age, hair }: IdentityDescription): string {
  const style = hair.replace(/\d+$/, '').toLowerCase();
  return `${age} ${sex === 'female' ? 'woman' : 'man'}, ${style === 'bald' ? style : `${style} hair`}`;
}

// Faces by expressions: gathers the images, draws all transfers in one call, and opens one of them
// into the five images of Eq. 7.

import { mostSwapImages } from '../../store/swapImages';
import { modelBlocked } from '../../store/selectors';
import type { Axis } from '../../store/state';
import { networkColor } from '../networks';
import { useActions, useApp } from '../page';
import { useDropTarget } from '../parts/dropTarget';
import { FileButton } from '../parts/FileButton';
import { NetworkBadge } from '../parts/NetworkBadge';
import { Panel } from '../parts/Panel';
import { SwapDetailRow } from './SwapDetailRow';
import { SwapTable } from './SwapTable';

export function SwapMatrixPanel() {
  const { images, reading, drawing, result, detail, error } = useApp((state) => state.swap);
  const blocked = useApp(modelBlocked);
  const { addSwapSlots, showSwapDemo, clearSwapImages, drawSwapMatrix } = useActions();
  const filled = images.face.length > 0 && images.expression.length > 0;
  const some = images.face.length + images.expression.length > 0;
  const wanted = filled ? '' : 'Give at least one face and one expression: files, the images in the slots above, or the demo people.';
  return (
    <Panel
      title="Swap matrix"
      lead="Every face with every expression: a row should stay one person, a column one expression, as the paper’s two branches promise. Click a cell for the five images of Eq. 7, where the generated face has to bring back both images that it came from."
      source={result ? `step ${result.step} · noise seed ${result.noiseSeed}` : null}
    >
      <div className="swap-sources">
        <AxisFiles axis="face" title="Faces" count={images.face.length} />
        <AxisFiles axis="expression" title="Expressions" count={images.expression.length} />
      </div>
      <div className="row">
        <button type="button" className="primary" disabled={!filled || drawing || reading || blocked !== null} onClick={() => void drawSwapMatrix()}>Draw the matrix</button>
        <button type="button" disabled={reading} onClick={() => void addSwapSlots()}>Add the slots’ images</button>
        <button type="button" disabled={reading} onClick={() => void showSwapDemo()}>Take demo people</button>
        <button type="button" aria-label="Clear the matrix" disabled={!some} onClick={clearSwapImages}>Clear</button>
      </div>
      <p className="quiet reason" role="status">{reading ? 'Reading images' : drawing ? 'Drawing' : wanted}</p>
      <p className="error" role="alert">{error}</p>
      {some && <SwapTable images={images} result={result} detail={detail} />}
      {detail && <SwapDetailRow detail={detail} />}
    </Panel>
  );
}

function AxisFiles({ axis, title, count }: { axis: Axis; title: string; count: number }) {
  const { addSwapFiles } = useActions();
  const add = (files: File[]) => void addSwapFiles(axis, files.map((file) => ({ name: file.name, blob: file })));
  const drop = useDropTarget(({ dataTransfer }) => add(Array.from(dataTransfer.files)));
  return (
    <div
      className={drop.hovered ? 'folder hovered' : 'folder'}
      style={{ '--slot-color': networkColor(axis) }}
      role="group"
      aria-label={title}
      {...drop.handlers}
    >
      <div className="folder-head">
        <h3><NetworkBadge network={axis} /> {title} <span className="quiet numeric">{`${count} of ${mostSwapImages}`}</span></h3>
        <FileButton label={`Choose ${title.toLowerCase()} of the matrix`} text="Choose" accept="image/*" multiple disabled={count >= mostSwapImages} onFiles={add} />
      </div>
    </div>
  );
}

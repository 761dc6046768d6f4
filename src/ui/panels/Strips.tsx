// The paper's picture: eleven steps from one end of an axis to the other, each with its alpha.

import { formatAlpha } from '../format';
import { useActions, useApp } from '../page';
import { PixelImage } from '../parts/PixelImage';
import { SaveButtons } from '../parts/SaveButtons';
import { thereAndBack } from '../pictureExport';
import type { Strip } from '../../store/state';

export function Strips({ missing }: { missing: string | null }) {
  const { results, drawing, error } = useApp((state) => state.strips);
  const { drawStrips } = useActions();
  return (
    <div className="strips">
      <div className="row">
        <button type="button" disabled={missing !== null || drawing} onClick={() => void drawStrips()}>Draw the 11-step strip</button>
        <p className="quiet" role="status">{missing ?? (drawing ? 'Drawing' : '')}</p>
      </div>
      <p className="error" role="alert">{error}</p>
      {results.map((strip) => <StripRow key={strip.axis} strip={strip} />)}
    </div>
  );
}

function StripRow({ strip: { axis, heldAlpha, cells, step, noiseSeed } }: { strip: Strip }) {
  const other = axis === 'face' ? 'expression' : 'face';
  const note = `step ${step}`;
  const held = heldAlpha === null ? '' : `, ${other} alpha ${formatAlpha(heldAlpha)}`;
  return (
    <figure className="strip">
      <figcaption className="row spread">
        {`Along the ${axis} axis, step ${step}, noise seed ${noiseSeed}${held}`}
        <SaveButtons
          what={`strip along the ${axis} axis`} when={note}
          sheet={() => ({ pictures: cells.map(({ picture }) => picture), columns: cells.length, note })}
          frames={() => thereAndBack(cells.map(({ picture }) => ({ pictures: [picture], columns: 1, note })))}
        />
      </figcaption>
      <ol aria-label={`Strip along the ${axis} axis`} tabIndex={0}>
        {cells.map(({ alpha, picture }) => (
          <li key={alpha}>
            <PixelImage picture={picture} label={`${axis} alpha ${alpha.toFixed(1)}`} />
            <span className="numeric">{alpha.toFixed(1)}</span>
          </li>
        ))}
      </ol>
    </figure>
  );
}

// Both axes at once: rows go from the first face to the second, columns from the first expression to
// the second. A click shows a picture large.

import { useState } from 'react';
import { gridSides, type GridSide } from '../../store/gridActions';
import type { Grid, Picture } from '../../store/state';
import { formatAlpha } from '../format';
import { useActions, useApp } from '../page';
import { PixelImage } from '../parts/PixelImage';
import { SaveButtons } from '../parts/SaveButtons';
import { useModal } from '../parts/useModal';

export function InterpolationGrid({ missing }: { missing: string | null }) {
  const { result, drawing, error } = useApp((state) => state.grid);
  const { drawGrid } = useActions();
  const [side, setSide] = useState<GridSide>(5);
  return (
    <div className="strips">
      <div className="row">
        <button type="button" disabled={missing !== null || drawing} onClick={() => void drawGrid(side)}>Draw the grid</button>
        <label>Points per axis <select value={side} onChange={(event) => setSide(Number(event.target.value) as GridSide)}>
          {gridSides.map((one) => <option key={one} value={one}>{one}</option>)}
        </select></label>
        <p className="quiet" role="status">{drawing ? 'Drawing' : ''}</p>
      </div>
      <p className="error" role="alert">{error}</p>
      {result && <GridTable grid={result} />}
    </div>
  );
}

/** Of the row's alpha and of a picture, in pixels: what a finger hits; where they do not fit, the grid scrolls. */
const labelWidth = 40;
const leastCell = 46;

interface Shown {
  picture: Picture;
  name: string;
}

function GridTable({ grid: { cells, faceAlphas, expressionAlphas, step, noiseSeed } }: { grid: Grid }) {
  const [shown, setShown] = useState<Shown | null>(null);
  const name = (row: number, column: number) => `face ${formatAlpha(faceAlphas[row]!)}, expression ${formatAlpha(expressionAlphas[column]!)}`;
  return (
    <figure className="grid">
      <figcaption className="row spread">
        {`Faces downward, expressions to the right, step ${step}, noise seed ${noiseSeed}`}
        <SaveButtons what="grid" when={`step ${step}`} sheet={() => ({ pictures: cells.flat(), columns: expressionAlphas.length, note: `step ${step}` })} />
      </figcaption>
      <div className="grid-scroll" role="group" aria-label="Grid of faces and expressions" tabIndex={0}>
        <table style={{ minWidth: labelWidth + leastCell * expressionAlphas.length }} aria-label="Grid: a row per mix of the faces, a column per mix of the expressions">
          <thead>
            <tr><td />{expressionAlphas.map((alpha) => <th key={alpha} scope="col" className="numeric">{formatAlpha(alpha)}</th>)}</tr>
          </thead>
          <tbody>
            {cells.map((pictures, row) => (
              <tr key={faceAlphas[row]}>
                <th scope="row" className="numeric">{formatAlpha(faceAlphas[row]!)}</th>
                {pictures.map((picture, column) => (
                  <td key={expressionAlphas[column]}>
                    <button type="button" className="grid-cell" aria-label={`Enlarge ${name(row, column)}`} onClick={() => setShown({ picture, name: name(row, column) })}>
                      <PixelImage picture={picture} label={name(row, column)} />
                    </button>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown && <Enlarged {...shown} onClose={() => setShown(null)} />}
    </figure>
  );
}

function Enlarged({ picture, name, onClose }: Shown & { onClose: () => void }) {
  const dialog = useModal();
  return (
    <dialog ref={dialog} className="dialog enlarged" aria-label={`Enlarged: ${name}`} onCancel={onClose} onClick={(event) => event.target === dialog.current && onClose()}>
      <PixelImage picture={picture} label={`Enlarged ${name}`} />
      <div className="row spread">
        <span>{name}</span>
        <button type="button" onClick={onClose}>Close</button>
      </div>
    </dialog>
  );
}

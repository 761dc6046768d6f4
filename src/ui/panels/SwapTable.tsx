// The matrix itself: the images as headers, in each cell the generated face with what D_e and M_ER see
// in it and how alike D_f finds it to its face. Empty cells keep their place.

import { expressionVerdicts } from '../../store/verdicts';
import type { Axis, SwapCell, SwapDetail, SwapImage, SwapState } from '../../store/state';
import { formatPercent } from '../format';
import { useActions } from '../page';
import { Symbols } from '../parts/NetworkBadge';
import { PixelImage } from '../parts/PixelImage';

interface SwapTableProps {
  images: SwapState['images'];
  result: SwapState['result'];
  detail: SwapDetail | null;
}

export function SwapTable({ images, result, detail }: SwapTableProps) {
  return (
    <div className="swap-table" role="group" aria-label="Matrix" tabIndex={0}>
      <table aria-label="Swap matrix: a row per face, a column per expression">
        <thead>
          <tr>
            <td className="swap-key"><Symbols text="I_f" /> ↓ <Symbols text="I_e" /> →</td>
            {images.expression.map((image) => <th key={image.id} scope="col"><Header axis="expression" image={image} /></th>)}
          </tr>
        </thead>
        <tbody>
          {images.face.map((face, row) => (
            <tr key={face.id}>
              <th scope="row"><Header axis="face" image={face} /></th>
              {images.expression.map((expression, column) => (
                <td key={expression.id}>
                  <Cell
                    cell={result?.cells[row]?.[column] ?? null} place={[row, column]} names={[face.name, expression.name]}
                    open={detail?.face.id === face.id && detail.expression.id === expression.id}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Header({ axis, image: { id, name, picture } }: { axis: Axis; image: SwapImage }) {
  const { removeSwapImage } = useActions();
  return (
    <div className="swap-header">
      <PixelImage picture={picture} label={`${axis === 'face' ? 'Face' : 'Expression'}: ${name}`} />
      <span className="slot-name" title={name}>{name}</span>
      <button type="button" aria-label={`Remove ${axis} ${name}`} title="Remove" onClick={() => removeSwapImage(axis, id)}>×</button>
    </div>
  );
}

interface CellProps {
  cell: SwapCell | null;
  place: [number, number];
  names: [string, string];
  open: boolean;
}

function Cell({ cell, place: [row, column], names: [face, expression], open }: CellProps) {
  const { openSwapCell } = useActions();
  if (!cell) {
    return <div className="swap-cell"><div className="swap-empty" /><span>–</span><span>–</span><span>–</span></div>;
  }
  const [discriminator, classifier] = [best(cell.discriminatorLogits), best(cell.classifierLogits)];
  const similarity = cell.similarity === null ? 'none' : cell.similarity.toFixed(2);
  return (
    <button
      type="button" className="swap-cell" aria-pressed={open}
      aria-label={`${face} with ${expression}: D_e sees ${discriminator.name} ${formatPercent(discriminator.share)}, M_ER sees ${classifier.name} ${formatPercent(classifier.share)}, similarity to the face ${similarity}. Open the five images`}
      title={`D_e: ${discriminator.name} ${formatPercent(discriminator.share)}\nM_ER: ${classifier.name} ${formatPercent(classifier.share)}\nCosine of D_f's features with the face image's: ${similarity}`}
      onClick={() => void openSwapCell(row, column)}
    >
      <PixelImage picture={cell.picture} label={`Generated: ${face} with ${expression}`} />
      <span><Symbols text="D_e" /> {discriminator.name}</span>
      <span><Symbols text="M_ER" /> {classifier.name}</span>
      <span className="numeric">like <Symbols text="I_f" /> {similarity}</span>
    </button>
  );
}

function best(logits: Float32Array) {
  return expressionVerdicts(logits).reduce((highest, verdict) => (verdict.share > highest.share ? verdict : highest));
}

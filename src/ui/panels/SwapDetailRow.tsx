// One cell of the swap matrix opened: face, expression, generated face, and both images drawn again
// from it, with what Eq. 7 measures. Surprise: a training step draws fresh noise for each of the three
// drawings, where here all share the locked one.

import type { Picture, SwapDetail } from '../../store/state';
import { formatLoss } from '../format';
import { useActions } from '../page';
import { Symbols } from '../parts/NetworkBadge';
import { PixelImage } from '../parts/PixelImage';

export function SwapDetailRow({ detail: { face, expression, images, faceL1, expressionL1, step } }: { detail: SwapDetail }) {
  const { closeSwapCell } = useActions();
  return (
    <section className="swap-detail" aria-label="Five images of Eq. 7">
      <div className="row spread">
        <h3>{face.name} with {expression.name}</h3>
        <span className="quiet">{images ? `step ${step}` : 'Drawing'}</span>
        <button type="button" onClick={closeSwapCell}>Close</button>
      </div>
      <div className="swap-five">
        <Figure picture={face.picture} name="Face" formula="I_f" />
        <Figure picture={expression.picture} name="Expression" formula="I_e" />
        <Figure picture={images?.generated} name="Generated" formula="I_g = G(I_f, I_e)" />
        <Figure picture={images?.faceAgain} name="Face again" formula="G(I_g, I_f)" />
        <Figure picture={images?.expressionAgain} name="Expression again" formula="G(I_e, I_g)" />
        <p className="quiet">In the differences black is right. Their means are Eq. 7’s two terms before their weights; all three drawings share the locked noise.</p>
        <Figure picture={images?.faceDifference} name="Face difference" formula="|G(I_g, I_f) − I_f|" l1={faceL1} />
        <Figure picture={images?.expressionDifference} name="Expression difference" formula="|G(I_e, I_g) − I_e|" l1={expressionL1} />
      </div>
    </section>
  );
}

interface FigureProps {
  picture: Picture | undefined;
  name: string;
  formula: string;
  /** Mean of a difference; null while it is drawn. */
  l1?: number | null;
}

function Figure({ picture, name, formula, l1 }: FigureProps) {
  return (
    <figure>
      {picture ? <PixelImage picture={picture} label={name} /> : <div className="swap-empty" />}
      <figcaption>
        <strong>{name}</strong>
        <span><Symbols text={formula} /></span>
        {l1 !== undefined && <output className="numeric" aria-label={`L1 of the ${name.toLowerCase()}`}>{l1 === null ? '–' : `L1 ${formatLoss(l1)}`}</output>}
      </figcaption>
    </figure>
  );
}

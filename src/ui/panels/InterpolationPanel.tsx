// Between two expressions, and between two faces: the features of both ends are mixed by alpha
// and decoded with one locked noise. Surprise: the sliders go beyond 0 and 1, where the mix extrapolates.

import { interpolationEnds } from '../../store/inference';
import type { AppState } from '../../store/state';
import { formatAlpha } from '../format';
import { networkColor } from '../networks';
import { useApp } from '../page';
import { ImageSlot } from '../parts/ImageSlot';
import { NetworkBadge } from '../parts/NetworkBadge';
import { Panel } from '../parts/Panel';
import { PixelImage } from '../parts/PixelImage';
import { AlphaSlider } from './AlphaSlider';
import { ExpressionPad } from './ExpressionPad';
import { InterpolationGrid } from './InterpolationGrid';
import { NoisePart } from './NoisePart';
import { Strips } from './Strips';

export function InterpolationPanel() {
  const result = useApp((state) => state.interpolation.result);
  const missing = useApp(whatIsMissing);
  const hasSecondFace = useApp((state) => state.slots.secondFace.image !== null);
  const hasSecondExpression = useApp((state) => state.slots.secondExpression.image !== null);
  return (
    <Panel
      title="Interpolation"
      lead="The paper’s interpolation figure: mix the features of two expressions, or of two faces, and the decoder draws every mix. The expression should change while the person stays, or the other way round."
      source={result && `step ${result.step} · noise seed ${result.noiseSeed}`}
    >
      <div className="interpolation">
        <ImageSlot slot="secondExpression" title="Second expression" symbol="I_e" network="expression" />
        <ImageSlot slot="secondFace" title="Second face" symbol="I_f" network="face" />
        <InterpolatedFace missing={missing} />
      </div>
      <div className="sliders">
        <AlphaSlider axis="expression" label="Expression alpha" disabled={missing !== null || !hasSecondExpression} />
        <AlphaSlider axis="face" label="Face alpha" disabled={missing !== null || !hasSecondFace} />
      </div>
      <NoisePart />
      <Strips missing={missing} />
      <InterpolationGrid missing={missing} />
      <ExpressionPad />
    </Panel>
  );
}

/** What a person must still give; null when there is something to interpolate between. */
function whatIsMissing(state: AppState): string | null {
  const { face, expression, secondFace, secondExpression } = state.slots;
  if (!face.image || !expression.image) return 'Fill both slots of the transfer first.';
  if (!secondFace.image && !secondExpression.image) return 'Give a second expression image, or a second face image.';
  return interpolationEnds(state) ? null : 'The images are being prepared for this model.';
}

function InterpolatedFace({ missing }: { missing: string | null }) {
  const { result, error } = useApp((state) => state.interpolation);
  return (
    <div className="slot output" style={{ '--slot-color': networkColor('decoder') }} role="group" aria-label="Interpolated face">
      <p className="slot-title"><NetworkBadge network="decoder" symbol="I_g" /> Interpolated</p>
      <div className="slot-picture">
        {result
          ? <PixelImage picture={result.picture} label={`Interpolated face, ${describe(result.alphas)}`} />
          : <p className="slot-empty">{missing ?? 'Drawing'}</p>}
      </div>
      <p className="slot-name numeric">{result ? describe(result.alphas) : 'nothing drawn yet'}</p>
      <p className="error" role="alert">{error}</p>
    </div>
  );
}

function describe({ expression, face }: { expression: number | null; face: number | null }): string {
  const parts = [];
  if (expression !== null) parts.push(`expression ${formatAlpha(expression)}`);
  if (face !== null) parts.push(`face ${formatAlpha(face)}`);
  return parts.join(', ');
}

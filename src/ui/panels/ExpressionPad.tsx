// Seven sliders, one per expression: the face of the transfer with any mix of the mean features of the
// loaded expression set. Surprise: the weights need not sum to one, and beyond it the mix exaggerates.

import { expressionNames } from '../../expressions';
import type { AppState } from '../../store/state';
import { formatAlpha, formatPlural } from '../format';
import { networkColor } from '../networks';
import { useActions, useApp } from '../page';
import { NetworkBadge, Symbols } from '../parts/NetworkBadge';
import { PixelImage } from '../parts/PixelImage';

export function ExpressionPad() {
  const { weights, used, result, error } = useApp((state) => state.pad);
  const missing = useApp(whatIsMissing);
  const { setPadWeight, resetPad } = useActions();
  const classes = useApp((state) => state.datasets.expression.report?.classes);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return (
    <section className="pad" aria-label="Expression pad">
      <div className="row spread">
        <h3>Mix the seven expressions</h3>
        <button type="button" disabled={missing !== null} onClick={resetPad}>{result ? 'Back to neutral' : 'Draw neutral'}</button>
      </div>
      <p className="quiet">The transfer’s face with a weighted sum of the mean <Symbols text="d_e" /> of each expression, over up to 16 images of the loaded set. A sum of 1 stays between them.</p>
      <div className="pad-body">
        <div className="slot output" style={{ '--slot-color': networkColor('decoder') }} role="group" aria-label="Mixed face">
          <p className="slot-title"><NetworkBadge network="decoder" symbol="I_g" /> Mixed</p>
          <div className="slot-picture">
            {result
              ? <PixelImage picture={result.picture} label={`Mixed face, ${describe(weights)}`} />
              : <p className="slot-empty">{missing ?? (used && !error ? 'Drawing' : 'Move a slider')}</p>}
          </div>
          <p className="slot-name numeric">{result ? `step ${result.step} · ${formatPlural(result.images.reduce((sum, n) => sum + n, 0), 'image')}` : 'nothing drawn yet'}</p>
          <p className="slot-name numeric">{result ? `noise seed ${result.noiseSeed}` : '\u00a0'}</p>
        </div>
        <div className="pad-sliders" style={{ '--slot-color': networkColor('expression') }}>
          {expressionNames.map((name, index) => {
            const empty = classes?.[index]?.images === 0;
            return (
              <div className="pad-slider" key={name} title={empty ? 'The set has no image of this expression.' : undefined}>
                <label htmlFor={`pad-${name}`}>{name}</label>
                <input
                  id={`pad-${name}`} type="range" min={-0.5} max={1.5} step={0.05} value={weights[index]} disabled={missing !== null || (empty && weights[index] === 0)}
                  onChange={(event) => setPadWeight(index, Number(event.target.value))}
                />
                <output className="numeric" htmlFor={`pad-${name}`}>{formatAlpha(weights[index]!)}</output>
              </div>
            );
          })}
          <p className="quiet numeric pad-sum">sum {formatAlpha(total)}</p>
        </div>
      </div>
      <p className="error" role="alert">{error}</p>
    </section>
  );
}

function whatIsMissing({ slots, datasets }: AppState): string | null {
  if (!datasets.expression.report) return 'Load an expression set first, or the demo faces.';
  return slots.face.image ? null : 'Give the transfer a face image first.';
}

function describe(weights: number[]): string {
  return expressionNames.flatMap((name, i) => (weights[i] === 0 ? [] : `${name} ${formatAlpha(weights[i]!)}`)).join(', ') || 'all weights 0';
}

// The noise of the interpolation panel: its seed, its lock, and how much it changes the transfer's picture
// beside how much the expression image does. Surprise: both deviations are drawn with the same white, so
// that a darker picture is a smaller change.

import { useState } from 'react';
import { seedCounts, whiteLevel, type NoiseVariationState, type PictureSeries, type SeedCount } from '../../store/noise';
import { isSeed } from '../../store/url';
import type { AppState, Picture } from '../../store/state';
import { formatGrayLevels, formatPlural, formatTimes } from '../format';
import { useActions, useApp } from '../page';
import { PixelImage } from '../parts/PixelImage';
import { SaveButtons } from '../parts/SaveButtons';
import { thereAndBack } from '../pictureExport';

/** Of each series, the drawings that are shown. */
const shown = 4;

export function NoisePart() {
  const { result, drawing, error } = useApp((state) => state.noise.variation);
  const missing = useApp(whatIsMissing);
  const { varyNoise } = useActions();
  const [seeds, setSeeds] = useState<SeedCount>(8);
  return (
    <section className="noise" aria-label="Noise">
      <h3>Noise</h3>
      <NoiseSeed />
      <div className="row">
        <button type="button" disabled={missing !== null || drawing} onClick={() => void varyNoise(seeds)}>How much does noise change it?</button>
        <label>Seeds to compare <select value={seeds} onChange={(event) => setSeeds(Number(event.target.value) as SeedCount)}>
          {seedCounts.map((count) => <option key={count} value={count}>{count}</option>)}
        </select></label>
        <p className="quiet" role="status">{missing ?? (drawing ? 'Drawing' : '')}</p>
      </div>
      <p className="error" role="alert">{error}</p>
      {result && <Variation result={result} />}
    </section>
  );
}

function whatIsMissing({ slots: { face, expression } }: AppState): string | null {
  return face.image && expression.image ? null : 'Fill both slots of the transfer first.';
}

function NoiseSeed() {
  const noiseSeed = useApp((state) => state.noiseSeed);
  const locked = useApp((state) => state.noise.locked);
  const { setNoiseSeed, setNoiseLocked } = useActions();
  const [draft, setDraft] = useState<string | null>(null);
  const usable = (text: string) => text.trim() !== '' && isSeed(Number(text));
  const valid = draft === null || usable(draft);
  return (
    <div className="row">
      <div className="field inline">
        <label htmlFor="noise-seed">Noise seed</label>
        <input
          id="noise-seed"
          type="number"
          min={0}
          step={1}
          value={draft ?? String(noiseSeed)}
          aria-invalid={!valid}
          aria-describedby="noise-seed-note"
          onChange={({ target: { value } }) => {
            setDraft(value);
            if (usable(value)) setNoiseSeed(Number(value));
          }}
          onBlur={() => valid && setDraft(null)}
        />
      </div>
      <label><input type="checkbox" checked={locked} onChange={({ target }) => setNoiseLocked(target.checked)} /> Locked</label>
      <p id="noise-seed-note" className="setting-note">
        {valid ? noteOn(locked, noiseSeed) : <span className="error">A whole number from 0 to 4294967295. Not applied.</span>}
      </p>
    </div>
  );
}

function noteOn(locked: boolean, noiseSeed: number): string {
  return locked
    ? 'Every drawing of this panel has this noise, and the transfer too.'
    : `Every drawing of this panel takes fresh noise and names its seed; the transfer keeps seed ${noiseSeed}.`;
}

function Variation({ result: { noiseSeeds, noise, expression, step } }: { result: NonNullable<NoiseVariationState['result']> }) {
  const white = whiteLevel(Math.max(...[noise, expression].map((series) => (series ? largest(series.deviation) : 0))));
  const seeds = `seeds ${noiseSeeds[0]} to ${noiseSeeds.at(-1)}`;
  return (
    <div className="noise-result">
      <p>{inWords(noise, expression)}</p>
      <Series title={`Other noise: ${seeds}`} name="other noise" series={noise} white={white} step={step} />
      {expression && (
        <Series
          title={`Other expressions: ${formatPlural(expression.pictures.length, 'image')} of the loaded set, seed ${noiseSeeds[0]}`}
          name="other expressions" series={expression} white={white} step={step}
        />
      )}
      <p className="quiet">
        {`Change: standard deviation of each pixel, black for none, white for ${formatPlural(white, 'gray level')} of 255 or more. The number is the mean distance from the mean picture, over all pixels; step ${step}.`}
      </p>
    </div>
  );
}

/** What a student should take home. */
function inWords(noise: PictureSeries, expression: PictureSeries | null): string {
  const [byNoise, byExpression] = [noise.meanDeviation, expression?.meanDeviation ?? null];
  const levels = `Other noise moves a pixel by ${formatGrayLevels(byNoise)} of 255 on average`;
  if (byExpression === null) return `${levels}. Load an expression set, or the demo faces, to compare with what other expressions do.`;
  const both = `${levels}, another expression by ${formatGrayLevels(byExpression)}`;
  if (byNoise === 0 || byExpression === 0) return `${both}.`;
  return byExpression >= byNoise
    ? `${both}: the expression counts ${formatTimes(byExpression / byNoise)} as much.`
    : `${both}: noise counts ${formatTimes(byNoise / byExpression)} as much.`;
}

const largest = ({ values }: Picture) => values.reduce((most, value) => Math.max(most, value), 0);

interface SeriesProps {
  title: string;
  /** What varies, such as "other noise". */
  name: string;
  series: PictureSeries;
  /** Gray levels of 255 that are drawn white. */
  white: number;
  step: number;
}

function Series({ title, name, series: { pictures, mean, deviation, meanDeviation }, white, step }: SeriesProps) {
  const note = `step ${step}`;
  const brightened = { ...deviation, values: deviation.values.map((value) => Math.min(1, (255 * value) / white)) };
  return (
    <figure aria-label={`Drawings with ${name}`}>
      <figcaption className="row spread">
        {title}
        <SaveButtons
          what={`drawings with ${name}`} when={note} sheet={() => ({ pictures, columns: Math.min(8, pictures.length), note })}
          frames={() => thereAndBack(pictures.map((picture) => ({ pictures: [picture], columns: 1, note })))}
        />
      </figcaption>
      <ul className="noise-pictures">
        <li><PixelImage picture={brightened} label={`Change by ${name}`} /><span>Change: <strong className="numeric">{formatGrayLevels(meanDeviation)}</strong></span></li>
        <li><PixelImage picture={mean} label={`Mean over ${name}`} /><span>Mean of {pictures.length}</span></li>
        {pictures.slice(0, shown).map((picture, i) => (
          <li key={i}><PixelImage picture={picture} label={`Drawing ${i + 1} with ${name}`} /><span>Drawing {i + 1}</span></li>
        ))}
      </ul>
    </figure>
  );
}

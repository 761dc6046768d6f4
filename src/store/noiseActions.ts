// The lock of the noise, and how much noise changes the transfer's picture. Surprise: another image, set
// or model takes a comparison away, also one that is still being drawn.

import type { Spread } from '../engine/engine';
import { messageOf } from './errors';
import { isOutdated } from './gridActions';
import type { Joint } from './joint';
import { lockedNoise, type PictureSeries, type SeedCount } from './noise';
import { updateNoise } from './noiseSeeds';
import { fits, toPicture, toPictures } from './pictures';

const none = lockedNoise.variation;

export function createNoiseActions({ engine, store, inference }: Pick<Joint, 'engine' | 'store' | 'inference'>) {
  store.subscribe((state, before) => {
    const stale = isOutdated(state, before) || state.datasets.expression.report !== before.datasets.expression.report;
    if (stale && state.noise.variation !== none) updateNoise(store, { variation: none });
  });
  return {
    /** Unlocked, every drawing of the interpolation panel takes a fresh seed. */
    setNoiseLocked(locked: boolean): void {
      updateNoise(store, { locked });
      inference.interpolate.request();
    },
    /** The transfer's pair under `seeds` noise seeds, from the locked one on. */
    async varyNoise(seeds: SeedCount): Promise<void> {
      const { config, noiseSeed, slots, status: { step } } = store.getState();
      const [face, expression] = [slots.face.image?.picture, slots.expression.image?.picture];
      if (!config || !face || !expression || !fits(face, config) || !fits(expression, config)) return;
      const begun = { ...store.getState().noise.variation, drawing: true, error: null }; // the old one says what it was drawn with
      updateNoise(store, { variation: begun });
      const stillWanted = () => store.getState().noise.variation === begun;
      const series = ({ images, mean, deviation, meanDeviation }: Spread): PictureSeries =>
        ({ pictures: toPictures(images, config), mean: toPicture(mean, config), deviation: toPicture(deviation, config), meanDeviation });
      try {
        const answer = await engine.varyNoise({ face: face.values, expression: expression.values, noiseSeed, seeds });
        const result = { step, noiseSeeds: answer.noiseSeeds, noise: series(answer.noise), expression: answer.expression && series(answer.expression) };
        if (stillWanted()) updateNoise(store, { variation: { result, drawing: false, error: null } });
      } catch (error) {
        if (stillWanted()) updateNoise(store, { variation: { ...begun, drawing: false, error: messageOf(error) } });
      }
    },
  };
}

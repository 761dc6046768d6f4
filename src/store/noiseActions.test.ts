// The noise without React: locked, every drawing has the seed of the field; unlocked, a fresh one each, and
// the same ones again in the next session; and the comparison of seeds lives as long as what it was made of.

import { describe, expect, it } from 'vitest';
import type { EngineHandle, NoiseVariation, NoiseVariationInput } from '../engine/engine';
import { blob, settled, startedPage } from './fakes.suite';
import { freshSeed, whiteLevel } from './noise';

const spread = (count: number, value: number) => ({
  images: new Float32Array(count * 1024), mean: new Float32Array(1024), deviation: new Float32Array(1024).fill(value), meanDeviation: value,
});

async function noisyPage(changes: Partial<EngineHandle> = {}) {
  const seeds: (number | undefined)[] = [];
  const asked: NoiseVariationInput[] = [];
  const page = await startedPage({
    interpolate: async ({ noiseSeed, faceAlphas = [0], expressionAlphas = [0] }) => {
      seeds.push(noiseSeed);
      return { images: new Float32Array(1024 * faceAlphas.length * expressionAlphas.length), rows: faceAlphas.length, columns: expressionAlphas.length, faceAlphas, expressionAlphas };
    },
    varyNoise: async (input): Promise<NoiseVariation> => {
      asked.push(input);
      return { noiseSeeds: [5, 6, 7, 8], noise: spread(4, 0.25), expression: spread(4, 0.5) };
    },
    ...changes,
  });
  await page.actions.fillSlot('face', blob, 'a.png');
  await page.actions.fillSlot('expression', blob, 'b.png');
  await page.actions.fillSlot('secondExpression', blob, 'c.png');
  await settled();
  seeds.length = 0;
  return { ...page, seeds, asked };
}

describe('the lock', () => {
  it('closed gives every drawing the seed of the field, and each says so', async () => {
    const { actions, seeds, state } = await noisyPage();
    actions.setNoiseSeed(5);
    await settled();
    await actions.drawStrips();
    await actions.drawGrid(3);
    expect(seeds).toEqual([5, 5, 5]);
    expect([state().interpolation.result!.noiseSeed, state().strips.results[0]!.noiseSeed, state().grid.result!.noiseSeed]).toEqual([5, 5, 5]);
  });

  it('open gives each a fresh one, told with its result; the field keeps its own for when it closes', async () => {
    const { actions, seeds, state } = await noisyPage();
    const fresh = Array.from({ length: 4 }, (_, taken) => freshSeed(1, taken));
    expect(new Set([1, ...fresh]).size).toBe(5);
    actions.setNoiseLocked(false);
    await settled();
    actions.setAlpha('expression', 0.7);
    await settled();
    await actions.drawStrips();
    await actions.drawGrid(3);
    expect(seeds).toEqual(fresh);
    expect([state().interpolation.result!.noiseSeed, state().strips.results[0]!.noiseSeed, state().grid.result!.noiseSeed]).toEqual(fresh.slice(1));
    expect(state().noiseSeed).toBe(1);
    actions.setNoiseLocked(true);
    await settled();
    expect(state().interpolation.result!.noiseSeed).toBe(1);
  });
});

describe('how much noise changes the picture', () => {
  it('is asked of the transfer\'s pair from the locked seed on, and goes with its images, its set and its model', async () => {
    const { actions, asked, state, engine } = await noisyPage();
    for (const outdate of [
      () => actions.clearSlot('face'),
      () => actions.loadDataset('expression', []),
      () => engine.reset(),
    ]) {
      await actions.fillSlot('face', blob, 'a.png');
      await actions.varyNoise(4);
      expect(asked.at(-1)).toMatchObject({ noiseSeed: 1, seeds: 4 });
      const { result, drawing } = state().noise.variation;
      expect(result).toMatchObject({ step: 0, noiseSeeds: [5, 6, 7, 8], noise: { meanDeviation: 0.25 }, expression: { meanDeviation: 0.5 } });
      expect([result!.noise.pictures.length, drawing]).toEqual([4, false]);
      await Promise.resolve(outdate());
      expect(state().noise.variation).toMatchObject({ result: null, drawing: false, error: null });
    }
  });

  it('says what went wrong, throws away what was overtaken, and asks nothing without a pair', async () => {
    let answer: (result: NoiseVariation) => void = () => undefined;
    const { actions, state, engine } = await noisyPage({ varyNoise: () => new Promise((resolve) => (answer = resolve)) });
    const drawing = actions.varyNoise(4);
    expect(state().noise.variation.drawing).toBe(true);
    actions.clearSlot('secondExpression');
    answer({ noiseSeeds: [1], noise: spread(4, 1), expression: null });
    await drawing;
    expect(state().noise.variation).toMatchObject({ result: null, drawing: false });
    engine.varyNoise = async () => ({ noiseSeeds: [1], noise: spread(4, 1), expression: null });
    await actions.varyNoise(4);
    engine.varyNoise = async () => { throw new Error('The GPU was lost.'); };
    const again = actions.varyNoise(4);
    expect(state().noise.variation).toMatchObject({ drawing: true, result: { noiseSeeds: [1] } }); // nothing jumps
    await again;
    expect(state().noise.variation).toMatchObject({ drawing: false, error: 'The GPU was lost.', result: { noiseSeeds: [1] } });
    actions.clearSlot('face');
    await actions.varyNoise(4);
    expect(state().noise.variation.error).toBeNull();
  });

  it('is shown with the next round number as white', () => {
    expect([0, 1, 1.01, 2, 7, 49, 51, 120].map((level) => whiteLevel(level / 255))).toEqual([1, 1, 2, 2, 10, 50, 100, 128]);
  });
});

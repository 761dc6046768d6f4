// The part of the engine's contract about noise: a pair under several seeds is what forward draws with
// each of them, and its measures can be worked out from the pictures.

import { expect, it } from 'vitest';
import type { EngineHandle, Spread } from '../../src/engine/engine';
import { expectClose } from './expectClose';
import { expectUnchanged, stateOf } from './engineState';
import { firstDifference } from './expectSame';
import { randomImages } from './smallest';
import { imageFolder } from './trainingContract';

const pair = () => ({ face: randomImages(1, 1), expression: randomImages(1, 2) });
const one = (images: Float32Array, i: number) => images.slice(i * 256, (i + 1) * 256);

/** The measures, worked out anew from the pictures. */
function expectMeasured({ images, mean, deviation, meanDeviation }: Spread, count: number): void {
  expect(images).toHaveLength(count * 256);
  const values = (at: number) => Array.from({ length: count }, (_, k) => images[k * 256 + at]!);
  const average = (numbers: number[]) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
  const means = Array.from({ length: 256 }, (_, at) => average(values(at)));
  expectClose(mean, means, 1e-6);
  expectClose(deviation, means.map((center, at) => Math.sqrt(average(values(at).map((value) => (value - center) ** 2)))), 1e-6);
  expect(meanDeviation).toBeCloseTo(average(means.map((center, at) => average(values(at).map((value) => Math.abs(value - center))))), 6);
}

export function noiseContract(engine: () => EngineHandle, { noImages }: { noImages?: string }): void {
  it('a pair under several seeds: forward\'s pictures, and how much they differ', async () => {
    await engine().create({ ...(await engine().config()), imageSize: 32 }, { seed: 3 }); // drops what sets there are
    await engine().create({ ...(await engine().config()), imageSize: 16 }, { seed: 3 });
    const before = await stateOf(engine());
    const { noiseSeeds, noise, expression } = await engine().varyNoise({ ...pair(), noiseSeed: 0xffffffff, seeds: 9 });
    expect(noiseSeeds).toEqual([0xffffffff, 0, 1, 2, 3, 4, 5, 6, 7]);
    for (const k of [0, 1, 8]) expectClose(one(noise.images, k), (await engine().forward({ ...pair(), noiseSeed: noiseSeeds[k] })).image, 1e-6);
    expect(firstDifference(one(noise.images, 0), one(noise.images, 1))).toBeGreaterThanOrEqual(0);
    expectMeasured(noise, 9);
    expect(noise.meanDeviation).toBeGreaterThan(0);
    expect(expression).toBeNull(); // no set to exchange the expression image with
    const standard = await engine().varyNoise(pair());
    expect(standard.noiseSeeds).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    await expectUnchanged(engine(), before);
  });

  it('a pair under several seeds: refuses what cannot be', async () => {
    for (const seeds of [1, 33, 2.5, NaN]) await expect(engine().varyNoise({ ...pair(), seeds })).rejects.toThrow('seeds must be a whole number from 2 to 32');
    await expect(engine().varyNoise({ ...pair(), noiseSeed: -1 })).rejects.toThrow('noiseSeed');
    await expect(engine().varyNoise({ ...pair(), face: randomImages(2, 1) })).rejects.toThrow('face must be one image');
    await expect(engine().varyNoise({ ...pair(), expression: randomImages(1, 2).fill(NaN) })).rejects.toThrow('expression must lie in [0, 1]');
  });

  it.skipIf(noImages !== undefined)(`a pair under several seeds: beside it the face with other expressions of the set${noImages ? ` (skipped: ${noImages})` : ''}`, async () => {
    await engine().loadDataset('expression', await imageFolder('expression', 1));
    const { noise, expression } = await engine().varyNoise({ ...pair(), noiseSeed: 5, seeds: 2 });
    expectMeasured(noise, 2);
    expectMeasured(expression!, 2);
    expect(expression!.meanDeviation).toBeGreaterThan(0);
    const { tensors } = await engine().memory();
    const all = await engine().varyNoise({ ...pair(), noiseSeed: 5, seeds: 8 });
    expectMeasured(all.expression!, 3); // the set has no more
    expectClose(all.expression!.images.subarray(0, 512), expression!.images, 1e-6);
    // A mix of nothing but one class with one image is that image's drawing.
    const happy = await engine().mixExpressions({ face: pair().face, weights: [0, 0, 0, 1, 0, 0, 0], noiseSeed: 5 });
    expectClose(one(all.expression!.images, 1), happy.image, 1e-5);
    await engine().varyNoise({ ...pair(), noiseSeed: 6, seeds: 8 });
    expect((await engine().memory()).tensors - tensors).toBeLessThanOrEqual(2); // features of three images, and of one class each
  });
}

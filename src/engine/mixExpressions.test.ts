// Mixes of mean expression features against encoder and decoder called by hand, on a set of ramps: a
// ramp stays one when it is resized, so the images that the model should see are known exactly.

import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../../e2e/support/expectClose';
import { randomImages, smallestConfig } from '../../e2e/support/smallest';
import { FeatureCache } from '../analysis/featureCache';
import type { ImageSet } from '../data/imageSet';
import { expressionNames } from '../expressions';
import { decode } from '../model/decoder';
import { encode } from '../model/encoder';
import { createNoise, createTdgan, disposeTdgan, type Tdgan } from '../model/tdgan';
import { evaluationNoise } from './checks';
import { mixExpressions } from './mixExpressions';

const size = 16;
const side = 18;
type Ramp = (x: number, y: number) => number;
const across: Ramp = (x) => 10 + 8 * x;
const down: Ramp = (_, y) => 20 + 9 * y;
const both: Ramp = (x, y) => 5 + 4 * x + 3 * y;
/** Classes of the images: surprise, happiness, happiness. */
const ramps = [across, down, both];
const set: ImageSet = {
  pixels: Uint8Array.from(ramps.flatMap((ramp) => Array.from({ length: side * side }, (_, i) => ramp(i % side, Math.floor(i / side))))),
  side, channels: 1, count: 3, labels: Int32Array.of(0, 3, 3), classes: [...expressionNames], synthetic: true,
};
const at = (i: number) => ((i + 0.5) * side) / size - 0.5;
const seen = (ramp: Ramp) => tf.tensor4d(Array.from({ length: size * size }, (_, i) => ramp(at(i % size), at(Math.floor(i / size))) / 255), [1, size, size, 1]);
const face = randomImages(1, 1);
const weightsOf = (change: Partial<Record<(typeof expressionNames)[number], number>>) => expressionNames.map((name) => change[name] ?? 0);

describe('a mix of expressions', () => {
  let model: Tdgan;
  const cache = new FeatureCache();
  beforeAll(async () => {
    await tf.setBackend('cpu');
    model = createTdgan(smallestConfig, 5);
  });
  afterAll(() => disposeTdgan(model));
  const mix = (weights: number[], step = 0) => mixExpressions({ model, step, cache, set }, { face, weights, noiseSeed: 4 });

  it('is the decoder on the weighted means of the classes\' features', async () => {
    const byHand = tf.tidy(() => {
      const [first, second, third] = ramps.map((ramp) => encode(model.expressionEncoder, seen(ramp)));
      const expressionFeatures = first!.mul(0.7).add<tf.Tensor4D>(second!.add(third!).mul(0.2));
      const faceFeatures = encode(model.faceEncoder, tf.tensor4d(face, [1, size, size, 1]));
      return decode(model.decoder, { expressionFeatures, faceFeatures, noise: createNoise(smallestConfig, 1, evaluationNoise(4)) }).dataSync();
    });
    const { image, images } = await mix(weightsOf({ surprise: 0.7, happiness: 0.4 }));
    expectClose(image, byHand, 1e-4);
    expect(images).toEqual([1, 0, 0, 2, 0, 0, 0]);
    expect((await mix(weightsOf({ surprise: 1 }))).image).not.toEqual(image);
  });

  it('takes the means anew with other weights of the model, and keeps no other tensor', async () => {
    const weights = weightsOf({ happiness: 1 });
    const before = (await mix(weights)).image;
    const { numTensors } = tf.memory();
    const { kernel } = model.expressionEncoder.conv4;
    tf.tidy(() => kernel.assign(kernel.reverse(3)));
    const after = (await mix(weights, 1)).image;
    expect(after).not.toEqual(before);
    expect((await mix(weights, 1)).image).toEqual(after);
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  it('refuses what it has no images of, by name', async () => {
    await expect(mix(weightsOf({ fear: 0.1 }))).rejects.toThrow('The expression set has no image of fear: its weight must be 0.');
    await expect(mix([1, 2])).rejects.toThrow('weights must be 7 numbers, one per class: surprise');
    await expect(mix(weightsOf({ surprise: NaN }))).rejects.toThrow('the weight of surprise');
    await expect(mixExpressions({ model, step: 0, cache, set: undefined }, { face, weights: [] })).rejects.toThrow('Load an expression set first');
  });
});

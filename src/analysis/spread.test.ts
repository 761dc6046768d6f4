// Spread against numbers worked out by hand, and series against the decoder called picture by picture.

import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../../e2e/support/expectClose';
import { smallestConfig } from '../../e2e/support/smallest';
import { decode } from '../model/decoder';
import { createNoise, createTdgan, disposeTdgan, type Tdgan } from '../model/tdgan';
import { drawSeries, spreadOf } from './spread';

describe('spread', () => {
  it('is mean, standard deviation and mean distance, value by value', () => {
    const images = Float32Array.of(0.25, 0.5, 0.75, 0.5, 0.5, 1, 0.5, 0.25); // four pictures of two values
    const { mean, deviation, meanDeviation } = spreadOf(images, 4);
    expectClose(mean, [0.5, 0.5625], 1e-7);
    expectClose(deviation, [Math.sqrt(0.125 / 4), Math.sqrt((2 * 0.0625 ** 2 + 0.4375 ** 2 + 0.3125 ** 2) / 4)], 1e-6);
    expect(meanDeviation).toBeCloseTo((0.5 + (2 * 0.0625 + 0.4375 + 0.3125)) / 8, 6);
  });

  it('of equal pictures is nothing', () => {
    expect(spreadOf(new Float32Array(6).fill(0.25), 3)).toEqual({ mean: Float32Array.of(0.25, 0.25), deviation: new Float32Array(2), meanDeviation: 0 });
  });
});

describe('a series', () => {
  let model: Tdgan;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    model = createTdgan(smallestConfig, 5);
  });
  afterAll(() => disposeTdgan(model));

  it('longer than a batch is the decoder\'s picture of each row', () => {
    const count = 11;
    const features = (seed: number, rows: number) => tf.randomUniform<tf.Rank.R4>([rows, 1, 1, 8], 0, 1, 'float32', seed);
    const noise = (seed: number) => createNoise(smallestConfig, 1, { seed, step: 0, call: 3 });
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const [faceFeatures, expressionFeatures] = [features(1, 1), features(2, 1)];
      const drawn = drawSeries(model, { faceFeatures, expressionFeatures, noise: tf.concat(Array.from({ length: count }, (_, i) => noise(i)), 0) });
      expect(drawn.shape).toEqual([count, 16, 16, 1]);
      for (const i of [0, 7, 8, 10]) {
        const alone = decode(model.decoder, { faceFeatures, expressionFeatures, noise: noise(i) });
        expectClose(drawn.slice(i, 1).dataSync(), alone.dataSync(), 1e-6);
      }
      expect(drawn.slice(0, 1).dataSync()).not.toEqual(drawn.slice(1, 1).dataSync());
      const expressions = features(3, 2);
      const exchanged = drawSeries(model, { faceFeatures, expressionFeatures: expressions, noise: noise(4) });
      const second = decode(model.decoder, { faceFeatures, expressionFeatures: expressions.slice(1, 1), noise: noise(4) });
      expectClose(exchanged.slice(1, 1).dataSync(), second.dataSync(), 1e-6);
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});

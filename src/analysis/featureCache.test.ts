// The cache of features: what it spares, and what it must not.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { FeatureCache } from './featureCache';

beforeAll(() => tf.setBackend('cpu'));

function createCounted() {
  const cache = new FeatureCache();
  const model = {};
  const calls: number[] = [];
  const ask = (value: number, { branch = 'face' as 'face' | 'expression', step = 0, of = model } = {}) => {
    const images = Float32Array.of(value, 0.5);
    return cache.features({ branch, images, weights: { model: of, step } }, () => {
      calls.push(value);
      return tf.fill([1, 1, 1, 2], value) as tf.Tensor4D;
    }).dataSync()[0];
  };
  return { cache, ask, calls };
}

describe('the feature cache', () => {
  it('encodes equal images once, also in another array, and branches apart', () => {
    const { ask, calls } = createCounted();
    expect([ask(1), ask(2), ask(1), ask(2)]).toEqual([1, 2, 1, 2]);
    expect(calls).toEqual([1, 2]);
    expect(ask(1, { branch: 'expression' })).toBe(1);
    expect(calls).toEqual([1, 2, 1]);
  });

  it('forgets with another step, another model and when told', () => {
    const { cache, ask, calls } = createCounted();
    ask(1);
    ask(1, { step: 1 });
    ask(1, { step: 1, of: {} });
    expect(calls).toHaveLength(3);
    const { ask: again, calls: counted, cache: other } = createCounted();
    again(1);
    other.forget();
    again(1);
    expect(counted).toHaveLength(2);
    cache.forget();
    other.forget();
  });

  it('keeps four arrays a branch, the ones asked for last, and frees the rest', () => {
    const { numTensors } = tf.memory();
    const { cache, ask, calls } = createCounted();
    for (const value of [1, 2, 3, 4]) ask(value);
    ask(1);
    ask(5); // 2 goes
    ask(1);
    expect(calls).toEqual([1, 2, 3, 4, 5]);
    expect(tf.memory().numTensors).toBe(numTensors + 4);
    ask(2);
    expect(calls).toEqual([1, 2, 3, 4, 5, 2]);
    cache.forget();
    expect(tf.memory().numTensors).toBe(numTensors);
  });
});

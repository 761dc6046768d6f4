// The norm of many tensors on WebGPU against the same norm composed on the CPU, whose sums are float64.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectNoNewBuffers, expectSameOnWebgpu, resultsOn, startingWith } from '../../e2e/support/webgpuKernels';
import { gradientNorm } from './gradientNorm';
import { randomTensor } from './kernels.suite';

beforeAll(startingWith('TdGradientNorm'));

const tensors = (shapes: readonly number[][]) => shapes.map((shape, i) => randomTensor(shape, i));

/** Sizes that four divides, and that it does not, in turn. */
const many = Array.from({ length: 33 }, (_, i) => [[3, 3, i + 1, 4], [i + 1], [5, 2 * i + 1]][i % 3]!);

describe('the norm of gradients on WebGPU', () => {
  for (const [name, shapes] of [
    ['a single number', [[1]]], ['one odd tensor', [[3, 5, 7]]], ['seven of a kind', [[4], [8], [12], [400], [2, 2], [16], [20]]],
    ['eight, so that a dispatch has one', [[1], [3], [5], [7], [9], [63], [65], [129]]], ['many of both kinds', many],
  ] as [string, number[][]][]) {
    it(name, () => expectSameOnWebgpu(() => [gradientNorm(tensors(shapes))], 1e-6));
  }

  it('each tensor counts once, and to its last element', async () => {
    // 10 ** 0, 10 ** 1 ... at the end of each tensor and zeros before it: every digit of the sum of squares tells of one.
    const shapes = [[257], [4], [1], [1000], [63], [256], [2, 3]];
    const [norm] = await resultsOn('webgpu', () => [gradientNorm(shapes.map((shape, i) => {
      const size = tf.util.sizeFromShape(shape);
      return tf.tensor(Float32Array.from({ length: size }, (_, at) => (at === size - 1 ? Math.sqrt(10 ** i) : 0)), shape);
    }))]);
    expect(Math.abs(norm![0]! ** 2 / 1_111_111 - 1)).toBeLessThan(1e-6);
  });

  it('sums of many slices are added in stages, and lose nothing', () =>
    expectSameOnWebgpu(() => [gradientNorm([randomTensor([1_200_000], 1), randomTensor([300_001], 2)])], 1e-6));

  it('gradients as small and as large as an alarm looks for', () => expectSameOnWebgpu(() => [
    gradientNorm(tensors([[30], [17]]).map((x) => x.mul(1e-9))), gradientNorm(tensors([[30], [17]]).map((x) => x.mul(1e9))),
  ], 1e-6));

  it('what is no number shows', async () => {
    const [norm] = await resultsOn('webgpu', () => [gradientNorm([tf.tensor([1, 2]), tf.tensor([NaN])])]);
    expect(norm![0]).toBeNaN();
  });

  it('makes no buffer when repeated', () => expectNoNewBuffers(() => tensors(many), (inputs) => [gradientNorm(inputs)]));
});

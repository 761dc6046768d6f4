// The losses' kernels on WebGPU against the same losses composed on the CPU: values and gradients.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectNoNewBuffers, expectSameOnWebgpu, resultsOn, startingWith } from '../../e2e/support/webgpuKernels';
import { crossEntropy } from './crossEntropy';
import { absoluteDifference, squaredDifference } from './differences';
import { randomTensor } from './kernels.suite';

beforeAll(startingWith('TdCrossEntropy', 'TdDifference'));

describe('cross entropy on WebGPU', () => {
  const createInputs = (samples: number, classes: number) => ({
    logits: randomTensor([samples, classes], 1).mul(6) as tf.Tensor2D,
    labels: tf.tensor1d(Int32Array.from({ length: samples }, (_, n) => (5 * n + 2) % classes), 'int32'),
  });
  const results = ({ logits, labels }: ReturnType<typeof createInputs>, weight: number) =>
    Object.values(crossEntropy(logits, labels, weight));

  for (const [samples, classes, weight] of [[1, 2, 1], [1, 7, 0.8], [3, 21, 0.2], [5, 8, 1], [32, 7, 3]] as const) {
    it(`${samples} samples of ${classes} classes, weight ${weight}`, () =>
      expectSameOnWebgpu(() => results(createInputs(samples, classes), weight)));
  }

  it('logits of hundreds neither overflow nor vanish', () =>
    expectSameOnWebgpu(() => results({ ...createInputs(4, 7), logits: randomTensor([4, 7], 1).mul(300) as tf.Tensor2D }, 1)));

  it('makes no buffer when repeated', () =>
    expectNoNewBuffers(() => createInputs(3, 7), (inputs) => results(inputs, 1)));
});

describe('differences on WebGPU', () => {
  const createInputs = (shape: number[]) => {
    const x = randomTensor(shape, 1) as tf.Tensor4D;
    // A third of the elements are equal, where the absolute difference has a kink.
    const target = tf.where(randomTensor(shape, 2).greater(0.33), x, randomTensor(shape, 3)) as tf.Tensor4D;
    return { x, target };
  };
  const results = ({ x, target }: ReturnType<typeof createInputs>, weights: number[]) =>
    [...Object.values(absoluteDifference(x, target, weights)), ...Object.values(squaredDifference(x, target, 1.7))];

  for (const [shape, weights] of [
    [[1, 1, 1, 1], [2]], [[1, 5, 7, 3], [5]], [[2, 5, 5, 1], [5, 3]], [[6, 3, 5, 1], [1, 2, 4]], [[2, 8, 8, 12], [0.5, 5]],
  ] as const) {
    it(`[${shape.join()}] in ${weights.length} parts`, () =>
      expectSameOnWebgpu(() => results(createInputs([...shape]), [...weights])));
  }

  it('sums of many slices are added in stages', async () => {
    // 1.2 million elements: 128 slices of the absolute difference do not hold them.
    const inputs = () => createInputs([6, 256, 256, 3]);
    const [found, truth] = [
      await resultsOn('webgpu', () => results(inputs(), [1, 2])), await resultsOn('cpu', () => results(inputs(), [1, 2])),
    ];
    // The CPU's own float32 sums are long here, so the losses' truth is summed in float64 from what it computed.
    const slope = (2 * 1.7) / truth[3]!.length;
    const squares = truth[3]!.reduce((sum, gradient) => sum + (gradient / slope) ** 2, 0) / truth[3]!.length;
    expect(Math.abs(found[2]![0]! / squares - 1)).toBeLessThan(1e-6);
    const half = truth[3]!.length / 2;
    for (const part of [0, 1]) {
      const differences = truth[3]!.subarray(part * half, (part + 1) * half);
      const mean = differences.reduce((sum, gradient) => sum + Math.abs(gradient / slope), 0) / half;
      expect(Math.abs(found[0]![part]! / mean - 1)).toBeLessThan(1e-6);
    }
  });

  it('makes no buffer when repeated', () =>
    expectNoNewBuffers(() => createInputs([2, 5, 5, 1]), (inputs) => results(inputs, [1, 2])));
});

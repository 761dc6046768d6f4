// The pooling's WebGPU kernels against the same op composed of tfjs's on the CPU: values equal bit
// for bit, gradients too where maxima are unique and where whole regions are flat.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectNoNewBuffers, expectSameOnWebgpu, resultsOn, startWebgpuKernels } from '../../e2e/support/webgpuKernels';
import { randomTensor } from './kernels.suite';
import { maxPool, maxPoolBackward, maxPoolForward } from './maxPool';

const shapes = [[1, 2, 2, 1], [3, 6, 10, 3], [1, 14, 4, 4], [5, 10, 18, 2], [3, 6, 6, 12], [1, 16, 22, 8]];

function forwardAndBackward(x: tf.Tensor4D): tf.Tensor[] {
  const y = maxPoolForward(x);
  return [y, maxPoolBackward({ x, y, dy: randomTensor(y.shape, 9) as tf.Tensor4D })];
}

describe('pooling on WebGPU', () => {
  beforeAll(startWebgpuKernels);

  for (const shape of shapes) {
    it(`of [${shape.join()}]`, async () => {
      const compute = () => forwardAndBackward((randomTensor(shape, 1) as tf.Tensor4D).abs());
      expect([...(await resultsOn('webgpu', compute))[0]!]).toEqual([...(await resultsOn('cpu', compute))[0]!]);
      await expectSameOnWebgpu(compute, 2e-7);
    });

    it(`of [${shape.join()}] with ties`, async () => {
      await expectSameOnWebgpu(() => forwardAndBackward(randomTensor(shape, 1).abs().mul(3).round().div(4)), 2e-7);
    });
  }

  it('of a flat map, and through the tape', async () => {
    const gradient = await resultsOn('webgpu', () => [tf.grad((x) => maxPool(x as tf.Tensor4D))(tf.zeros([1, 4, 4, 4]))]);
    // PyTorch: each window's whole gradient to its upper left pixel.
    const upperLeft = [1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0];
    expect([...gradient[0]!]).toEqual(upperLeft.flatMap((value) => [value, value, value, value]));
  });

  it('repeated, makes no new GPU buffer', async () => {
    const createInputs = () => {
      const x = (randomTensor([2, 8, 8, 4], 1) as tf.Tensor4D).abs();
      const y = maxPoolForward(x);
      return { x, y, dy: randomTensor(y.shape, 9) as tf.Tensor4D };
    };
    await expectNoNewBuffers(createInputs, (maps) => [maxPoolForward(maps.x), maxPoolBackward(maps)]);
  });
});

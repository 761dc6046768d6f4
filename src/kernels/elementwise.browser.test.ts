// The elementwise WebGPU kernels against the same steps composed of tfjs's on the CPU, on odd sizes,
// odd batches, and channels that fill vectors of four and that do not.

import type * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, it } from 'vitest';
import { expectNoNewBuffers, expectSameOnWebgpu, startWebgpuKernels } from '../../e2e/support/webgpuKernels';
import {
  addBiasRelu, biasRelu, biasReluGradient, channelSums, joinChannels, maskedGradient, scaledResidualGradient, scaledResidualRelu,
  sigmoidGradient, splitChannels,
} from './elementwise';
import { randomTensor } from './kernels.suite';

function inputsOf(shape: number[]) {
  const map = (stream: number) => randomTensor(shape, stream) as tf.Tensor4D;
  return { x: map(1), y: map(2).relu<tf.Tensor4D>(), dy: map(3), z: map(4), bias: randomTensor([shape[3]!], 5) as tf.Tensor1D };
}

function everyStep({ x, y, dy, z, bias }: ReturnType<typeof inputsOf>): tf.Tensor[] {
  const residual = scaledResidualGradient(dy, y, 0.17);
  return [
    maskedGradient(dy, y), biasRelu(z, bias), addBiasRelu(x, z, bias), biasReluGradient(dy, z, bias),
    scaledResidualRelu(x, z, { bias, scale: 0.17 }), residual.dx, residual.dz, sigmoidGradient(dy, y), channelSums(dy),
  ];
}

/** Maps of these channels, joined, and the joined map split again with its widths turned around. */
function joinedAndSplit(widths: number[]): tf.Tensor[] {
  const joined = joinChannels(widths.map((width, i) => randomTensor([3, 5, 7, width], i) as tf.Tensor4D));
  return [joined, ...splitChannels(joined, [...widths].reverse())];
}

describe('elementwise steps on WebGPU', () => {
  beforeAll(startWebgpuKernels);

  for (const shape of [[1, 1, 1, 1], [3, 5, 7, 1], [1, 9, 5, 3], [5, 3, 3, 4], [1, 8, 8, 8], [3, 7, 5, 12]]) {
    it(`of [${shape.join()}]`, async () => {
      await expectSameOnWebgpu(() => everyStep(inputsOf(shape)), 5e-7);
    });
  }

  it('sums of many pixels, in parts', async () => {
    await expectSameOnWebgpu(() => [channelSums(randomTensor([7, 51, 49, 4], 3) as tf.Tensor4D)], 2e-6);
  });

  for (const widths of [[4, 4, 4], [8, 4, 16], [1, 3, 2], [4, 5], [3], [1, 2, 3, 4, 5]]) {
    it(`${widths.join(' + ')} channels joined and split`, async () => {
      await expectSameOnWebgpu(() => joinedAndSplit(widths), 0);
    });
  }

  it('repeated, make no new GPU buffer', async () => {
    await expectNoNewBuffers(() => inputsOf([2, 8, 8, 8]), (inputs) =>
      [...everyStep(inputs), ...splitChannels(joinChannels([inputs.x, inputs.y, inputs.z]), [8, 8, 8])]);
  });
});

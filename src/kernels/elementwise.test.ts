// The gradients of the elementwise steps, as composed for every backend, against the tape's.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, it } from 'vitest';
import { expectClose } from '../../e2e/support/expectClose';
import {
  addBiasRelu, biasRelu, biasReluGradient, channelSums, joinChannels, maskedGradient, scaledResidualGradient, scaledResidualRelu,
  sigmoidGradient, splitChannels,
} from './elementwise';
import { randomTensor } from './kernels.suite';

const shape = [3, 2, 5, 3];
const map = (stream: number) => randomTensor(shape, stream) as tf.Tensor4D;
const bias = () => randomTensor([3], 7) as tf.Tensor1D;
const dy = () => map(9);

/** Gradients of `op` by its inputs on the tape, given dy. */
const taped = (op: (...inputs: tf.Tensor4D[]) => tf.Tensor, inputs: tf.Tensor[]) =>
  tf.grads((...args) => op(...args as tf.Tensor4D[]).mul(dy()).sum())(inputs);

async function expectSame(found: tf.Tensor[], truth: tf.Tensor[]): Promise<void> {
  for (const [i, tensor] of truth.entries()) expectClose(await found[i]!.data(), await tensor.data(), 1e-6);
}

describe('elementwise steps', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  it('relu(z + bias)', async () => {
    const dz = maskedGradient(dy(), biasRelu(map(1), bias()));
    await expectSame([dz, channelSums(dz)], taped((z, b) => z.add(b).relu(), [map(1), bias()]));
  });

  it('x + relu(z + bias)', async () => {
    await expectSame([addBiasRelu(map(1), map(2), bias())], [map(1).add(map(2).add(bias()).relu())]);
    const dz = biasReluGradient(dy(), map(2), bias());
    await expectSame([dy(), dz, channelSums(dz)], taped((x, z, b) => x.add(z.add(b).relu()), [map(1), map(2), bias()]));
  });

  it('relu(x + 0.17 (z + bias))', async () => {
    const y = scaledResidualRelu(map(1), map(2), { bias: bias(), scale: 0.17 });
    await expectSame([y], [map(1).add(map(2).add(bias()).mul(0.17)).relu()]);
    const { dx, dz } = scaledResidualGradient(dy(), y, 0.17);
    await expectSame([dx, dz, channelSums(dz)], taped((x, z, b) => x.add(z.add(b).mul(0.17)).relu(), [map(1), map(2), bias()]));
  });

  it('sigmoid', async () => {
    await expectSame([sigmoidGradient(dy(), map(1).sigmoid())], taped((x) => x.sigmoid(), [map(1)]));
  });

  it('channels joined and split', async () => {
    const parts = () => [map(1), randomTensor([3, 2, 5, 1], 2), map(3)] as tf.Tensor4D[];
    await expectSame([joinChannels(parts())], [tf.concat(parts(), 3)]);
    const dJoined = () => randomTensor([3, 2, 5, 7], 4) as tf.Tensor4D;
    const truth = tf.grads((...args) => tf.concat(args, 3).mul(dJoined()).sum())(parts());
    await expectSame(splitChannels(dJoined(), [3, 1, 3]), truth);
  });
});

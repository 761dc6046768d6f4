// The fused norm on the CPU: values and gradients against its oracle, on shapes that take each path
// of its mean (windows of 4, 2, 3, 5, 7, and none), and values against a float64 loop.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../../e2e/support/expectClose';
import { instanceNormRelu, instanceNormReluOracle } from './instanceNormRelu';
import { randomTensor, valueAndGradients, type Op } from './kernels.suite';

const shapes = [
  [1, 8, 8, 1], [3, 5, 7, 2], [2, 12, 12, 3], [3, 9, 15, 1], [5, 7, 7, 3], [1, 11, 13, 4], [2, 5, 25, 3], [3, 6, 10, 5], [2, 2, 2, 1],
];

type Norm = typeof instanceNormRelu;

const opOf = (norm: Norm, epsilon: number): Op => (x, gain, offset) =>
  norm(x as tf.Tensor4D, gain ? { gain: gain as tf.Tensor1D, offset: offset as tf.Tensor1D } : null, epsilon);

const inputsOf = (shape: number[], affine: boolean) => () => {
  const x = randomTensor(shape, 1).add(0.3);
  return affine ? [x, randomTensor([shape[3]!], 2).add(1.2), randomTensor([shape[3]!], 3)] : [x];
};

describe('instanceNormRelu', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  for (const shape of shapes) {
    for (const [affine, epsilon] of [[true, 1e-3], [false, 1e-5]] as const) {
      it(`value and gradients of [${shape.join()}] ${affine ? 'with' : 'without'} gain and offset`, async () => {
        const inputs = inputsOf(shape, affine);
        const found = await valueAndGradients(opOf(instanceNormRelu, epsilon), inputs);
        const truth = await valueAndGradients(opOf(instanceNormReluOracle, epsilon), inputs);
        expect(found).toHaveLength(affine ? 4 : 2);
        found.forEach((values, i) => expectClose(values, truth[i]!, 5e-6));
      });
    }
  }

  it('normalizes each map by its own mean and biased variance', async () => {
    const [batch, side, channels, epsilon] = [3, 5, 3, 1e-3] as const;
    const x = randomTensor([batch, side, side, channels], 4) as tf.Tensor4D;
    const gain = [0.5, 2, -1];
    const offset = [0.25, -0.5, 0];
    const values = await x.data();
    const truth = new Float64Array(values.length);
    for (let n = 0; n < batch; n++) {
      for (let c = 0; c < channels; c++) {
        const places = Array.from({ length: side * side }, (_, p) => (n * side * side + p) * channels + c);
        const mean = places.reduce((sum, at) => sum + values[at]!, 0) / places.length;
        const variance = places.reduce((sum, at) => sum + (values[at]! - mean) ** 2, 0) / places.length;
        for (const at of places) truth[at] = Math.max(0, (gain[c]! * (values[at]! - mean)) / Math.sqrt(variance + epsilon) + offset[c]!);
      }
    }
    const found = await instanceNormRelu(x, { gain: tf.tensor1d(gain), offset: tf.tensor1d(offset) }, epsilon).data();
    expectClose(found, truth, 1e-6);
  });

  it('a map of one pixel shows its offset and passes nothing back', async () => {
    const inputs = () => [randomTensor([2, 1, 1, 2], 1), tf.tensor1d([1, 1]), tf.tensor1d([0.75, -0.75])];
    const [value, dx] = await valueAndGradients(opOf(instanceNormRelu, 1e-3), inputs);
    expect([...value!]).toEqual([0.75, 0, 0.75, 0]);
    expect([...dx!].every((d) => d === 0)).toBe(true);
  });
});

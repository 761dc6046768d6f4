// The norm's WebGPU kernels, value, statistics and gradients, against the same op composed of tfjs's
// on the CPU: odd sizes and batches, channels that fill vectors of four and that do not, maps with
// slices of unequal length and with empty ones.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../../e2e/support/expectClose';
import { expectNoNewBuffers, expectSameOnWebgpu, resultsOn, startWebgpuKernels } from '../../e2e/support/webgpuKernels';
import { instanceNormRelu, normReluBackward, normReluForward } from './instanceNormRelu';
import { randomTensor } from './kernels.suite';

const shapes = [
  [1, 8, 8, 1], [3, 5, 7, 2], [3, 9, 15, 1], [1, 11, 13, 4], [5, 7, 7, 3], [3, 16, 16, 12], [1, 32, 32, 8], [2, 1, 1, 4],
  [2, 3, 3, 36], [1, 2, 5, 128], [1, 17, 31, 3],
];

function inputsOf(shape: number[], affine: boolean) {
  const x = randomTensor(shape, 1).add<tf.Tensor4D>(0.3);
  const channels = shape[3]!;
  const parameters = { gain: randomTensor([channels], 2).add<tf.Tensor1D>(1.2), offset: randomTensor([channels], 3) as tf.Tensor1D };
  return { x, dy: randomTensor(shape, 9) as tf.Tensor4D, parameters: affine ? parameters : null };
}

function forwardAndBackward({ x, dy, parameters }: ReturnType<typeof inputsOf>): tf.Tensor[] {
  const { y, statistics } = normReluForward(x, parameters, parameters ? 1e-3 : 1e-5);
  const { dx, dGain, dOffset } = normReluBackward({ x, statistics, dy }, parameters);
  return [y, statistics, dx, ...(dGain && dOffset ? [dGain, dOffset] : [])];
}

describe('norm on WebGPU', () => {
  beforeAll(startWebgpuKernels);

  for (const shape of shapes) {
    for (const affine of [true, false]) {
      it(`of [${shape.join()}] ${affine ? 'with' : 'without'} gain and offset`, async () => {
        await expectSameOnWebgpu(() => forwardAndBackward(inputsOf(shape, affine)), 2e-6);
      });
    }
  }

  it('of a large map far from 0: its statistics are those of float64', async () => {
    const pixels = 128 * 128;
    const [y, statistics, x] = await resultsOn('webgpu', () => {
      const maps = randomTensor([1, 128, 128, 4], 1).mul(0.1).add<tf.Tensor4D>(3);
      const { y, statistics } = normReluForward(maps, null, 1e-5);
      return [y, statistics, maps];
    });
    const truth = new Float64Array(4 * pixels);
    for (let c = 0; c < 4; c++) {
      const values = Array.from({ length: pixels }, (_, p) => x![4 * p + c]!);
      const mean = values.reduce((sum, value) => sum + value, 0) / pixels;
      const inverse = 1 / Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pixels + 1e-5);
      expectClose([statistics![c]!, statistics![4 + c]!], [mean, inverse], 2e-7);
      values.forEach((value, p) => { truth[4 * p + c] = Math.max(0, (value - mean) * inverse); });
    }
    expectClose(y!, truth, 3e-6); // half a unit in the last place of 3 is 2e-6 of a deviation
  });

  it('the tape gives the same gradients', async () => {
    await expectSameOnWebgpu(() => {
      const { x, dy, parameters } = inputsOf([2, 6, 6, 4], true);
      return tf.grads((input, gain, offset) =>
        instanceNormRelu(input as tf.Tensor4D, { gain: gain as tf.Tensor1D, offset: offset as tf.Tensor1D }, 1e-3).mul(dy).sum())(
        [x, parameters!.gain, parameters!.offset]);
    }, 2e-6);
  });

  it('leaves out the gradients of gain and offset where nobody wants them', async () => {
    const gradients = () => {
      const { x, dy, parameters } = inputsOf([1, 4, 4, 4], true);
      const { statistics } = normReluForward(x, parameters, 1e-3);
      return normReluBackward({ x, statistics, dy, wantWeights: false }, parameters);
    };
    await expectSameOnWebgpu(() => [gradients().dx], 2e-6);
    expect(tf.tidy(() => Object.values(gradients()).filter((gradient) => gradient !== undefined).length)).toBe(1);
  });

  it('repeated, makes no new GPU buffer', async () => {
    const createInputs = () => {
      const { x, dy, parameters } = inputsOf([2, 16, 16, 8], true);
      return { x, dy, gain: parameters!.gain, offset: parameters!.offset };
    };
    await expectNoNewBuffers(createInputs, ({ x, dy, gain, offset }) => forwardAndBackward({ x, dy, parameters: { gain, offset } }));
  });
});

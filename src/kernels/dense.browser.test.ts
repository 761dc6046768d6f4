// Dense layers on WebGPU against the same layers composed on the CPU: batches around every number
// of rows per thread, sides that pack into vectors and that do not, sums that take several slices.

import type * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, it } from 'vitest';
import { expectNoNewBuffers, expectSameOnWebgpu, startingWith } from '../../e2e/support/webgpuKernels';
import { denseBackward, denseForward } from './dense';
import { randomTensor } from './kernels.suite';

interface Layer {
  samples: number;
  ins: number;
  outs: number;
}

function createTensors({ samples, ins, outs }: Layer) {
  return {
    x: randomTensor([samples, ins], 1) as tf.Tensor2D,
    kernel: randomTensor([ins, outs], 2) as tf.Tensor2D,
    bias: randomTensor([outs], 3) as tf.Tensor1D,
    // Given, and not computed: a unit near 0 may fall on either side of the ReLU.
    y: randomTensor([samples, outs], 4).relu() as tf.Tensor2D,
    dy: randomTensor([samples, outs], 5) as tf.Tensor2D,
  };
}

function results({ x, kernel, bias, y, dy }: ReturnType<typeof createTensors>, relu: boolean): tf.Tensor[] {
  const { dx, dKernel, dBias } = denseBackward({ x, y, dy, kernel, relu, wantInput: true, wantWeights: true });
  return [denseForward(x, { kernel, bias }, relu), dx!, dKernel!, dBias!];
}

describe('dense layers on WebGPU', () => {
  beforeAll(startingWith('TdDense', 'TdDenseInputGradient', 'TdDenseWeightGradient'));

  for (const [samples, ins, outs] of [
    [1, 1, 1], [1, 8, 4], [2, 12, 3], [3, 5, 8], [5, 3, 7], [7, 20, 12], [9, 4, 6], [17, 33, 5],
  ] as const) {
    for (const relu of [true, false]) {
      it(`${ins} to ${outs} units, batch ${samples}${relu ? ', ReLU' : ''}`, () =>
        expectSameOnWebgpu(() => results(createTensors({ samples, ins, outs }), relu)));
    }
  }

  // Enough units that inputs and outputs are summed in several slices, the last of them shorter.
  for (const [samples, ins, outs] of [[1, 1000, 264], [4, 264, 1000], [11, 515, 303]] as const) {
    it(`${ins} to ${outs} units, batch ${samples}, in slices`, () =>
      expectSameOnWebgpu(() => results(createTensors({ samples, ins, outs }), true)));
  }

  it('makes no buffer when repeated', () =>
    expectNoNewBuffers(() => createTensors({ samples: 3, ins: 24, outs: 8 }), (tensors) => results(tensors, true)));
});

// Dense layers off the tape, forward and backward. Their batches are small and their kernels large
// (8192 x 1024 in the paper), so each is as fast as its kernel is read. On WebGPU the kernels of
// denseKernels.ts do it; elsewhere it is composed of tfjs ops.

import * as tf from '@tensorflow/tfjs';
import { hasKernel } from './gpuProgram';

/** Kernel [in,out] and bias [out]. */
export interface DenseWeights {
  kernel: tf.Tensor2D;
  bias: tf.Tensor1D;
}

/** x kernel + bias, with a ReLU where `relu` says so: [N,in] -> [N,out]. */
export function denseForward(x: tf.Tensor2D, { kernel, bias }: DenseWeights, relu: boolean): tf.Tensor2D {
  if (hasKernel('TdDense')) return tf.engine().runKernel('TdDense', { x, kernel, bias }, { relu }) as tf.Tensor2D;
  return tf.tidy(() => {
    const z: tf.Tensor2D = tf.matMul(x, kernel).add(bias);
    return relu ? z.relu() : z;
  });
}

/** What `denseBackward` takes. */
export interface DenseGradientInput {
  /** The layer's input, [N,in]. */
  x: tf.Tensor2D;
  /** Its output, [N,out]. */
  y: tf.Tensor2D;
  /** The gradient of y. */
  dy: tf.Tensor2D;
  kernel: tf.Tensor2D;
  relu: boolean;
  wantInput: boolean;
  wantWeights: boolean;
}

interface DenseGradients {
  dx?: tf.Tensor2D;
  dKernel?: tf.Tensor2D;
  dBias?: tf.Tensor1D;
}

/** Gradients of `denseForward`, those that are wanted: dx [N,in], dKernel [in,out], dBias [out]. */
export function denseBackward(input: DenseGradientInput): DenseGradients {
  return hasKernel('TdDense') ? fusedBackward(input) : composedBackward(input);
}

function composedBackward({ x, y, dy, kernel, relu, wantInput, wantWeights }: DenseGradientInput): DenseGradients {
  return tf.tidy(() => {
    const dz: tf.Tensor2D = relu ? dy.mul(y.step()) : dy;
    return {
      ...(wantInput && { dx: tf.matMul(dz, kernel, false, true) as tf.Tensor2D }),
      ...(wantWeights && { dKernel: tf.matMul(x, dz, true, false) as tf.Tensor2D, dBias: dz.sum<tf.Tensor1D>(0) }),
    };
  });
}

function fusedBackward({ x, y, dy, kernel, relu, wantInput, wantWeights }: DenseGradientInput): DenseGradients {
  const gradients: DenseGradients = {};
  if (wantInput) gradients.dx = tf.engine().runKernel('TdDenseInputGradient', { dy, y, kernel }, { relu }) as tf.Tensor2D;
  if (wantWeights) {
    const [dKernel, dBias] = tf.engine().runKernel('TdDenseWeightGradient', { x, dy, y }, { relu }) as tf.Tensor[];
    Object.assign(gradients, { dKernel, dBias });
  }
  return gradients;
}

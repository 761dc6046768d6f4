// Dropout whose mask is a function of a key and the unit's index alone. So the mask need not be
// kept: the gradient is dropout of dy under the same key, on the tape as off it. On WebGPU the mask
// is drawn as it is applied, from the same numbers as elsewhere.

import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { uniforms, type RandomKey } from '../random';
import { allocate, hasKernel, runProgram, type GpuKernel, type GpuProgram } from './gpuProgram';
import { drawn, hashCode, keyFields } from './randomNumbers';
import { packingOf, vectorType, type Packing } from './wgsl';

export interface DropoutKey extends RandomKey {
  /** Share of units set to 0; the rest are divided by 1 - rate, as in PyTorch. */
  rate: number;
}

/** x with its units dropped and the rest scaled up, like x; x itself where the rate is 0. */
export function dropout(x: tf.Tensor2D, key: DropoutKey): tf.Tensor2D {
  if (key.rate === 0) return x;
  const op = tf.customGrad((input) => ({
    value: masked(input as tf.Tensor2D, key),
    gradFunc: (dy: tf.Tensor) => masked(dy as tf.Tensor2D, key),
  }));
  return op(x) as tf.Tensor2D;
}

function masked(x: tf.Tensor2D, { rate, ...key }: DropoutKey): tf.Tensor2D {
  if (hasKernel('TdDropout')) return tf.engine().runKernel('TdDropout', { x }, { rate, ...key }) as tf.Tensor2D;
  return tf.tidy(() => {
    const mask = uniforms(key, x.size).map((u) => (u < rate ? 0 : 1 / (1 - rate)));
    return x.mul(tf.tensor2d(mask, x.shape));
  });
}

const sizeFields = { ...keyFields, threshold: 'u32', scale: 'f32' } as const;

/** Compares integers, so that no rounding of the rate to float32 moves a unit to the other side. */
function dropoutProgram(packing: Packing): GpuProgram<'y', 'x', keyof typeof sizeFields> {
  const type = vectorType(packing);
  const integers = packing === 4 ? 'vec4<u32>' : 'u32';
  return {
    key: `dropout ${packing}`,
    outputs: { y: type }, inputs: { x: type }, sizes: sizeFields,
    code: () => `${hashCode}
fn run(index: u32) {
  let lanes = ${drawn(packing)};
  y[index] = x[index] * select(${type}(sizes.scale), ${type}(0.0), (lanes >> ${integers}(8u)) < ${integers}(sizes.threshold));
}`,
  };
}

/** Input x; attrs seed, step, stream, rate. */
const dropoutKernel: GpuKernel = {
  kernelName: 'TdDropout',
  create: () => ({ inputs, attrs, backend: anyBackend }) => {
    const backend = anyBackend as WebGPUBackend;
    const { x } = inputs as { x: tf.TensorInfo };
    const { rate, seed, step, stream } = attrs as unknown as DropoutKey;
    const y = allocate(backend, x.shape);
    const size = tf.util.sizeFromShape(x.shape);
    const packing = packingOf(size);
    runProgram(backend, dropoutProgram(packing), {
      outputs: { y }, inputs: { x }, threads: size / packing, volatile: true,
      sizes: { seed, step, stream, threshold: Math.ceil(rate * 0x1000000), scale: 1 / (1 - rate) },
    });
    return y;
  },
};

export const dropoutKernels: GpuKernel[] = [dropoutKernel];

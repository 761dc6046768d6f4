// Uniform random numbers as tensors. On WebGPU they are drawn there and nothing is uploaded:
// src/random.ts hashes counters, and the same hash in WGSL gives the same numbers, bit for bit.

import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { uniforms, type RandomKey } from '../random';
import { allocate, hasKernel, runProgram, type GpuKernel, type GpuProgram } from './gpuProgram';
import { packingOf, vectorType, type Packing } from './wgsl';

/** `uniforms` of src/random.ts in the given shape: in [0, 1), multiples of 2^-24. */
export function uniformTensor<R extends tf.Rank>(key: RandomKey, shape: tf.ShapeMap[R]): tf.Tensor<R> {
  if (hasKernel('TdUniforms')) {
    return tf.engine().runKernel('TdUniforms', {}, { ...key, shape }) as tf.Tensor<R>;
  }
  return tf.tensor(uniforms(key, tf.util.sizeFromShape(shape)), shape);
}

/** The fields of `sizes` that `hashCode` reads. */
export const keyFields = { seed: 'u32', step: 'u32', stream: 'u32' } as const;

/** `pcg4d(block)`: the four integers behind the numbers 4 block to 4 block + 3. */
export const hashCode = `
fn mixed(lanes: vec4<u32>) -> vec4<u32> {
  var v = lanes;
  v.x += v.y * v.w;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v.w += v.y * v.z;
  return v;
}
fn pcg4d(block: u32) -> vec4<u32> {
  let v = mixed(vec4<u32>(sizes.seed, sizes.step, sizes.stream, block) * 1664525u + 1013904223u);
  return mixed(v ^ (v >> vec4<u32>(16u)));
}`;

/** The integer behind the thread's number, or four of them. */
export const drawn = (packing: Packing) => (packing === 4 ? 'pcg4d(index)' : 'pcg4d(index / 4u)[index % 4u]');

function uniformProgram(packing: Packing): GpuProgram<'numbers', never, keyof typeof keyFields> {
  const type = vectorType(packing);
  return {
    key: `uniforms ${packing}`,
    outputs: { numbers: type }, inputs: {}, sizes: keyFields,
    code: () => `${hashCode}
fn run(index: u32) {
  let lanes = ${drawn(packing)};
  numbers[index] = ${type}(lanes >> ${packing === 4 ? 'vec4<u32>(8u)' : '8u'}) * ${1 / 0x1000000};
}`,
  };
}

/** No inputs; attrs seed, step, stream, shape. */
const uniformKernel: GpuKernel = {
  kernelName: 'TdUniforms',
  create: () => ({ attrs, backend: anyBackend }) => {
    const backend = anyBackend as WebGPUBackend;
    const { shape, seed, step, stream } = attrs as unknown as RandomKey & { shape: number[] };
    const numbers = allocate(backend, shape);
    const size = tf.util.sizeFromShape(shape);
    const packing = packingOf(size);
    runProgram(backend, uniformProgram(packing), {
      outputs: { numbers }, inputs: {}, sizes: { seed, step, stream }, threads: size / packing, volatile: true,
    });
    return numbers;
  },
};

export const randomNumberKernels: GpuKernel[] = [uniformKernel];

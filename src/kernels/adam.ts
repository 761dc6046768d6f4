// Adam's arithmetic (Kingma and Ba, Algorithm 1) for all variables of a group. On WebGPU each
// variable and its two moments are changed in place, one dispatch per variable, and the numbers of
// the update are written once into a small tensor that all of them read; elsewhere it is composed
// of tfjs ops.

import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { allocate, hasKernel, runProgram, type GpuKernel, type GpuProgram } from './gpuProgram';
import { packingOf, vectorType, type Packing } from './wgsl';

const beta1 = 0.9;
const beta2 = 0.999;
/** PyTorch's default; tfjs's would be 1e-7. */
const epsilon = 1e-8;

/** Variables and their running means of the gradient and of its square, alike in order and shapes. */
export interface AdamVariables {
  variables: tf.Variable[];
  firstMoments: tf.Variable[];
  secondMoments: tf.Variable[];
}

/** What differs from one update to the next: the bias corrections and the learning rate. */
interface AdamFactors {
  /** learningRate / (1 - beta1^t) */
  rate: number;
  /** 1 / sqrt(1 - beta2^t) */
  secondCorrection: number;
}

/**
 * Update number t of all variables.
 * @param gradients one per variable, of its shape
 */
export function adamUpdate(
  group: AdamVariables, gradients: tf.Tensor[], { learningRate, t }: { learningRate: number; t: number },
): void {
  const factors = { rate: learningRate / (1 - beta1 ** t), secondCorrection: 1 / Math.sqrt(1 - beta2 ** t) };
  if (hasKernel('TdAdam')) fusedUpdate(group, gradients, factors);
  else group.variables.forEach((_, i) => composedUpdate(group, i, { gradient: gradients[i]!, ...factors }));
}

function composedUpdate(
  { variables, firstMoments, secondMoments }: AdamVariables, i: number,
  { gradient, rate, secondCorrection }: AdamFactors & { gradient: tf.Tensor },
): void {
  tf.tidy(() => {
    const first = firstMoments[i]!.mul(beta1).add(gradient.mul(1 - beta1));
    const second = secondMoments[i]!.mul(beta2).add(gradient.square().mul(1 - beta2));
    variables[i]!.assign(variables[i]!.sub(first.mul(rate).div(second.sqrt().mul(secondCorrection).add(epsilon))));
    firstMoments[i]!.assign(first);
    secondMoments[i]!.assign(second);
  });
}

function fusedUpdate({ variables, firstMoments, secondMoments }: AdamVariables, gradients: tf.Tensor[], factors: AdamFactors): void {
  const changed = [...variables, ...firstMoments, ...secondMoments];
  changed.forEach(ownBuffer);
  tf.engine().runKernel('TdAdam', [...changed, ...gradients] as unknown as tf.NamedTensorMap, { ...factors });
}

/** A clone shares a variable's buffer and must keep its values: then the variable gets a buffer of its own. */
function ownBuffer(variable: tf.Variable): void {
  if (tf.engine().backend.refCount(variable.dataId) > 1) tf.tidy(() => variable.assign(variable.mul(1)));
}

const factorsProgram: GpuProgram<'factors', never, keyof AdamFactors> = {
  key: 'adam factors',
  outputs: { factors: 'f32' }, inputs: {}, sizes: { rate: 'f32', secondCorrection: 'f32' },
  code: () => `
fn run(index: u32) {
  factors[0] = sizes.rate;
  factors[1] = sizes.secondCorrection;
}`,
};

function updateProgram(packing: Packing): GpuProgram<'value' | 'first' | 'second', 'gradient' | 'factors', never> {
  const type = vectorType(packing);
  return {
    key: `adam ${packing}`,
    outputs: { value: type, first: type, second: type }, inputs: { gradient: type, factors: 'f32' }, sizes: {},
    code: () => `
fn run(index: u32) {
  let g = gradient[index];
  let m = first[index] * ${beta1} + g * ${1 - beta1};
  let v = second[index] * ${beta2} + g * g * ${1 - beta2};
  first[index] = m;
  second[index] = v;
  value[index] -= m * factors[0] / (sqrt(v) * factors[1] + ${epsilon});
}`,
  };
}

/** Inputs: all variables, first moments, second moments, gradients, one after the other; returns nothing. */
const fused: GpuKernel = {
  kernelName: 'TdAdam',
  create: () => ({ inputs, attrs, backend: anyBackend }) => {
    const backend = anyBackend as WebGPUBackend;
    const tensors = inputs as unknown as tf.TensorInfo[];
    const count = tensors.length / 4;
    const factors = allocate(backend, [2]);
    runProgram(backend, factorsProgram, {
      outputs: { factors }, inputs: {}, sizes: attrs as unknown as AdamFactors, threads: 1, volatile: true,
    });
    for (let i = 0; i < count; i++) {
      const [value, first, second, gradient] = [0, 1, 2, 3].map((k) => tensors[k * count + i]!) as
        [tf.TensorInfo, tf.TensorInfo, tf.TensorInfo, tf.TensorInfo];
      const size = tf.util.sizeFromShape(value.shape);
      const packing = packingOf(size);
      runProgram(backend, updateProgram(packing), {
        outputs: { value, first, second }, inputs: { gradient, factors }, sizes: {}, threads: size / packing, work: 12 * size,
      });
    }
    backend.disposeData(factors.dataId);
    return [];
  },
};

export const adamKernels: GpuKernel[] = [fused];

// The two losses that compare images or feature maps, each with its gradient in the same call: the
// mean absolute and the mean squared difference. On WebGPU one pass over both tensors writes the
// gradient and sums of slices, which are then added; elsewhere they are composed of tfjs ops.

import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { allocate, hasKernel, runProgram, type GpuKernel, type GpuProgram } from './gpuProgram';
import { addSlices } from './sliceSums';
import { components, packingOf, pairwiseSum, upTo, vectorType, type Packing } from './wgsl';

type Kind = 'absolute' | 'squared';

/**
 * Mean absolute difference of each of `weights.length` equal parts of the batch, and the gradient
 * by x of their sum so weighted. Where both are equal the gradient is 0, as in PyTorch.
 * @returns losses [weights.length], not weighted
 */
export function absoluteDifference(
  x: tf.Tensor4D, target: tf.Tensor4D, weights: number[],
): { losses: tf.Tensor1D; gradient: tf.Tensor4D } {
  if (hasKernel('TdDifference')) {
    const [losses, gradient] = fusedDifference(x, target, { kind: 'absolute', weights });
    return { losses: losses as tf.Tensor1D, gradient };
  }
  return tf.tidy(() => {
    const parts = weights.length;
    const difference = x.sub(target).reshape([parts, -1]);
    const slopes = tf.tensor2d(weights.map((weight) => (weight * parts) / x.size), [parts, 1]);
    return { losses: difference.abs().mean(1), gradient: difference.sign().mul(slopes).reshape(x.shape) };
  });
}

/** Mean squared difference, not weighted, and its gradient by x times `weight`. */
export function squaredDifference(
  x: tf.Tensor4D, target: tf.Tensor4D, weight: number,
): { loss: tf.Scalar; gradient: tf.Tensor4D } {
  if (hasKernel('TdDifference')) {
    const [loss, gradient] = fusedDifference(x, target, { kind: 'squared', weights: [weight] });
    return { loss: loss as tf.Scalar, gradient };
  }
  return tf.tidy(() => {
    const difference: tf.Tensor4D = x.sub(target);
    return { loss: difference.square().mean(), gradient: difference.mul((2 * weight) / x.size) };
  });
}

interface DifferenceAttrs {
  kind: Kind;
  /** One per equal part of the batch. */
  weights: number[];
}

function fusedDifference(x: tf.Tensor4D, target: tf.Tensor4D, attrs: DifferenceAttrs): [tf.Tensor, tf.Tensor4D] {
  return tf.engine().runKernel('TdDifference', { x, target }, { ...attrs }) as tf.Tensor[] as [tf.Tensor, tf.Tensor4D];
}

/** How a slope field of a part is named. */
const slopeOf = (part: number) => `slope${part}`;

/** Thread `lane` of a part takes every lanes-th vector of it. `length` counts a part's vectors. */
function differenceProgram(kind: Kind, packing: Packing, parts: number): GpuProgram<'sums' | 'gradient', 'x' | 'original'> {
  const type = vectorType(packing);
  const slopes = upTo(parts).map(slopeOf);
  return {
    key: `difference ${kind} ${packing} ${parts}`,
    // Not `target`, which WGSL reserves.
    outputs: { sums: 'f32', gradient: type }, inputs: { x: type, original: type },
    sizes: { lanes: 'u32', length: 'u32', ...Object.fromEntries(slopes.map((name) => [name, 'f32' as const])) },
    code: () => `
fn run(index: u32) {
  let part = index / sizes.lanes;
  let lane = index % sizes.lanes;
  var slopes = array<f32, ${parts}>(${slopes.map((name) => `sizes.${name}`).join(', ')});
  let slope = slopes[part];
  var total = ${type}(0.0);
  for (var i = lane; i < sizes.length; i += sizes.lanes) {
    let at = part * sizes.length + i;
    let difference = x[at] - original[at];
    total += ${kind === 'absolute' ? 'abs(difference)' : 'difference * difference'};
    gradient[at] = ${kind === 'absolute' ? 'sign(difference)' : 'difference'} * slope;
  }
  sums[lane * ${parts}u + part] = ${pairwiseSum(components(packing).map((component) => `total${component}`))};
}`,
  };
}

/** Vectors that one thread sums at most. */
const longestSum = 64;

/** Inputs x, target; returns the losses, a scalar where they are squared, and the gradient by x. */
const difference: GpuKernel = {
  kernelName: 'TdDifference',
  create: () => ({ inputs, attrs, backend: anyBackend }) => {
    const backend = anyBackend as WebGPUBackend;
    const { x, target } = inputs as { x: tf.TensorInfo; target: tf.TensorInfo };
    const { kind, weights } = attrs as unknown as DifferenceAttrs;
    const parts = weights.length;
    const partSize = x.shape.reduce((product, side) => product * side, 1) / parts;
    const packing = packingOf(partSize);
    const length = partSize / packing;
    const lanes = Math.ceil(Math.max(length / longestSum, Math.sqrt(length)));
    const gradient = allocate(backend, x.shape);
    const sums = allocate(backend, [lanes, parts]);
    const slopes = weights.map((weight) => ((kind === 'squared' ? 2 : 1) * weight) / partSize);
    runProgram(backend, differenceProgram(kind, packing, parts), {
      outputs: { sums, gradient }, inputs: { x, original: target }, threads: lanes * parts, work: 4 * partSize * parts,
      sizes: { lanes, length, ...Object.fromEntries(slopes.map((slope, part) => [slopeOf(part), slope])) },
    });
    return [addSlices(backend, sums, { shape: kind === 'squared' ? [] : [parts], scale: 1 / partSize }), gradient];
  },
};

export const differenceKernels: GpuKernel[] = [difference];

// The small steps between convolutions that the explicit training step repeats most, each one
// function, so that a GPU can do it in one pass. Composed of tfjs ops for every backend; WebGPU has
// kernels of its own.

import * as tf from '@tensorflow/tfjs';
import { hasKernel } from './gpuProgram';

/** The result of a kernel of this project, or null where the backend has none. */
function fused<Result>(kernelName: string, inputs: Record<string, tf.Tensor>, attrs: Record<string, number | number[]> = {}): Result | null {
  return hasKernel(kernelName) ? tf.engine().runKernel(kernelName, inputs, { scale: 1, ...attrs }) as Result : null;
}

/** dy where y > 0 and 0 elsewhere: a ReLU's gradient, given its output. */
export function maskedGradient(dy: tf.Tensor4D, y: tf.Tensor4D): tf.Tensor4D {
  return fused<tf.Tensor4D>('TdMaskedGradient', { dy, y }) ?? tf.tidy(() => dy.mul(y.step()));
}

/** relu(z + bias), bias [C] */
export function biasRelu(z: tf.Tensor4D, bias: tf.Tensor1D): tf.Tensor4D {
  return fused<tf.Tensor4D>('TdBiasRelu', { z, bias }) ?? tf.tidy(() => z.add<tf.Tensor4D>(bias).relu());
}

/** x + relu(z + bias), bias [C] */
export function addBiasRelu(x: tf.Tensor4D, z: tf.Tensor4D, bias: tf.Tensor1D): tf.Tensor4D {
  return fused<tf.Tensor4D>('TdAddBiasRelu', { x, z, bias }) ?? tf.tidy(() => x.add(z.add(bias).relu()));
}

/** dy where z + bias > 0 and 0 elsewhere: the gradient of `addBiasRelu` by z. */
export function biasReluGradient(dy: tf.Tensor4D, z: tf.Tensor4D, bias: tf.Tensor1D): tf.Tensor4D {
  return fused<tf.Tensor4D>('TdBiasReluGradient', { dy, z, bias }) ?? tf.tidy(() => dy.mul(z.add(bias).step()));
}

/** relu(x + scale (z + bias)), bias [C] */
export function scaledResidualRelu(
  x: tf.Tensor4D, z: tf.Tensor4D, { bias, scale }: { bias: tf.Tensor1D; scale: number },
): tf.Tensor4D {
  return fused<tf.Tensor4D>('TdScaledResidualRelu', { x, z, bias }, { scale })
    ?? tf.tidy(() => x.add<tf.Tensor4D>(z.add(bias).mul(scale)).relu());
}

/** Gradients of `scaledResidualRelu` by x and by z, given its output y. */
export function scaledResidualGradient(
  dy: tf.Tensor4D, y: tf.Tensor4D, scale: number,
): { dx: tf.Tensor4D; dz: tf.Tensor4D } {
  const found = fused<[tf.Tensor4D, tf.Tensor4D]>('TdScaledResidualGradient', { dy, y }, { scale });
  if (found) return { dx: found[0], dz: found[1] };
  const dx = maskedGradient(dy, y);
  return { dx, dz: dx.mul(scale) };
}

/** The gradient of a sigmoid, given its output y. */
export function sigmoidGradient(dy: tf.Tensor4D, y: tf.Tensor4D): tf.Tensor4D {
  return fused<tf.Tensor4D>('TdSigmoidGradient', { dy, y }) ?? tf.tidy(() => dy.mul(y.sub(y.square())));
}

/** Sums over all but the channels, [N,H,W,C] -> [C]: a bias's gradient. */
export function channelSums(dy: tf.Tensor4D): tf.Tensor1D {
  return fused<tf.Tensor1D>('TdChannelSums', { x: dy }) ?? dy.sum([0, 1, 2]);
}

/** Maps of one size side by side: [N,H,W,a], [N,H,W,b] ... -> [N,H,W,a + b ...]. */
export function joinChannels(parts: tf.Tensor4D[]): tf.Tensor4D {
  const named = Object.fromEntries(parts.map((part, i) => [`part${i}`, part]));
  return fused<tf.Tensor4D>('TdJoinChannels', named) ?? tf.concat(parts, 3);
}

/** The inverse of `joinChannels`, and its gradient: `widths` are the channels of each part. */
export function splitChannels(joined: tf.Tensor4D, widths: number[]): tf.Tensor4D[] {
  return fused<tf.Tensor4D[]>('TdSplitChannels', { joined }, { widths }) ?? tf.split(joined, widths, 3);
}

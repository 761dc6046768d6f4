// The two losses that compare images or feature maps, each with its gradient in the same call: the
// mean absolute and the mean squared difference. Composed of tfjs ops, so they run on every backend.

import * as tf from '@tensorflow/tfjs';

/**
 * Mean absolute difference of each of `weights.length` equal parts of the batch, and the gradient
 * by x of their sum so weighted. Where both are equal the gradient is 0, as in PyTorch.
 * @returns losses [weights.length], not weighted
 */
export function absoluteDifference(
  x: tf.Tensor4D, target: tf.Tensor4D, weights: number[],
): { losses: tf.Tensor1D; gradient: tf.Tensor4D } {
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
  return tf.tidy(() => {
    const difference: tf.Tensor4D = x.sub(target);
    return { loss: difference.square().mean(), gradient: difference.mul((2 * weight) / x.size) };
  });
}

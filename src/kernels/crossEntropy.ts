// Cross entropy on logits with its gradient in the same call: softmax minus the label's one-hot
// vector. Composed of tfjs ops, so it runs on every backend.

import * as tf from '@tensorflow/tfjs';

/**
 * @param logits [N,classes]
 * @param labels [N] int32, 0 <= label < classes
 * @returns the loss averaged over the batch, not weighted, and its gradient by the logits times `weight`
 */
export function crossEntropy(
  logits: tf.Tensor2D, labels: tf.Tensor1D, weight: number,
): { loss: tf.Scalar; dLogits: tf.Tensor2D } {
  return tf.tidy(() => {
    const target = tf.oneHot(labels, logits.shape[1]).toFloat();
    const logProbabilities = tf.logSoftmax(logits);
    return {
      loss: logProbabilities.mul(target).sum(1).mean().neg().asScalar(),
      dLogits: logProbabilities.exp().sub<tf.Tensor2D>(target).mul(weight / logits.shape[0]),
    };
  });
}

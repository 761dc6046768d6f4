// The paper's losses, one pure function per term, each a scalar mean. Weights are applied where the
// terms are summed (objectives.ts), never here.

import * as tf from '@tensorflow/tfjs';

/**
 * Cross entropy on logits, averaged over the batch: the classification losses of M_ER, D_f and
 * D_e, and both terms of Eq. 6 when fed with a generated image's logits.
 * @param logits [N,classes]
 * @param labels [N] int32, 0 <= label < classes
 */
export function classificationLoss(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Scalar {
  return tf.tidy(() => {
    const target = tf.oneHot(labels, logits.shape[1]).toFloat();
    return tf.logSoftmax(logits).mul(target).sum(1).mean().neg().asScalar();
  });
}

/**
 * One term of the dual image consistency loss (Eq. 7): the mean absolute difference of an image
 * and the one drawn again. The gradient where both are equal is 0, as in PyTorch (tfjs's abs says -1).
 */
export function dualImageConsistencyLoss(again: tf.Tensor4D, original: tf.Tensor4D): tf.Scalar {
  const op = tf.customGrad((...args) => {
    const save = args.pop() as unknown as (tensors: tf.Tensor[]) => void;
    const [a, b] = args as unknown as [tf.Tensor4D, tf.Tensor4D];
    const difference = a.sub(b);
    save([difference]);
    return {
      value: difference.abs().mean(),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const slope = saved[0]!.sign().mul(dy.div(a.size));
        return [slope, slope.neg()];
      },
    };
  });
  return op(again, original) as tf.Scalar;
}

/** Eq. 8: mean squared difference of D_f's features of the generated and of the real face. */
export function perceptualLoss(generatedFeatures: tf.Tensor4D, realFeatures: tf.Tensor4D): tf.Scalar {
  return tf.tidy(() => generatedFeatures.sub(realFeatures).square().mean().asScalar());
}

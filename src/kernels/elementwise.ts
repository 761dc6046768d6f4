// The small steps between convolutions that the explicit training step repeats most, each one
// function, so that a GPU can do it in one pass. Composed of tfjs ops, so they run on every backend.

import * as tf from '@tensorflow/tfjs';

/** dy where y > 0 and 0 elsewhere, times `scale`: a ReLU's gradient, given its output. */
export function maskedGradient(dy: tf.Tensor4D, y: tf.Tensor4D, scale = 1): tf.Tensor4D {
  return tf.tidy(() => {
    const masked: tf.Tensor4D = dy.mul(y.step());
    return scale === 1 ? masked : masked.mul(scale);
  });
}

/** relu(z + bias), bias [C] */
export function biasRelu(z: tf.Tensor4D, bias: tf.Tensor1D): tf.Tensor4D {
  return tf.tidy(() => z.add<tf.Tensor4D>(bias).relu());
}

/** x + relu(z + bias), bias [C] */
export function addBiasRelu(x: tf.Tensor4D, z: tf.Tensor4D, bias: tf.Tensor1D): tf.Tensor4D {
  return tf.tidy(() => x.add(z.add(bias).relu()));
}

/** dy where z + bias > 0 and 0 elsewhere: the gradient of `addBiasRelu` by z. */
export function biasReluGradient(dy: tf.Tensor4D, z: tf.Tensor4D, bias: tf.Tensor1D): tf.Tensor4D {
  return tf.tidy(() => dy.mul(z.add(bias).step()));
}

/** relu(x + scale (z + bias)), bias [C] */
export function scaledResidualRelu(
  x: tf.Tensor4D, z: tf.Tensor4D, { bias, scale }: { bias: tf.Tensor1D; scale: number },
): tf.Tensor4D {
  return tf.tidy(() => x.add<tf.Tensor4D>(z.add(bias).mul(scale)).relu());
}

/** The gradient of a sigmoid, given its output y. */
export function sigmoidGradient(dy: tf.Tensor4D, y: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => dy.mul(y.sub(y.square())));
}

/** Sums over all but the channels, [N,H,W,C] -> [C]: a bias's gradient. */
export function channelSums(dy: tf.Tensor4D): tf.Tensor1D {
  return dy.sum([0, 1, 2]);
}

// Dropout whose mask is a function of a key and the unit's index alone. So the mask need not be
// kept: the gradient is dropout of dy under the same key, on the tape as off it.

import * as tf from '@tensorflow/tfjs';
import { uniforms, type RandomKey } from '../random';

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
  return tf.tidy(() => {
    const mask = uniforms(key, x.size).map((u) => (u < rate ? 0 : 1 / (1 - rate)));
    return x.mul(tf.tensor2d(mask, x.shape));
  });
}

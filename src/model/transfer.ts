// The transfer: the person of one image with the expression of another.

import * as tf from '@tensorflow/tfjs';
import { decode } from './decoder';
import { encode } from './encoder';
import type { Tdgan } from './tdgan';

/**
 * @param faces, expressions [N,S,S,C] in [0, 1]
 * @param noise [N,S/16,S/16,noiseChannels]
 * @returns I_g = G(I_f, I_e), [N,S,S,C] in (0, 1)
 */
export function transfer(
  model: Tdgan, { faces, expressions, noise }: { faces: tf.Tensor4D; expressions: tf.Tensor4D; noise: tf.Tensor4D },
): tf.Tensor4D {
  return tf.tidy(() => decode(model.decoder, {
    expressionFeatures: encode(model.expressionEncoder, expressions), faceFeatures: encode(model.faceEncoder, faces), noise,
  }));
}

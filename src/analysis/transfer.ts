// A transfer together with what it is measured against: the same face drawn without any change.

import * as tf from '@tensorflow/tfjs';
import { decode } from '../model/decoder';
import { encode } from '../model/encoder';
import type { Tdgan } from '../model/tdgan';

/**
 * @param faces, expressions [N,S,S,C] in [0, 1]
 * @param noise [N,S/16,S/16,noiseChannels], the same for both drawings
 * @returns G(I_f, I_e) and G(I_f, I_f), [N,S,S,C] each
 */
export function transferAndReconstruct(
  model: Tdgan, { faces, expressions, noise }: { faces: tf.Tensor4D; expressions: tf.Tensor4D; noise: tf.Tensor4D },
): { generated: tf.Tensor4D; reconstructed: tf.Tensor4D } {
  return tf.tidy(() => {
    const faceFeatures = encode(model.faceEncoder, faces);
    const draw = (images: tf.Tensor4D) => decode(model.decoder, { faceFeatures, expressionFeatures: encode(model.expressionEncoder, images), noise });
    return { generated: draw(expressions), reconstructed: draw(faces) };
  });
}

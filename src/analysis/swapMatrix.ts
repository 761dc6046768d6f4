// Every face with every expression, and one transfer drawn back (Eq. 7): two ways to see whether
// identity comes through the face branch alone and expression through the expression branch alone.

import * as tf from '@tensorflow/tfjs';
import { decode } from '../model/decoder';
import { classify } from '../model/denseHead';
import { encode } from '../model/encoder';
import type { Tdgan } from '../model/tdgan';
import { transfer } from '../model/transfer';

/** One face in all expressions. */
export type SwapRow = {
  /** I_g, [M,S,S,C] */
  images: tf.Tensor4D;
  /** D_e and M_ER on I_g, [M,expressionClasses] */
  discriminatorLogits: tf.Tensor2D;
  classifierLogits: tf.Tensor2D;
  /** D_f's features of I_g, [M,S/16,S/16,128w], and of the face image, [1,...] */
  features: tf.Tensor4D;
  faceFeatures: tf.Tensor4D;
};

/**
 * @param faces [N,S,S,C], expressions [M,S,S,C], in [0, 1]
 * @param noise [1,S/16,S/16,noiseChannels], the same for every cell
 * @returns one row per face; row by row, because a whole matrix at once would not fit a small GPU
 */
export function swapRows(
  model: Tdgan, { faces, expressions, noise }: { faces: tf.Tensor4D; expressions: tf.Tensor4D; noise: tf.Tensor4D },
): SwapRow[] {
  return tf.tidy(() => {
    const count = expressions.shape[0];
    const expressionFeatures = encode(model.expressionEncoder, expressions);
    const noises = noise.tile<tf.Tensor4D>([count, 1, 1, 1]);
    return tf.split<tf.Tensor4D>(faces, faces.shape[0], 0).map((face) => tf.tidy(() => {
      const faceFeatures = encode(model.faceEncoder, face).tile<tf.Tensor4D>([count, 1, 1, 1]);
      const images = decode(model.decoder, { expressionFeatures, faceFeatures, noise: noises });
      return {
        images,
        discriminatorLogits: classify(model.expressionDiscriminator.head, encode(model.expressionDiscriminator.encoder, images)),
        classifierLogits: classify(model.expressionClassifier, encode(model.expressionEncoder, images)),
        features: encode(model.faceDiscriminator.encoder, images),
        faceFeatures: encode(model.faceDiscriminator.encoder, face),
      };
    }));
  });
}

/**
 * The images of Eq. 7: I_g = G(I_f, I_e), the face drawn again G(I_g, I_f), the expression image drawn again G(I_e, I_g).
 * @param face, expression [1,S,S,C] in [0, 1]
 * @param noise [1,S/16,S/16,noiseChannels], the same for all three
 */
export function drawAgain(
  model: Tdgan, { face, expression, noise }: { face: tf.Tensor4D; expression: tf.Tensor4D; noise: tf.Tensor4D },
): { generated: tf.Tensor4D; faceAgain: tf.Tensor4D; expressionAgain: tf.Tensor4D } {
  return tf.tidy(() => {
    const draw = (faces: tf.Tensor4D, expressions: tf.Tensor4D) => transfer(model, { faces, expressions, noise });
    const generated = draw(face, expression);
    return { generated, faceAgain: draw(generated, face), expressionAgain: draw(expression, generated) };
  });
}

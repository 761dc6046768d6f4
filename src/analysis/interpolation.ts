// Interpolation in feature space, the paper's way to see the separation: hold the face and walk
// between two d_e, hold the expression and walk between two d_f, or both at once. All cells share
// one noise map; otherwise the noise would move the picture too.

import * as tf from '@tensorflow/tfjs';
import { decode } from '../model/decoder';
import type { Tdgan } from '../model/tdgan';

/** (1 - alpha) a + alpha b; alpha outside [0, 1] extrapolates. */
export function mixFeatures(a: tf.Tensor4D, b: tf.Tensor4D, alpha: number): tf.Tensor4D {
  return tf.tidy(() => a.mul(1 - alpha).add<tf.Tensor4D>(b.mul(alpha)));
}

/**
 * The grid of both walks: rows follow the face axis, columns the expression axis.
 * @param faceFeatures d_f of one or two images, [1 or 2,S/16,S/16,128w]; with one image its alphas are [0]
 * @param expressionFeatures d_e, likewise
 * @param noise [1,S/16,S/16,noiseChannels], the same for every cell
 * @returns [rows * columns,S,S,C]
 */
export function interpolationGrid(
  model: Tdgan,
  { faceFeatures, expressionFeatures, noise, faceAlphas, expressionAlphas }:
  { faceFeatures: tf.Tensor4D; expressionFeatures: tf.Tensor4D; noise: tf.Tensor4D; faceAlphas: number[]; expressionAlphas: number[] },
): tf.Tensor4D {
  return tf.tidy(() => {
    const count = expressionAlphas.length;
    const columns = tf.concat(walk(expressionFeatures, expressionAlphas), 0);
    const noises = noise.tile<tf.Tensor4D>([count, 1, 1, 1]);
    // Row by row: a whole grid at once would not fit a small GPU.
    const rows = walk(faceFeatures, faceAlphas).map((features) =>
      decode(model.decoder, { expressionFeatures: columns, faceFeatures: features.tile([count, 1, 1, 1]), noise: noises }));
    return tf.concat(rows, 0);
  });
}

/** The features at each alpha between the first and the last image. */
function walk(features: tf.Tensor4D, alphas: number[]): tf.Tensor4D[] {
  const first = features.slice(0, 1);
  const last = features.slice(features.shape[0] - 1, 1);
  return alphas.map((alpha) => mixFeatures(first, last, alpha));
}

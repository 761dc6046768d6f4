// How much a series of pictures of one scene differ: drawn with other noise, or with other expression
// images. Surprise: the decoder draws a series in small batches, since a long one at once would not fit
// a small GPU.

import * as tf from '@tensorflow/tfjs';
import { decode, type DecoderInput } from '../model/decoder';
import type { Tdgan } from '../model/tdgan';

/** Pictures that the decoder draws at once. */
const batch = 8;

/**
 * One picture per row of what varies; what does not vary has one row.
 * @param input d_e and d_f, [K or 1,S/16,S/16,128w], and d_n, [K or 1,S/16,S/16,noiseChannels]
 * @returns [K,S,S,C] in (0, 1)
 */
export function drawSeries(model: Tdgan, { expressionFeatures, faceFeatures, noise }: DecoderInput): tf.Tensor4D {
  const count = Math.max(expressionFeatures.shape[0], faceFeatures.shape[0], noise.shape[0]);
  return tf.tidy(() => {
    const drawn: tf.Tensor4D[] = [];
    for (let from = 0; from < count; from += batch) {
      const size = Math.min(batch, count - from);
      const rows = (all: tf.Tensor4D) => (all.shape[0] === 1 ? all.tile<tf.Tensor4D>([size, 1, 1, 1]) : all.slice(from, size));
      drawn.push(decode(model.decoder, { expressionFeatures: rows(expressionFeatures), faceFeatures: rows(faceFeatures), noise: rows(noise) }));
    }
    return tf.concat(drawn, 0);
  });
}

/**
 * Value by value over the K pictures of `images`, [K,...]: the mean and the standard deviation (of these
 * pictures: the squares are divided by K), and over all of them the mean distance from that mean.
 */
export function spreadOf(images: Float32Array, count: number): { mean: Float32Array; deviation: Float32Array; meanDeviation: number } {
  const length = images.length / count;
  const mean = new Float32Array(length);
  const deviation = new Float32Array(length);
  let distance = 0;
  for (let at = 0; at < length; at++) {
    let sum = 0;
    for (let k = 0; k < count; k++) sum += images[k * length + at]!;
    const center = sum / count;
    let squares = 0;
    for (let k = 0; k < count; k++) {
      const off = images[k * length + at]! - center;
      squares += off * off;
      distance += Math.abs(off);
    }
    mean[at] = center;
    deviation[at] = Math.sqrt(squares / count);
  }
  return { mean, deviation, meanDeviation: distance / images.length };
}

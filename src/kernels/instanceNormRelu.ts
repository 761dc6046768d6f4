// Instance norm followed by ReLU, as one differentiable op with a hand-written gradient: it keeps
// its input, its output and two numbers per map instead of a dozen full-size intermediates on the
// tape. `instanceNormReluOracle` is the same op left to the tape; tests hold one against the other.

import * as tf from '@tensorflow/tfjs';

/** Gain and offset per channel, each [C]; absent where the norm has none. */
export interface Affine {
  gain: tf.Tensor1D;
  offset: tf.Tensor1D;
}

/**
 * relu(gain * (x - mean) / sqrt(variance + epsilon) + offset), mean and (biased) variance taken
 * per sample and channel over height and width, as PyTorch's InstanceNorm2d in training mode.
 * @param x [N,H,W,C]
 * @param epsilon 1e-3 in the encoders, 1e-5 in the decoder
 * @returns [N,H,W,C]
 */
export function instanceNormRelu(x: tf.Tensor4D, affine: Affine | null, epsilon: number): tf.Tensor4D {
  const inputs = affine ? [x, affine.gain, affine.offset] : [x];
  const op = tf.customGrad((...args) => {
    const save = args.pop() as unknown as (tensors: tf.Tensor[]) => void;
    const [input, gain, offset] = args as unknown as [tf.Tensor4D, tf.Tensor1D?, tf.Tensor1D?];
    const mean = mapMean(input); // [N,1,1,C]
    const centered: tf.Tensor4D = input.sub(mean);
    const inverseDeviation = mapMean(tf.square(centered)).add(epsilon).rsqrt(); // [N,1,1,C]
    const scale = gain ? inverseDeviation.mul(gain) : inverseDeviation;
    const scaled = centered.mul(scale);
    const value: tf.Tensor = (offset ? scaled.add(offset) : scaled).relu();
    save([input, value, mean, inverseDeviation, scale]);
    return { value, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => gradient(dy as tf.Tensor4D, saved, affine !== null) };
  });
  return op(...inputs) as tf.Tensor4D;
}

/**
 * Mean of each map, [N,H,W,C] -> [N,1,1,C], as a cascade of small means: a plain float32 sum over
 * the 16,384 pixels of a large map is off by 1e-5, twenty norms amplify that, and PyTorch sums in
 * double. Pooling also spares the transposition that tfjs's own mean over inner axes costs.
 */
function mapMean(x: tf.Tensor4D): tf.Tensor4D {
  const [, height, width] = x.shape;
  const window = [4, 2, 3, 5, 7].find((side) => height % side === 0 && width % side === 0);
  return window ? mapMean(tf.avgPool(x, window, window, 'valid')) : x.mean([1, 2], true);
}

/** [dx] or [dx, dGain, dOffset]. With z = xHat * gain + offset: dx = scale (dz - mean(dz) - xHat mean(dz xHat)). */
function gradient(dy: tf.Tensor4D, saved: tf.Tensor[], affine: boolean): tf.Tensor[] {
  const [x, y, mean, inverseDeviation, scale] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  const dz: tf.Tensor4D = dy.mul(y.step());
  const normalized = x.sub(mean).mul(inverseDeviation);
  const meanDz = mapMean(dz); // [N,1,1,C]
  const meanDzNormalized = mapMean(dz.mul<tf.Tensor4D>(normalized)); // [N,1,1,C]
  const dx = dz.sub(meanDz).sub(normalized.mul(meanDzNormalized)).mul(scale);
  if (!affine) return [dx];
  const pixels = x.shape[1]! * x.shape[2]!;
  return [dx, meanDzNormalized.sum([0, 1, 2]).mul(pixels), meanDz.sum([0, 1, 2]).mul(pixels)];
}

/** What `normReluBackward` takes. */
export interface NormReluGradientInput {
  /** The norm's input, [N,H,W,C]. */
  x: tf.Tensor4D;
  /** Its output, like x. */
  y: tf.Tensor4D;
  /** As `normReluForward` gave them. */
  statistics: tf.Tensor3D;
  /** The gradient of y. */
  dy: tf.Tensor4D;
}

/**
 * instanceNormRelu off the tape.
 * @returns y, and the statistics [N,2,C]: mean and inverse deviation per sample and channel
 */
export function normReluForward(
  x: tf.Tensor4D, affine: Affine | null, epsilon: number,
): { y: tf.Tensor4D; statistics: tf.Tensor3D } {
  return tf.tidy(() => {
    const mean = mapMean(x); // [N,1,1,C]
    const centered: tf.Tensor4D = x.sub(mean);
    const inverseDeviation = mapMean(tf.square(centered)).add<tf.Tensor4D>(epsilon).rsqrt(); // [N,1,1,C]
    const scaled = centered.mul(affine ? inverseDeviation.mul(affine.gain) : inverseDeviation);
    const y: tf.Tensor4D = (affine ? scaled.add(affine.offset) : scaled).relu();
    return { y, statistics: tf.concat([mean, inverseDeviation], 1).reshape([x.shape[0], 2, x.shape[3]]) };
  });
}

/** Gradients of `normReluForward` by its input and, where it has them, by gain and offset (each [C]). */
export function normReluBackward(
  { x, y, statistics, dy }: NormReluGradientInput, affine: Affine | null,
): { dx: tf.Tensor4D; dGain?: tf.Tensor1D; dOffset?: tf.Tensor1D } {
  return tf.tidy(() => {
    const [n, , , channels] = x.shape;
    const [mean, inverseDeviation] = [0, 1].map((row) => statistics.slice([0, row, 0], [n, 1, channels]).reshape([n, 1, 1, channels])) as [tf.Tensor, tf.Tensor];
    const scale = affine ? inverseDeviation.mul(affine.gain) : inverseDeviation;
    const [dx, dGain, dOffset] = gradient(dy, [x, y, mean, inverseDeviation, scale], affine !== null) as [tf.Tensor4D, tf.Tensor1D?, tf.Tensor1D?];
    return { dx, ...(dGain && { dGain }), ...(dOffset && { dOffset }) };
  });
}

/** The same values and gradients through tfjs's own ops and the tape. */
export function instanceNormReluOracle(x: tf.Tensor4D, affine: Affine | null, epsilon: number): tf.Tensor4D {
  const { mean, variance } = tf.moments(x, [1, 2], true);
  const normalized = x.sub(mean).div(variance.add(epsilon).sqrt());
  return (affine ? normalized.mul(affine.gain).add(affine.offset) : normalized).relu() as tf.Tensor4D;
}

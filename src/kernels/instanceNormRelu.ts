// Instance norm followed by ReLU, forward and backward, and as one op for the tape: it keeps its
// input and two numbers per map instead of a dozen full-size intermediates on the tape.
// `instanceNormReluOracle` is the same op left to the tape; tests hold one against the other.

import * as tf from '@tensorflow/tfjs';
import { hasKernel } from './gpuProgram';

/** Gain and offset per channel, each [C]; absent where the norm has none. */
export interface Affine {
  gain: tf.Tensor1D;
  offset: tf.Tensor1D;
}

/** What `normReluForward` gives. */
export interface NormedMaps {
  /** [N,H,W,C], not negative */
  y: tf.Tensor4D;
  /** [N,2,C]: each map's mean, then the inverse of its deviation. */
  statistics: tf.Tensor3D;
}

/** What `normReluBackward` takes. */
export interface NormReluGradientInput {
  /** The norm's input, [N,H,W,C]. */
  x: tf.Tensor4D;
  /** Its output, like x, where it is at hand; else ReLU's mask is found again from x. */
  y?: tf.Tensor4D;
  /** As `normReluForward` gave them. */
  statistics: tf.Tensor3D;
  /** The gradient of y. */
  dy: tf.Tensor4D;
  /** Whether the gradients of gain and offset are wanted; they are where this is absent. */
  wantWeights?: boolean;
}

export interface NormReluGradients {
  /** [N,H,W,C] */
  dx: tf.Tensor4D;
  /** [C]; absent where the norm has no gain and offset or they are not wanted. */
  dGain?: tf.Tensor1D;
  dOffset?: tf.Tensor1D;
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
    const [input, ...parameters] = args as unknown as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D];
    const { y, statistics } = normReluForward(input, affineOf(parameters), epsilon);
    save([input, statistics, ...parameters]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [savedInput, savedStatistics, ...savedParameters] = saved as [tf.Tensor4D, tf.Tensor3D, tf.Tensor1D, tf.Tensor1D];
      const { dx, dGain, dOffset } = normReluBackward(
        { x: savedInput, statistics: savedStatistics, dy: dy as tf.Tensor4D }, affineOf(savedParameters),
      );
      return dGain && dOffset ? [dx, dGain, dOffset] : [dx];
    };
    return { value: y as tf.Tensor, gradFunc };
  });
  return op(...inputs) as tf.Tensor4D;
}

function affineOf([gain, offset]: tf.Tensor1D[]): Affine | null {
  return gain && offset ? { gain, offset } : null;
}

/** instanceNormRelu off the tape. */
export function normReluForward(x: tf.Tensor4D, affine: Affine | null, epsilon: number): NormedMaps {
  if (hasKernel('TdNormReluForward')) {
    const [y, statistics] = tf.engine().runKernel('TdNormReluForward', { x, ...affineInputs(affine) }, { epsilon }) as [tf.Tensor4D, tf.Tensor3D];
    return { y, statistics };
  }
  return tf.tidy(() => {
    const mean = mapMean(x); // [N,1,1,C]
    const inverseDeviation = mapMean(tf.square(x.sub<tf.Tensor4D>(mean))).add<tf.Tensor4D>(epsilon).rsqrt(); // [N,1,1,C]
    const y: tf.Tensor4D = beforeRelu(x, affine, { mean, inverseDeviation }).relu();
    return {
      y,
      statistics: tf.concat([mean, inverseDeviation], 1).reshape<tf.Tensor3D>([x.shape[0], 2, x.shape[3]]),
    };
  });
}

/**
 * Gradients of `normReluForward` by its input and, where it has them, by gain and offset.
 * With z = xHat * gain + offset: dx = scale (dz - mean(dz) - xHat mean(dz xHat)).
 */
export function normReluBackward(
  { x, y, statistics, dy, wantWeights = true }: NormReluGradientInput, affine: Affine | null,
): NormReluGradients {
  if (hasKernel('TdNormReluBackward')) {
    const inputs = { x, dy, statistics, ...affineInputs(affine) };
    const [dx, dGain, dOffset] = tf.engine().runKernel('TdNormReluBackward', inputs, { wantWeights }) as [tf.Tensor4D, tf.Tensor1D?, tf.Tensor1D?];
    return { dx, dGain, dOffset };
  }
  return tf.tidy(() => {
    const [n, height, width, channels] = x.shape;
    const [mean, inverseDeviation] = tf.split(statistics, 2, 1)
      .map((half) => half.reshape([n, 1, 1, channels])) as [tf.Tensor4D, tf.Tensor4D];
    const dz: tf.Tensor4D = dy.mul((y ?? beforeRelu(x, affine, { mean, inverseDeviation })).step());
    const normalized = x.sub(mean).mul(inverseDeviation);
    const meanDz = mapMean(dz); // [N,1,1,C]
    const meanDzNormalized = mapMean(dz.mul<tf.Tensor4D>(normalized)); // [N,1,1,C]
    const scale = affine ? inverseDeviation.mul(affine.gain) : inverseDeviation;
    const dx: tf.Tensor4D = dz.sub(meanDz).sub(normalized.mul(meanDzNormalized)).mul(scale);
    if (!affine || !wantWeights) return { dx };
    const overAll = (mean: tf.Tensor4D) => mean.sum<tf.Tensor1D>([0, 1, 2]).mul<tf.Tensor1D>(height * width);
    return { dx, dGain: overAll(meanDzNormalized), dOffset: overAll(meanDz) };
  });
}

/** A variable among a kernel's inputs stays what it is; a record's other fields must not get there. */
function affineInputs(affine: Affine | null): { gain?: tf.Tensor; offset?: tf.Tensor } {
  return affine ? { gain: affine.gain, offset: affine.offset } : {};
}

/** gain * xHat + offset */
function beforeRelu(
  x: tf.Tensor4D, affine: Affine | null, { mean, inverseDeviation }: { mean: tf.Tensor4D; inverseDeviation: tf.Tensor4D },
): tf.Tensor4D {
  const scaled: tf.Tensor4D = x.sub(mean).mul(affine ? inverseDeviation.mul(affine.gain) : inverseDeviation);
  return affine ? scaled.add(affine.offset) : scaled;
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

/** The same values and gradients through tfjs's own ops and the tape. */
export function instanceNormReluOracle(x: tf.Tensor4D, affine: Affine | null, epsilon: number): tf.Tensor4D {
  const { mean, variance } = tf.moments(x, [1, 2], true);
  const normalized = x.sub(mean).div(variance.add(epsilon).sqrt());
  return (affine ? normalized.mul(affine.gain).add(affine.offset) : normalized).relu() as tf.Tensor4D;
}

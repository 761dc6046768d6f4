// The layers that the networks share: weights as records, forward functions beside them, and how
// fresh weights get their values. Kernels are tfjs's: [k,k,in,out] for convolutions,
// [k,k,out,in] for transposed ones, [in,out] for dense layers.

import * as tf from '@tensorflow/tfjs';
import { instanceNormRelu } from '../kernels/instanceNormRelu';
import { normals, streams, uniforms } from '../random';

export type Kernel4D = tf.Variable<tf.Rank.R4>;
export type Vector = tf.Variable<tf.Rank.R1>;

/** Convolution without bias, instance norm with gain and offset. */
export interface ConvNormRelu {
  kernel: Kernel4D;
  gain: Vector;
  offset: Vector;
}

export interface ConvBias {
  kernel: Kernel4D;
  bias: Vector;
}

export interface Dense {
  kernel: tf.Variable<tf.Rank.R2>;
  bias: Vector;
}

/** Side of a kernel, and channels before and after. */
export interface ConvShape {
  size: number;
  inputs: number;
  outputs: number;
}

/** Hands out initial values; each call draws from a stream of its own, in the order of the calls. */
export interface Initializer {
  uniform(shape: number[], bound: number): tf.Variable;
  normal(shape: number[], deviation: number): tf.Variable;
  constant(shape: number[], value: number): tf.Variable;
}

export function createInitializer(seed: number): Initializer {
  let drawn = 0;
  const key = () => ({ seed, step: 0, stream: streams.initialValues + drawn++ });
  const variable = (values: Float32Array, shape: number[]) => tf.tidy(() => tf.variable(tf.tensor(values, shape)));
  return {
    uniform: (shape, bound) =>
      variable(uniforms(key(), tf.util.sizeFromShape(shape)).map((u) => (2 * u - 1) * bound), shape),
    normal: (shape, deviation) => variable(normals(key(), tf.util.sizeFromShape(shape), deviation), shape),
    constant: (shape, value) => variable(new Float32Array(tf.util.sizeFromShape(shape)).fill(value), shape),
  };
}

/** PyTorch's default for convolutions: uniform within 1 / sqrt(fan_in). */
const defaultBound = (size: number, inputs: number) => 1 / Math.sqrt(size * size * inputs);

export function createConvNormRelu(init: Initializer, { size, inputs, outputs }: ConvShape): ConvNormRelu {
  return {
    kernel: init.uniform([size, size, inputs, outputs], defaultBound(size, inputs)) as Kernel4D,
    gain: init.constant([outputs], 1) as Vector,
    offset: init.constant([outputs], 0) as Vector,
  };
}

/** PyTorch's default throughout, or a normal kernel of the given deviation (the bias stays default). */
export function createConvBias(
  init: Initializer, { size, inputs, outputs, deviation }: ConvShape & { deviation?: number },
): ConvBias {
  const bound = defaultBound(size, inputs);
  const shape = [size, size, inputs, outputs];
  return {
    kernel: (deviation === undefined ? init.uniform(shape, bound) : init.normal(shape, deviation)) as Kernel4D,
    bias: init.uniform([outputs], bound) as Vector,
  };
}

export function createDense(init: Initializer, inputs: number, outputs: number): Dense {
  return {
    kernel: init.normal([inputs, outputs], 0.02) as tf.Variable<tf.Rank.R2>,
    bias: init.constant([outputs], 0) as Vector,
  };
}

/** eps of the encoders' norms in the published code; PyTorch's default would be 1e-5. */
export const encoderEpsilon = 1e-3;

/** [N,H,W,in] -> [N,H,W,out] */
export function convNormRelu(layer: ConvNormRelu, x: tf.Tensor4D): tf.Tensor4D {
  return instanceNormRelu(tf.conv2d(x, layer.kernel, 1, 'same'), layer, encoderEpsilon);
}

/** [N,H,W,in] -> [N,H,W,out] */
export function convBias(layer: ConvBias, x: tf.Tensor4D): tf.Tensor4D {
  return tf.conv2d(x, layer.kernel, 1, 'same').add(layer.bias);
}

/** [N,in] -> [N,out] */
export function dense(layer: Dense, x: tf.Tensor2D): tf.Tensor2D {
  return tf.matMul(x, layer.kernel).add(layer.bias);
}

/** Told of named stages as a network runs; what it is given belongs to the network's tidy. */
export type Observer = (stage: string, output: tf.Tensor) => void;

/** All variables of a network's record, in the order in which they were created. */
export function variablesOf(record: object): tf.Variable[] {
  if (record instanceof tf.Tensor) return [record as tf.Variable];
  return Object.values(record as Record<string, object>).flatMap(variablesOf);
}

// What the kernel tests share: repeatable inputs, and an op's value together with its gradients by
// all of its inputs, each output weighted by a random number so that no gradient is uniform.

import * as tf from '@tensorflow/tfjs';
import { uniforms } from '../random';

/** In [-1, 1); another stream gives other numbers. */
export function randomTensor(shape: number[], stream: number): tf.Tensor {
  return tf.tensor(uniforms({ seed: 5, step: 0, stream }, tf.util.sizeFromShape(shape)).map((u) => 2 * u - 1), shape);
}

/** The upstream gradient that `valueAndGradients` applies to an output of this shape. */
export const upstream = (shape: number[]) => randomTensor(shape, 9);

export type Op = (...inputs: tf.Tensor[]) => tf.Tensor;

/** [value, gradient by each input] on the present backend; disposes what it makes. */
export async function valueAndGradients(op: Op, createInputs: () => tf.Tensor[]): Promise<Float32Array[]> {
  const results = tf.tidy(() => {
    const inputs = createInputs();
    const value = op(...inputs);
    const weights = upstream(value.shape);
    return [value, ...tf.grads((...args) => op(...args).mul(weights).sum())(inputs)];
  });
  const arrays = await Promise.all(results.map((result) => result.data<'float32'>()));
  tf.dispose(results);
  return arrays;
}

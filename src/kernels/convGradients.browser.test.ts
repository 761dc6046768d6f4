// The composed convolution gradients on the WASM backend against tfjs's own kernels on the CPU, for
// every shape that the model uses and for odd ones.

import * as tf from '@tensorflow/tfjs';
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, it } from 'vitest';
import { expectClose } from '../../e2e/support/expectClose';
import { uniforms } from '../random';
import { filterGradient, registerComposedFilterGradient, registerComposedInputGradient } from './convGradients';

const random = (shape: number[], stream: number) =>
  tf.tensor(uniforms({ seed: 5, step: 0, stream }, tf.util.sizeFromShape(shape)).map((u) => 2 * u - 1), shape);

/** Value and both gradients of an op of (x, filter), weighted by random numbers. */
async function onBackend(backend: string, op: (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.Tensor, shapes: number[][]) {
  await tf.setBackend(backend);
  const results = tf.tidy(() => {
    const inputs = shapes.map(random) as [tf.Tensor4D, tf.Tensor4D];
    const value = op(...inputs);
    const weights = random(value.shape, 9);
    const gradients = tf.grads((x, filter) => op(x as tf.Tensor4D, filter as tf.Tensor4D).mul(weights).sum())(inputs);
    return [value, ...gradients];
  });
  const arrays = await Promise.all(results.map((result) => result.data()));
  tf.dispose(results);
  return arrays;
}

describe('convolution gradients composed for WASM', () => {
  beforeAll(async () => {
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false); // threads would need a worker around this test
    setWasmPaths({ 'tfjs-backend-wasm.wasm': wasmUrl, 'tfjs-backend-wasm-simd.wasm': wasmUrl, 'tfjs-backend-wasm-threaded-simd.wasm': wasmUrl });
    await tf.setBackend('wasm');
    registerComposedFilterGradient('wasm');
    registerComposedInputGradient('wasm');
  });

  for (const [batch, height, width, inputs, outputs, size] of [
    [2, 16, 16, 1, 8, 5], [3, 9, 7, 4, 1, 5], [1, 8, 8, 5, 3, 3], [2, 6, 6, 7, 2, 1], [4, 32, 32, 1, 8, 5], [4, 32, 32, 3, 8, 5],
  ] as const) {
    it(`convolution ${size}x${size}, ${inputs} to ${outputs} channels of ${height}x${width}, batch ${batch}`, async () => {
      const shapes = [[batch, height, width, inputs], [size, size, inputs, outputs]];
      const op = (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.conv2d(x, filter, 1, 'same');
      const [wasm, cpu] = [await onBackend('wasm', op, shapes), await onBackend('cpu', op, shapes)];
      wasm.forEach((values, i) => expectClose(values, cpu[i]!, 5e-6));
    });
  }

  for (const [batch, side, inputs, outputs, size, stride] of [
    [2, 4, 6, 5, 4, 2], [3, 5, 3, 2, 4, 2], [2, 8, 4, 1, 3, 1], [4, 32, 16, 1, 3, 1], [1, 7, 5, 3, 3, 2],
  ] as const) {
    it(`transposed convolution ${size}x${size} by ${stride}, ${inputs} to ${outputs} channels of ${side}x${side}, batch ${batch}`, async () => {
      const shapes = [[batch, side, side, inputs], [size, size, outputs, inputs]];
      const op = (x: tf.Tensor4D, filter: tf.Tensor4D) =>
        tf.conv2dTranspose(x, filter, [batch, side * stride, side * stride, outputs], stride, 'same');
      const [wasm, cpu] = [await onBackend('wasm', op, shapes), await onBackend('cpu', op, shapes)];
      wasm.forEach((values, i) => expectClose(values, cpu[i]!, 5e-6));
    });
  }

  it('a batch too large for one matrix is taken in parts whose gradients add up', async () => {
    // 49 taps of 4 x 128 x 128 are 3.2 million elements a sample: ten fit, the eleventh is a part of its own.
    await tf.setBackend('wasm');
    const parts = tf.tidy(() => {
      const x = random([11, 128, 128, 4], 1) as tf.Tensor4D;
      const dy = random([11, 128, 128, 1], 2) as tf.Tensor4D;
      const gradient = (from: number, count: number) =>
        filterGradient(x.slice(from, count), dy.slice(from, count), { filterShape: [7, 7, 4, 1], strides: 1, pad: 'same' });
      return [gradient(0, 11), gradient(0, 4).add(gradient(4, 7))];
    });
    expectClose(await parts[0]!.data(), await parts[1]!.data(), 5e-5); // sums of 180,000 products in float32
  });
});

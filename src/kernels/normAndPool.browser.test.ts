// The norm and the pooling on the GPU's and on WASM's kernels against tfjs's plain CPU, values and
// gradients; and the norm of a full-size map, where a plain float32 mean would be off.

import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../../e2e/support/expectClose';
import { instanceNormRelu } from './instanceNormRelu';
import { randomTensor, valueAndGradients, type Op } from './kernels.suite';
import { maxPool } from './maxPool';

async function onBackend(backend: string, op: Op, inputs: () => tf.Tensor[]): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  expect(tf.getBackend()).toBe(backend);
  return valueAndGradients(op, inputs);
}

const norm: Op = (x, gain, offset) =>
  instanceNormRelu(x as tf.Tensor4D, gain ? { gain: gain as tf.Tensor1D, offset: offset as tf.Tensor1D } : null, gain ? 1e-3 : 1e-5);
const pool: Op = (x) => maxPool(x as tf.Tensor4D);

for (const backend of ['wasm', 'webgpu']) {
  describe(`norm and pooling on ${backend}`, () => {
    beforeAll(() => {
      tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false); // threads would need a worker around this test
      setWasmPaths({ 'tfjs-backend-wasm.wasm': wasmUrl, 'tfjs-backend-wasm-simd.wasm': wasmUrl, 'tfjs-backend-wasm-threaded-simd.wasm': wasmUrl });
    });

    for (const shape of [[1, 8, 8, 1], [3, 5, 7, 2], [3, 9, 15, 1], [1, 11, 13, 4], [5, 7, 7, 3]]) {
      for (const affine of [true, false]) {
        it(`norm of [${shape.join()}] ${affine ? 'with' : 'without'} gain and offset`, async () => {
          const inputs = () => [randomTensor(shape, 1), ...(affine ? [randomTensor([shape[3]!], 2).add(1.2), randomTensor([shape[3]!], 3)] : [])];
          const [found, truth] = [await onBackend(backend, norm, inputs), await onBackend('cpu', norm, inputs)];
          found.forEach((values, i) => expectClose(values, truth[i]!, 5e-6));
        });
      }
    }

    it('norm of a 128x128 map far from 0 is as exact as that of a small one', async () => {
      // Values around 3: their plain float32 sum loses five digits.
      const inputs = () => [randomTensor([1, 128, 128, 2], 1).mul(0.1).add(3)];
      const [found, truth] = [await onBackend(backend, norm, inputs), await onBackend('cpu', norm, inputs)];
      found.forEach((values, i) => expectClose(values, truth[i]!, 1e-5));
    });

    for (const shape of [[1, 2, 2, 1], [3, 6, 10, 3], [5, 14, 4, 2]]) {
      it(`pooling of [${shape.join()}] with ties`, async () => {
        const inputs = () => [randomTensor(shape, 1).abs().mul(3).round().div(4)];
        const [found, truth] = [await onBackend(backend, pool, inputs), await onBackend('cpu', pool, inputs)];
        expect([...found[0]!]).toEqual([...truth[0]!]);
        expectClose(found[1]!, truth[1]!, 1e-6);
      });
    }
  });
}

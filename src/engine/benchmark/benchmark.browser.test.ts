// On WebGPU in Chromium: the microbenchmark's programs compute what they claim, and our step and
// stock tfjs's run side by side on one device without touching each other.

import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../../../e2e/support/expectClose';
import { smallestConfig } from '../../../e2e/support/smallest';
import { uniforms } from '../../random';
import { encoderWork, stepWork } from '../../work';
import { startBackend } from '../backends';
import { benchmark } from './benchmark';
import { CanceledError, compare } from './comparison';
import { ourEncoder, ourStep, stockEncoder, stockTdganStep } from './contenders';
import { matmulVariants, microbench, program } from './microbench';
import { removeStockBackend } from './stockBackend';

let device: GPUDevice;
beforeAll(async () => {
  const { backend } = await startBackend('webgpu', { lost: (message) => { throw new Error(message); }, failed: () => undefined });
  expect(backend).toBe('webgpu');
  ({ device } = tf.backend() as WebGPUBackend);
});

// Stock tfjs takes seconds a step even at this size.
const due = { face: false, expression: false };
const quiet = { repetitions: 1, microbench: null, count: true, onProgress: () => undefined, canceled: () => false };

describe('the microbenchmark', () => {
  for (const { name, tile: [rows, columns], code } of matmulVariants) {
    it(`multiplies matrices: ${name}`, async () => {
      const n = 128;
      const operands = [0, 1].map((stream) => uniforms({ seed: 5, step: 0, stream }, n * n).map((u) => u - 0.5));
      const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
      const buffers = [0, 1, 2].map(() => device.createBuffer({ size: 4 * n * n, usage }));
      operands.forEach((values, i) => device.queue.writeBuffer(buffers[i]!, 0, values as Float32Array<ArrayBuffer>));
      (await program(device, code(n), { buffers, groups: [n / columns, n / rows] }))(1);
      const [a, b] = operands as [Float32Array, Float32Array];
      const truth = Float64Array.from({ length: n * n }, (_, at) => {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += a[Math.floor(at / n) * n + k]! * b[k * n + (at % n)]!;
        return sum;
      });
      expectClose(await read(buffers[2]!), truth, 1e-6);
      buffers.forEach((buffer) => buffer.destroy());
    });
  }

  it('measures in the order that it tells, and gives the best multiplication as the peak', async () => {
    const told: [number, number][] = [];
    const found = await microbench(device, true, (done, total) => void told.push([done, total]));
    expect(told).toEqual([0, 1, 2, 3, 4, 5, 6].map((done) => [done, 6]));
    expect(found.matmuls.map(({ name }) => name)).toEqual(matmulVariants.map(({ name }) => name));
    expect(found.matmulGflops).toBe(Math.max(...found.matmuls.map(({ gflops }) => gflops)));
    // Between an idle watch and any GPU that there is.
    for (const value of [found.matmulGflops, found.bandwidthGBs, found.dispatchMicroseconds]) {
      expect(value).toBeGreaterThan(0.01);
      expect(value).toBeLessThan(1e6);
    }
  });
});

describe('the comparison', () => {
  it('runs our step and stock tfjs\'s on one device; both keep their own kernels, memory and rows', async () => {
    const entries = [ourStep(smallestConfig, 2, due), await stockTdganStep(smallestConfig, 2, due)]
      .map((contender) => ({ what: 'step without discriminator updates' as const, batch: 2, contender, work: stepWork(smallestConfig, 2, due) }));
    const rows = await compare(entries, quiet);
    expect(tf.getBackend()).toBe('webgpu');
    expect(rows.map(({ who }) => who)).toEqual(['ours', 'stock']);
    for (const { ms, bestMs, imagesPerSecond, counts } of rows) {
      expect(ms).toHaveLength(1);
      expect(bestMs).toBe(ms[0]);
      expect(imagesPerSecond).toBe(2000 / bestMs);
      expect(counts!.dispatches).toBeGreaterThan(100);
    }
    // Only stock tfjs submits every 15 dispatches and makes buffers for every constant.
    expect(rows[1]!.counts!.submits).toBeGreaterThan(rows[1]!.counts!.dispatches / 16);
    expect(rows[1]!.counts!.newBuffers).toBeGreaterThan(100);
    for (const { contender } of entries) {
      expect(await contender.loss()).toBeGreaterThan(0);
      contender.dispose();
    }
    removeStockBackend();
  });

  it('finds the same loss in both encoders', async () => {
    const [ours, stock] = [ourEncoder(smallestConfig, 2), await stockEncoder(smallestConfig, 2)];
    const entries = [ours, stock].map((contender) =>
      ({ what: 'encoder forward and backward' as const, batch: 2, contender, work: encoderWork(smallestConfig, 2) }));
    await compare(entries, quiet);
    expectClose([await stock.loss()], [await ours.loss()], 1e-4);
    [ours, stock].forEach((contender) => contender.dispose());
    removeStockBackend();
  });
});

describe('the engine\'s benchmark', () => {
  it('ends where it is canceled, and leaves nothing behind', async () => {
    const before = tf.memory().numTensors;
    let told = 0;
    const canceled = benchmark({ config: smallestConfig, batch: 1, steps: 50 }, {
      adapter: null, onProgress: () => void told++, canceled: () => told > 4,
    });
    await expect(canceled).rejects.toThrow(CanceledError);
    expect(tf.memory().numTensors).toBe(before);
  });
});

async function read(buffer: GPUBuffer): Promise<Float32Array> {
  const copy = device.createBuffer({ size: buffer.size, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, copy, 0, buffer.size);
  device.queue.submit([encoder.finish()]);
  await copy.mapAsync(GPUMapMode.READ);
  const values = new Float32Array(copy.getMappedRange().slice(0));
  copy.destroy();
  return values;
}

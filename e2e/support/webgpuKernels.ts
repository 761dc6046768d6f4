// What the tests of WebGPU kernels share: a device of their own whose late errors fail the test, an
// op's results there and on the plain CPU, where the same op is composed of tfjs's own kernels, and
// a count of the GPU buffers that are made.

import * as tf from '@tensorflow/tfjs';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { expect } from 'vitest';
import { hasKernel, prepareBackend } from '../../src/kernels/gpuProgram';
import { registerGpuKernels } from '../../src/kernels/register';
import { expectClose } from './expectClose';

const errors: string[] = [];
let device: GPUDevice | null = null;
let created = 0;

/** Starts tfjs on WebGPU with this project's kernels; for `beforeAll`. */
export async function startWebgpuKernels(): Promise<void> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('This browser found no WebGPU adapter.');
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const started = await adapter.requestDevice({ requiredLimits: { maxBufferSize, maxStorageBufferBindingSize } });
  started.addEventListener('uncapturederror', ({ error }) => errors.push(error.message));
  const createBuffer = started.createBuffer.bind(started);
  started.createBuffer = (descriptor) => {
    created++;
    return createBuffer(descriptor);
  };
  tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => new WebGPUBackend(started, adapter.info));
  expect(await tf.setBackend('webgpu')).toBe(true);
  prepareBackend(tf.backend() as WebGPUBackend);
  registerGpuKernels();
  device = started;
}

/** Starts it likewise, and fails where a kernel is missing: an op would then be composed, and compared with itself. */
export function startingWith(...kernelNames: string[]): () => Promise<void> {
  return async () => {
    await startWebgpuKernels();
    expect(kernelNames.filter((name) => !hasKernel(name)), 'kernels not registered').toEqual([]);
  };
}

/** GPU buffers made so far, by tfjs or by the kernels. */
export function buffersMade(): number {
  return created;
}

/** What `compute` returns on a backend, read back and disposed. Its errors on the GPU are the test's. */
export async function resultsOn(backend: 'webgpu' | 'cpu', compute: () => tf.Tensor[]): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  const results = tf.tidy(compute);
  const arrays = await Promise.all(results.map((result) => result.data<'float32'>()));
  tf.dispose(results);
  if (backend === 'webgpu') await expectNoGpuError();
  return arrays;
}

/** Results of the WebGPU kernels against those of tfjs's own ops on the CPU, one bound for all. */
export async function expectSameOnWebgpu(compute: () => tf.Tensor[], tolerance = 5e-6): Promise<void> {
  const truth = await resultsOn('cpu', compute);
  const found = await resultsOn('webgpu', compute);
  expect(found.length).toBe(truth.length);
  found.forEach((values, i) => expectClose(values, truth[i]!, tolerance));
}

/** Repeating `compute` must make no new GPU buffer; its inputs are made once, by `createInputs`. */
export async function expectNoNewBuffers<T extends tf.TensorContainer>(createInputs: () => T, compute: (inputs: T) => tf.Tensor[]): Promise<void> {
  await tf.setBackend('webgpu');
  const inputs = createInputs();
  const repeat = () => tf.dispose(tf.tidy(() => compute(inputs)));
  repeat();
  repeat();
  const before = buffersMade();
  for (let i = 0; i < 3; i++) repeat();
  expect(buffersMade() - before, 'buffers made by repeating').toBe(0);
  tf.dispose(inputs);
  await expectNoGpuError();
}

/** Waits until the GPU has done what was issued, and fails with the errors that it reported. */
export async function expectNoGpuError(): Promise<void> {
  await device!.queue.onSubmittedWorkDone();
  expect(errors.splice(0)).toEqual([]);
}

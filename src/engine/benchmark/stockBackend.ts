// A second WebGPU backend of tfjs, on the same device but with tfjs's own kernels and settings, for
// stock code to run on beside ours. Surprise: tfjs has one current backend for everybody, so only
// what is issued in one go, without an await, may run on this one.

import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { registerGpuKernels, unregisterGpuKernels } from '../../kernels/register';

const name = 'webgpu-stock';
/** tfjs's own dispatches per submit. */
const stockSubmitBatch = 15;
const submitBatchFlag = 'WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE';

/** The backend, made on first use; the current backend must be WebGPU. */
export async function stockBackend(): Promise<WebGPUBackend> {
  const known = tf.findBackend(name) as WebGPUBackend | null;
  if (known) return known;
  if (!tf.getKernel('Conv2D', name)) {
    unregisterGpuKernels();
    tf.copyRegisteredKernels('webgpu', name);
    registerGpuKernels();
  }
  const { device, adapterInfo } = tf.backend() as WebGPUBackend & { adapterInfo: GPUAdapterInfo };
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  const backend = new WebGPUBackend(device, adapterInfo);
  tf.registerBackend(name, () => backend);
  return backend;
}

/** Runs `work` with the stock backend as the current one; its tensors stay there. */
export function onStockBackend<T>(work: () => T): T {
  const before = tf.getBackend();
  const batch = tf.env().getNumber(submitBatchFlag);
  tf.env().set(submitBatchFlag, stockSubmitBatch);
  void tf.setBackend(name); // at once, since the backend is there
  try {
    return work();
  } finally {
    void tf.setBackend(before);
    tf.env().set(submitBatchFlag, batch);
  }
}

/** Frees the backend and all its memory. */
export function removeStockBackend(): void {
  if (tf.findBackend(name)) tf.removeBackend(name);
}

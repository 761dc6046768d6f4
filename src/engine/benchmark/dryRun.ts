// What a contender asks of WebGPU at any size, on any machine: it runs on a device that does
// nothing (dryDevice.ts), on a tfjs backend that is made for it, so that every byte is its own.

import * as tf from '@tensorflow/tfjs';
import { prepareBackend } from '../../kernels/gpuProgram';
import { registerGpuKernels } from '../../kernels/register';
import type { GpuCounts } from '../engine';
import type { Contender } from './contenders';
import { countGpuCalls } from './counters';
import { installDryWebgpu } from './dryDevice';
import { removeStockBackend } from './stockBackend';

export interface DryCounts {
  /** Of one repetition in the steady state, after two others. */
  repetition: GpuCounts;
  /** Of everything from the first weight on: peakBytes holds weights, moments and all. */
  life: GpuCounts;
}

/**
 * Makes, repeats and drops a contender. Nothing in this page or process can compute on a GPU afterwards.
 * @param workPerSubmit as in prepareBackend: when our kernels submit
 */
export async function dryRun(make: () => Promise<Contender> | Contender, workPerSubmit = Infinity): Promise<DryCounts> {
  await startDryBackend(workPerSubmit);
  const { result: repetition, counts: life } = await countGpuCalls(async () => {
    const contender = await make();
    const repeat = async () => {
      contender.issue();
      await contender.settle();
    };
    await repeat();
    await repeat();
    const { counts } = await countGpuCalls(repeat, contender.heldBytes());
    contender.dispose();
    return counts;
  });
  removeStockBackend();
  return { repetition, life };
}

async function startDryBackend(workPerSubmit: number): Promise<void> {
  const device = installDryWebgpu();
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  const backend = new WebGPUBackend(device, { vendor: 'none', architecture: 'none' } as GPUAdapterInfo);
  tf.removeBackend('webgpu'); // the import registers one of its own
  tf.registerBackend('webgpu', () => backend);
  await tf.setBackend('webgpu');
  registerGpuKernels();
  prepareBackend(backend, workPerSubmit);
}

// The engine's benchmark: what the adapter can do, our step with all updates and with the
// generator's alone, and on request stock tfjs's, all at the same size and in turns.

import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { stepWork, type Due } from '../../work';
import type { BackendName, BenchmarkInput, BenchmarkResult, DeviceReport, MicrobenchResult } from '../engine';
import { compare, letMessagesIn, type Entry } from './comparison';
import { ourStep, stockTdganStep, type Contender } from './contenders';
import { microbench } from './microbench';
import { removeStockBackend } from './stockBackend';

export interface BenchmarkContext {
  adapter: DeviceReport['adapter'];
  onProgress: (task: string, done: number, total: number) => void;
  canceled: () => boolean;
}

const allUpdates: Due = { face: true, expression: true };
const generatorOnly: Due = { face: false, expression: false };

/**
 * @throws Error where stock tfjs is asked for without WebGPU; CanceledError
 */
export async function benchmark(
  { config, batch, steps, stock = false, ...wanted }: BenchmarkInput, { adapter, onProgress, canceled }: BenchmarkContext,
): Promise<BenchmarkResult> {
  const backend = tf.getBackend() as BackendName;
  const onGpu = backend === 'webgpu';
  if (stock && !onGpu) throw new Error('Stock tfjs is compared on WebGPU only: elsewhere both use the same kernels, or stock tfjs lacks some.');
  const measured = wanted.microbench && onGpu ? await measureAdapter(adapter, { onProgress, canceled }) : null;
  const contenders: Contender[] = [];
  const entry = (what: Entry['what'], due: Due, contender: Contender): Entry => {
    contenders.push(contender);
    return { what, batch, contender, work: stepWork(config, batch, due) };
  };
  try {
    const entries = [entry('full step', allUpdates, ourStep(config, batch, allUpdates))];
    if (stock) entries.push(entry('full step', allUpdates, await stockTdganStep(config, batch, allUpdates)));
    entries.push(entry('step without discriminator updates', generatorOnly, ourStep(config, batch, generatorOnly)));
    const rows = await compare(entries, { repetitions: steps, microbench: measured, count: onGpu, onProgress, canceled });
    const { ms, bestMs, imagesPerSecond, counts } = rows[0]!;
    return {
      backend, adapter, msPerStep: ms, bestMsPerStep: bestMs, imagesPerSecond, dispatchesPerStep: counts?.dispatches ?? null,
      microbench: measured, rows,
    };
  } finally {
    contenders.forEach((contender) => contender.dispose());
    removeStockBackend();
  }
}

function measureAdapter(adapter: DeviceReport['adapter'], { onProgress, canceled }: Omit<BenchmarkContext, 'adapter'>): Promise<MicrobenchResult> {
  const { device } = tf.backend() as WebGPUBackend;
  return microbench(device, adapter?.software ?? false, async (done, total) => {
    onProgress('Measuring the adapter', done, total);
    await letMessagesIn(canceled);
  });
}

// Counts what a piece of work asks of WebGPU, on whatever devices it uses, by standing in for the
// API's own methods while the work runs. Surprise: bytes are those of buffers made and destroyed
// meanwhile, on top of what the caller says is held already; the API itself does not tell.

import type { GpuCounts } from '../engine';

type Method = (this: unknown, ...args: never[]) => unknown;

/** @param heldBytes bytes of the buffers that exist before the work */
export async function countGpuCalls<T>(work: () => Promise<T>, heldBytes = 0): Promise<{ result: T; counts: GpuCounts }> {
  const counts: GpuCounts = { dispatches: 0, submits: 0, newBuffers: 0, readbacks: 0, pipelines: 0, peakBytes: heldBytes };
  let held = heldBytes;
  const alive = new WeakSet<GPUBuffer>();
  const restore = [
    watch(GPUComputePassEncoder.prototype, ['dispatchWorkgroups', 'dispatchWorkgroupsIndirect'], () => counts.dispatches++),
    watch(GPUQueue.prototype, ['submit'], () => counts.submits++),
    watch(GPUDevice.prototype, ['createComputePipeline', 'createComputePipelineAsync'], () => counts.pipelines++),
    watch(GPUDevice.prototype, ['createBuffer'], (_, buffer) => {
      counts.newBuffers++;
      alive.add(buffer as GPUBuffer);
      held += (buffer as GPUBuffer).size;
      counts.peakBytes = Math.max(counts.peakBytes, held);
    }),
    watch(GPUBuffer.prototype, ['mapAsync'], (_, __, [mode]) => {
      if (mode === GPUMapMode.READ) counts.readbacks++;
    }),
    watch(GPUBuffer.prototype, ['destroy'], (buffer) => {
      if (alive.delete(buffer as GPUBuffer)) held -= (buffer as GPUBuffer).size;
    }),
  ];
  try {
    return { result: await work(), counts };
  } finally {
    restore.forEach((putBack) => putBack());
  }
}

/** Tells `seen` of each call of the methods: its object, its result, its arguments. Returns what ends it. */
function watch(prototype: object, names: string[], seen: (self: unknown, result: unknown, args: unknown[]) => void): () => void {
  const methods = prototype as Record<string, Method>;
  const originals = names.map((name) => [name, methods[name]!] as const);
  for (const [name, original] of originals) {
    methods[name] = function watched(this: unknown, ...args: never[]) {
      const result = original.apply(this, args);
      seen(this, result, args);
      return result;
    };
  }
  return () => originals.forEach(([name, original]) => (methods[name] = original));
}

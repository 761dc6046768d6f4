// The engine's contract on the engine that computes in a worker, in Chromium: all of it on WASM, the
// essentials on WebGPU, where a software adapter is slow. And a long run, which must not grow or stop.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineContract } from '../../e2e/support/engineContract';
import { smallestConfig, smallestTraining } from '../../e2e/support/smallest';
import { ended, loadSets, watch } from '../../e2e/support/trainingContract';
import { readSafetensors } from '../weights/safetensors';
import type { EngineHandle, MemoryReport } from './engine';
import { createWorkerEngine } from './workerEngine';

engineContract('the worker engine', () => createWorkerEngine({ backend: 'wasm' }), { backend: 'wasm' });
engineContract('the worker engine', () => createWorkerEngine({ backend: 'webgpu' }), { backend: 'webgpu', brief: true });

describe('a run of 500 steps', () => {
  let engine: EngineHandle;
  beforeAll(async () => {
    engine = createWorkerEngine({ backend: 'wasm' });
    await engine.create(smallestConfig, { seed: 3 });
    await engine.setTraining(smallestTraining);
    await loadSets(engine);
  });
  afterAll(() => engine.dispose());

  it('neither grows nor stops early', async () => {
    const seen = watch(engine);
    const running: Promise<MemoryReport>[] = [];
    engine.subscribe(({ kind }) => {
      if (kind === 'steps') running.push(engine.memory());
    });
    await engine.train({ steps: 20 });
    await seen.until(ended);
    const first = await engine.memory();
    seen.events.length = 0;
    running.length = 0;
    await engine.train({ steps: 480 });
    await seen.until(ended);
    expect(await engine.status()).toEqual({ state: 'idle', step: 500 });
    expect(seen.records().map(({ step }) => step)).toEqual(Array.from({ length: 480 }, (_, i) => 20 + i));
    expect(seen.events.filter(({ kind }) => kind === 'trainingFailed')).toEqual([]);
    expect(await engine.memory()).toMatchObject({ tensors: first.tensors, tensorBytes: first.tensorBytes });
    // Between two steps only the unread terms of at most eight steps are held on top, and the two
    // copies of the weights that one could go back to.
    const held = await Promise.all(running);
    expect(held.length).toBeGreaterThan(2);
    const weights = [...readSafetensors('weights', await engine.saveWeights()).values()];
    const weightBytes = weights.reduce((sum, { values }) => sum + values.byteLength, 0);
    for (const { tensors, tensorBytes } of held) {
      expect(tensors).toBeLessThanOrEqual(first.tensors + 8 + 2 * weights.length);
      expect(tensorBytes).toBeLessThanOrEqual(first.tensorBytes + 8 * 10 * 4 + 2 * weightBytes);
    }
    seen.unsubscribe();
  });
});

// The benchmark's action without React: what the engine is asked, what may happen meanwhile, and
// what becomes of its result, its refusal and its end by cancel.

import { expect, it } from 'vitest';
import { presets } from '../config';
import type { BenchmarkInput, BenchmarkResult, EngineHandle } from '../engine/engine';
import { createBenchmarkActions } from './benchmarkActions';
import { createAppStore } from './joinEngine';
import type { Joint } from './joint';
import { modelBlocked, replacingBlocked } from './selectors';

const result: BenchmarkResult = {
  backend: 'wasm', adapter: null, msPerStep: [2, 1], bestMsPerStep: 1, dispatchesPerStep: null, imagesPerSecond: 1000, microbench: null, rows: [],
};
const choice = { preset: 'compact', batch: 3, stock: true } as const;

function page(engine: Partial<EngineHandle>) {
  const store = createAppStore();
  store.setState({ activity: null, config: presets.tiny.config });
  return { store, ...createBenchmarkActions({ engine, store } as unknown as Joint) };
}

it('asks for the chosen preset, blocks the model meanwhile, and keeps the result with the choice', async () => {
  const asked: BenchmarkInput[] = [];
  let finish: () => void = () => undefined;
  const { store, benchmark } = page({
    benchmark: (input) => {
      asked.push(input);
      return new Promise((resolve) => (finish = () => resolve(result)));
    },
  });
  const running = benchmark(choice);
  expect(asked).toEqual([{ config: presets.compact.config, batch: 3, steps: 3, microbench: true, stock: true }]);
  expect(modelBlocked(store.getState())).toBe('The benchmark is running.');
  store.setState({ progress: { task: 'Timing full step', done: 1, total: 4 } });
  finish();
  await running;
  expect(store.getState()).toMatchObject({ activity: null, progress: null, benchmark: { result: { ...result, choice }, error: null } });
  expect(replacingBlocked(store.getState())).toBeNull();
});

it('tells a refusal in the panel\'s words, without an old result beside it', async () => {
  const { store, benchmark } = page({ benchmark: async () => { throw new Error('Training is running. Pause it first.'); } });
  store.setState({ benchmark: { result: { ...result, choice }, error: null } });
  await benchmark(choice);
  expect(store.getState()).toMatchObject({ activity: null, benchmark: { result: null, error: 'Training is running. Pause it first.' } });
});

it('cancels through the engine', async () => {
  let canceled = 0;
  await page({ cancelBenchmark: async () => void canceled++ }).cancelBenchmark();
  expect(canceled).toBe(1);
});

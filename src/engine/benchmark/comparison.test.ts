// The comparison's order and arithmetic, with contenders that only say when they are called.

import { expect, it } from 'vitest';
import type { MicrobenchResult } from '../engine';
import { CanceledError, compare, limitMs, rowOf, type ComparisonOptions, type Entry } from './comparison';

const microbench: MicrobenchResult = { matmuls: [], matmulSize: 512, matmulGflops: 100, bandwidthGBs: 10, dispatchMicroseconds: 50 };
const counts = { dispatches: 1000, submits: 1, newBuffers: 0, readbacks: 0, pipelines: 0, peakBytes: 0 };

function page(changes: Partial<ComparisonOptions> = {}) {
  const calls: string[] = [];
  const entry = (who: 'ours' | 'stock'): Entry => ({
    what: 'full step', batch: 4, work: { flops: 2e9, bytes: 1e8 },
    contender: {
      who, prepare: async () => void calls.push(`${who} prepares`), issue: () => void calls.push(who),
      settle: async () => void calls.push(`${who} is done`), loss: async () => 0, heldBytes: () => 0, dispose: () => undefined,
    },
  });
  const entries = [entry('ours'), entry('stock')];
  const run = () => compare(entries, { repetitions: 2, microbench: null, count: false, onProgress: () => undefined, canceled: () => false, ...changes });
  return { calls, run, entry };
}

it('warms each up, then times them in turns, each waited for before the next', async () => {
  const { calls, run } = page();
  const rows = await run();
  const once = (who: string) => [who, `${who} is done`];
  expect(calls).toEqual([
    'ours prepares', ...once('ours'), ...once('ours'), 'stock prepares', ...once('stock'), ...once('stock'),
    ...once('ours'), ...once('stock'), ...once('ours'), ...once('stock'),
  ]);
  expect(rows.map(({ who, ms }) => [who, ms.length])).toEqual([['ours', 2], ['stock', 2]]);
});

it('stops between two repetitions when canceled', async () => {
  const { calls, run } = page({ canceled: () => calls.filter((call) => call === 'stock').length === 2 });
  await expect(run()).rejects.toThrow(CanceledError);
  expect(calls.at(-1)).toBe('stock is done');
});

it('tells how far it is, up to all', async () => {
  const told: string[] = [];
  await page({ onProgress: (task, done, total) => void told.push(`${task} ${done}/${total}`) }).run();
  expect(told).toEqual([
    'Timing full step 0/6', 'Timing stock, full step 1/6', 'Timing full step 2/6', 'Timing stock, full step 3/6',
    'Timing full step 4/6', 'Timing stock, full step 5/6', 'Timing 6/6',
  ]);
});

it('a row: fastest, images a second, share of the peak and the limit', () => {
  const row = rowOf(page().entry('ours'), { ms: [120, 80, 100], counts }, microbench);
  // 2 GFLOP in 80 ms are 25 GFLOPS of 100; 2 GFLOP take 20 ms at best, 100 MB 10 ms, 1000 dispatches 50 ms.
  expect(row).toMatchObject({ bestMs: 80, imagesPerSecond: 50, gflop: 2, fractionOfPeak: 0.25, limitMs: 70 });
  expect(rowOf(page().entry('ours'), { ms: [80], counts: null }, null)).toMatchObject({ fractionOfPeak: null, limitMs: null });
  expect(limitMs({ flops: 2e9, bytes: 1e9 }, 0, microbench)).toBe(100);
});

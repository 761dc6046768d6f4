// Contenders timed against each other in turns, so that whatever else the machine does hits all of
// them, and what their times mean: images a second, the share of the adapter's peak, the distance
// from what the adapter could do at best.

import type { Work } from '../../work';
import type { BenchmarkRow, GpuCounts, MicrobenchResult } from '../engine';
import type { Contender } from './contenders';
import { countGpuCalls } from './counters';

export class CanceledError extends Error {
  constructor() {
    super('The benchmark was canceled.');
  }
}

export interface Entry {
  what: BenchmarkRow['what'];
  batch: number;
  contender: Contender;
  work: Work;
}

export interface ComparisonOptions {
  /** Timed repetitions of each. */
  repetitions: number;
  microbench: MicrobenchResult | null;
  /** Count what each asks of WebGPU. */
  count: boolean;
  onProgress: (task: string, done: number, total: number) => void;
  canceled: () => boolean;
}

/** A repetition this long is not disturbed by being counted, and worth not repeating. */
const undisturbedMs = 10_000;

/**
 * One row per entry, in their order; the contenders stay the caller's.
 * @throws CanceledError after the repetition under way
 */
export async function compare(entries: Entry[], options: ComparisonOptions): Promise<BenchmarkRow[]> {
  const { repetitions, onProgress } = options;
  const pause = () => letMessagesIn(options.canceled);
  const total = entries.length * (repetitions + 1);
  let done = 0;
  const timed = async (entry: Entry) => {
    onProgress(`Timing ${entry.contender.who === 'ours' ? '' : `${entry.contender.who}, `}${entry.what}`, done++, total);
    await pause();
    return timeOnce(entry.contender);
  };

  const found: { ms: number[]; counts: GpuCounts | null }[] = [];
  for (const entry of entries) {
    await pause();
    await entry.contender.prepare((ready, all) => onProgress('Compiling shaders', ready, all));
    const firstMs = await timed(entry); // shaders compile, pools fill
    if (firstMs < undisturbedMs) await timeOnce(entry.contender); // and are full
    if (options.count) {
      const { result: ms, counts } = await countGpuCalls(() => timeOnce(entry.contender), entry.contender.heldBytes());
      found.push({ ms: ms >= undisturbedMs ? [ms] : [], counts });
    } else {
      found.push({ ms: [], counts: null });
    }
  }
  for (let round = 0; round < repetitions; round++) {
    for (const [i, entry] of entries.entries()) {
      if (found[i]!.ms.length <= round) found[i]!.ms.push(await timed(entry));
    }
  }
  onProgress('Timing', total, total);
  return entries.map((entry, i) => rowOf(entry, found[i]!, options.microbench));
}

async function timeOnce({ issue, settle }: Contender): Promise<number> {
  const start = performance.now();
  issue();
  await settle();
  return performance.now() - start;
}

/** @throws CanceledError */
export async function letMessagesIn(canceled: () => boolean): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  if (canceled()) throw new CanceledError();
}

export function rowOf(
  { contender, what, batch, work }: Entry, { ms, counts }: { ms: number[]; counts: GpuCounts | null }, microbench: MicrobenchResult | null,
): BenchmarkRow {
  const bestMs = Math.min(...ms);
  const gflop = work.flops / 1e9;
  return {
    who: contender.who, what, batch, ms, bestMs, counts, gflop,
    imagesPerSecond: (batch * 1000) / bestMs,
    fractionOfPeak: microbench && gflop / ((bestMs / 1000) * microbench.matmulGflops),
    limitMs: microbench && counts && limitMs(work, counts.dispatches, microbench),
  };
}

/** max(arithmetic at the matrix multiplication peak, traffic at the bandwidth) and the dispatches, one after the other. */
export function limitMs({ flops, bytes }: Work, dispatches: number, { matmulGflops, bandwidthGBs, dispatchMicroseconds }: MicrobenchResult): number {
  return Math.max(flops / (matmulGflops * 1e6), bytes / (bandwidthGBs * 1e6)) + (dispatches * dispatchMicroseconds) / 1000;
}

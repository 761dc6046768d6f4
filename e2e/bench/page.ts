// The benchmark's page: each part of `npm run bench` as a function that run.mjs calls, each in a
// page of its own, since a dry run leaves no working WebGPU behind. Computes in the page itself, for
// nobody looks at it. jax-js is imported here and nowhere in src/, so it is never shipped.

import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { presets, type PresetName, type TdganConfig } from '../../src/config';
import { hardwareWorkPerSubmit, startBackend } from '../../src/engine/backends';
import { compare, type Entry } from '../../src/engine/benchmark/comparison';
import { ourEncoder, ourStep, stockEncoder, stockTdganStep, type Contender } from '../../src/engine/benchmark/contenders';
import { dryRun, type DryCounts } from '../../src/engine/benchmark/dryRun';
import { microbench } from '../../src/engine/benchmark/microbench';
import type { BackendName, BenchmarkRow, DeviceReport, MicrobenchResult } from '../../src/engine/engine';
import { encoderWork, stepWork, type Due } from '../../src/work';

export interface BenchOptions {
  preset: PresetName;
  batch: number;
  repetitions: number;
  /** What this adapter was found to do at best, where that was measured before. */
  microbench: MicrobenchResult | null;
}

export interface DryRow extends DryCounts {
  who: BenchmarkRow['who'];
  what: BenchmarkRow['what'];
  batch: number;
}

export interface PartResult {
  /** Null where nothing was computed. */
  device: Pick<DeviceReport, 'backend' | 'adapter'> & { threads?: number } | null;
  microbench?: MicrobenchResult;
  rows?: BenchmarkRow[];
  counts?: DryRow[];
}

type Part = (options: BenchOptions) => Promise<PartResult>;

declare global {
  interface Window {
    bench: Record<string, Part>;
    /** run.mjs: says how far a part is. */
    report: (task: string, done: number, total: number) => void;
  }
}

const allUpdates: Due = { face: true, expression: true };
const generatorOnly: Due = { face: false, expression: false };
const configOf = ({ preset }: BenchOptions): TdganConfig => presets[preset].config;
/** Of two float32 computations of one encoder's loss. */
const lossTolerance = 1e-4;

window.bench = {
  async micro() {
    const device = await start('webgpu');
    const found = await microbench((tf.backend() as WebGPUBackend).device, device.adapter!.software, (done, total) => window.report('Measuring the adapter', done, total));
    return { device, microbench: found };
  },
  encoder: (options) => encoders(options, [ourEncoder, stockEncoder]),
  async jax(options) {
    const { jaxEncoder } = await import('./jaxEncoder');
    return encoders(options, [ourEncoder, jaxEncoder]);
  },
  full: (options) => steps(options, { what: 'full step', due: allUpdates }),
  generator: (options) => steps(options, { what: 'step without discriminator updates', due: generatorOnly }),
  counts: (options) => dryRows(options, [['full step', allUpdates], ['step without discriminator updates', generatorOnly]]),
  memory: (options) => dryRows(options, [['full step', allUpdates]]),
  async wasm(options) {
    const device = await start('wasm');
    const { getThreadsCount } = await import('@tensorflow/tfjs-backend-wasm');
    const contender = ourStep(configOf(options), options.batch, allUpdates);
    const rows = await compared(options, [stepEntry(options, contender, { what: 'full step', due: allUpdates })]);
    return { device: { ...device, threads: getThreadsCount() }, rows };
  },
};

/** @throws Error where the backend is not the one asked for */
async function start(backend: BackendName): Promise<Pick<DeviceReport, 'backend' | 'adapter'>> {
  const report = await startBackend(backend, {
    lost: (message) => console.error(`The GPU was lost: ${message}`),
    failed: (message) => { throw new Error(`The GPU refused a command: ${message}`); },
  });
  if (report.backend !== backend) throw new Error(report.fallbackReasons.join(' '));
  return { backend, adapter: report.adapter };
}

type EncoderMaker = (config: TdganConfig, batch: number) => Contender | Promise<Contender>;

async function encoders(options: BenchOptions, makers: EncoderMaker[]): Promise<PartResult> {
  const device = await start('webgpu');
  const config = configOf(options);
  const entries: Entry[] = [];
  for (const make of makers) {
    const contender = await make(config, options.batch);
    entries.push({ what: 'encoder forward and backward', batch: options.batch, contender, work: encoderWork(config, options.batch) });
  }
  const rows = await compared(options, entries);
  const losses = await Promise.all(entries.map(({ contender }) => contender.loss()));
  if (!losses.every((loss) => Math.abs(loss - losses[0]!) <= lossTolerance * losses[0]!)) {
    throw new Error(`The encoders do not compute the same: their losses are ${losses.join(' and ')}.`);
  }
  return { device, rows };
}

interface StepKind {
  what: Entry['what'];
  due: Due;
}

async function steps(options: BenchOptions, kind: StepKind): Promise<PartResult> {
  const device = await start('webgpu');
  const contenders = [ourStep(configOf(options), options.batch, kind.due), await stockTdganStep(configOf(options), options.batch, kind.due)];
  return { device, rows: await compared(options, contenders.map((contender) => stepEntry(options, contender, kind))) };
}

function stepEntry(options: BenchOptions, contender: Contender, { what, due }: StepKind): Entry {
  const { batch } = options;
  return { what, batch, contender, work: stepWork(configOf(options), batch, due) };
}

function compared({ repetitions, microbench: measured }: BenchOptions, entries: Entry[]): Promise<BenchmarkRow[]> {
  const onGpu = tf.getBackend() === 'webgpu';
  return compare(entries, {
    repetitions, microbench: onGpu ? measured : null, count: onGpu, onProgress: window.report, canceled: () => false,
  });
}

async function dryRows(options: BenchOptions, kinds: [Entry['what'], Due][]): Promise<PartResult> {
  const makers = { ours: ourStep, stock: stockTdganStep };
  const counts: DryRow[] = [];
  for (const [what, due] of kinds) {
    for (const who of ['ours', 'stock'] as const) {
      window.report(`Dry run: ${who}, ${what}`, counts.length, kinds.length * 2);
      const make = () => makers[who](configOf(options), options.batch, due);
      counts.push({ who, what, batch: options.batch, ...await dryRun(make, hardwareWorkPerSubmit) });
    }
  }
  return { device: null, counts };
}

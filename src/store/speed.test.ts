// The measured speed and what is guessed from it, and which steps and benchmarks it is taken from.

import { describe, expect, it } from 'vitest';
import { presets, type TrainingConfig } from '../config';
import type { BenchmarkInput, BenchmarkResult, BenchmarkRow } from '../engine/engine';
import type { StepRecord } from '../metrics';
import { stepWork } from '../work';
import { counts, device, startedPage } from './fakes.suite';
import { expectedStepMs, flopsPerSecond, timedRepetitions, timedStep } from './speed';

const { paper, tiny } = presets;
const generatorTerms = { gTotal: 3 };
const record = (step: number, terms: StepRecord['terms'] = generatorTerms, durationMs = 100): StepRecord => ({ step, epoch: 0, terms, durationMs });
const flopsOf = (batchSize: number, due = { face: false, expression: false }) => stepWork(tiny.config, batchSize, due).flops;
const row = (who: BenchmarkRow['who'], gflop: number, ms: number[]): BenchmarkRow => ({
  who, what: 'full step', batch: 1, ms, bestMs: Math.min(...ms), imagesPerSecond: 1, counts: null, gflop, fractionOfPeak: null, limitMs: null,
});
const benchmarkOf = (rows: BenchmarkRow[]): BenchmarkResult => ({
  backend: 'wasm', adapter: null, msPerStep: [], bestMsPerStep: 1, dispatchesPerStep: null, imagesPerSecond: 1, microbench: null, rows,
});

describe('speed', () => {
  it('counts what a step\'s terms tell that it did, and no step of one network alone', () => {
    const full = timedStep(record(0, { ...generatorTerms, dFaceReal: 1, dFaceFake: 1, dExpression: 1 }), tiny.config, 4);
    expect(full).toEqual({ flops: flopsOf(4, { face: true, expression: true }), ms: 100 });
    expect(timedStep(record(1), tiny.config, 4)).toEqual({ flops: flopsOf(4), ms: 100 });
    expect(timedStep(record(1, { dFaceReal: 1, dFaceFake: 1 }), tiny.config, 4)).toBeNull();
  });

  it('is all operations over all time', () => {
    expect(flopsPerSecond([{ flops: 30, ms: 1000 }, { flops: 10, ms: 3000 }])).toBe(10);
    expect(timedRepetitions([row('ours', 2, [10, 20]), row('stock', 2, [99])])).toEqual([{ flops: 2e9, ms: 10 }, { flops: 2e9, ms: 20 }]);
  });

  it('guesses the published run\'s mean step: 59.3 GFLOP a sample, D_f\'s 5.9 every 5th step, D_e\'s 3.6 every 10th', () => {
    const speed = { flopsPerSecond: 1e12, steps: 1, preset: 'compact', batchSize: 1 } as const;
    expect(expectedStepMs(speed, paper.config, paper.training) / (32 * (59.3 + 5.9 / 5 + 3.6 / 10))).toBeCloseTo(1, 2);
  });
});

describe('what the page measures', () => {
  it('comes from training, without the first report and steps of another batch size', async () => {
    const { engine, emit, state } = await startedPage();
    const measured = () => state().trainingBar.speed.measured;
    emit({ kind: 'steps', records: [record(0, generatorTerms, 9000)] });
    expect(measured()).toBeNull();
    emit({ kind: 'steps', records: [record(1), record(2, generatorTerms, 300)] });
    expect(measured()).toEqual({ flopsPerSecond: (2000 * flopsOf(4)) / 400, steps: 2, preset: 'tiny', batchSize: 4 });
    await engine.setTraining({ batchSize: 2 });
    emit({ kind: 'steps', records: [record(3, generatorTerms, 9000)] });
    expect(measured()).toMatchObject({ steps: 2, batchSize: 4 });
    emit({ kind: 'steps', records: [record(4)] });
    expect(measured()).toEqual({ flopsPerSecond: 10 * flopsOf(2), steps: 1, preset: 'tiny', batchSize: 2 });
  });

  it('stays with a new model until that one was timed, and counts the newest fifty steps', async () => {
    const { emit, state } = await startedPage();
    const measured = () => state().trainingBar.speed.measured;
    for (let step = 0; step < 80; step++) emit({ kind: 'steps', records: [record(step, generatorTerms, step < 30 ? 1 : 100)] });
    expect(measured()).toMatchObject({ steps: 50, preset: 'tiny' });
    expect(measured()!.flopsPerSecond / (10 * flopsOf(4))).toBeCloseTo(1, 12);
    emit({ kind: 'model', config: { ...tiny.config, residualBlocks: 1 }, parameters: counts, seed: 1 });
    emit({ kind: 'steps', records: [record(0)] });
    expect(measured()).toMatchObject({ steps: 50, preset: 'tiny' });
    emit({ kind: 'steps', records: [record(1), record(2)] });
    expect(measured()).toMatchObject({ steps: 2, preset: 'own' });
  });

  const asks: [string, typeof device, Pick<TrainingConfig, 'batchSize'>][] = [
    ['one image on a processor', device, { batchSize: 1 }],
    ['its own batch on a GPU', { ...device, backend: 'webgpu', adapter: { vendor: 'a', architecture: 'b', description: '', software: false } }, { batchSize: 16 }],
    ['one image on a software adapter', { ...device, backend: 'webgpu', adapter: { vendor: 'a', architecture: 'b', description: '', software: true } }, { batchSize: 1 }],
  ];
  for (const [what, found, { batchSize }] of asks) {
    it(`is asked for with compact at ${what}`, async () => {
      const asked: BenchmarkInput[] = [];
      const { actions, state } = await startedPage({
        device: async () => found,
        benchmark: async (input) => {
          asked.push(input);
          return benchmarkOf([row('ours', 4, [1000]), row('ours', 2, [2000, 3000])]);
        },
      });
      await actions.measureSpeed();
      expect(asked).toEqual([{ config: presets.compact.config, batch: batchSize, steps: 2 }]);
      expect(state().trainingBar.speed).toEqual({ measured: { flopsPerSecond: 8e9 / 6, steps: 3, preset: 'compact', batchSize }, error: null });
      expect(state()).toMatchObject({ activity: null, progress: null, benchmark: { result: null } });
    });
  }

  it('tells why a measurement brought nothing', async () => {
    const { actions, state } = await startedPage({ benchmark: async () => { throw new Error('The benchmark was canceled.'); } });
    await actions.measureSpeed();
    expect(state().trainingBar.speed).toEqual({ measured: null, error: 'The benchmark was canceled.' });
    expect(state().activity).toBeNull();
  });
});

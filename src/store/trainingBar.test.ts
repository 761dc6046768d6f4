// The training bar's numbers, and what its choices send to the engine.

import { describe, expect, it } from 'vitest';
import type { TrainOptions } from '../engine/engine';
import { settled, startedPage } from './fakes.suite';
import { imagesPerSecond, timeLeftMs } from './trainingBar';

const record = (step: number, durationMs: number) => ({ step, epoch: 0.1, terms: { gTotal: 1 }, durationMs });

describe('pace', () => {
  it('is images of each kind per second', () => {
    expect(imagesPerSecond(record(0, 250), 32)).toBe(128);
    expect(imagesPerSecond(record(0, 0), 32)).toBeNull();
  });

  it('tells the time left, none past the goal, nothing before a step was timed', () => {
    expect(timeLeftMs(110, 100, record(99, 250))).toBe(2500);
    expect(timeLeftMs(100, 100, record(99, 250))).toBe(0);
    expect(timeLeftMs(5, 100, null)).toBe(0);
    expect(timeLeftMs(110, 100, null)).toBeNull();
  });
});

describe('the training bar', () => {
  it('trains all networks, or the chosen one alone', async () => {
    const calls: (TrainOptions | undefined)[] = [];
    const { actions } = await startedPage({ train: async (options) => void calls.push(options) });
    await actions.train();
    actions.learnOnly('faceDiscriminator');
    await actions.train(3);
    actions.learnOnly(null);
    await actions.train(1);
    expect(calls).toEqual([{}, { steps: 3, only: 'faceDiscriminator' }, { steps: 1 }]);
  });

  it('keeps the pace of the steps that were timed when the batch size changes', async () => {
    const { engine, emit, state } = await startedPage();
    expect(state().trainingBar.pace).toBeNull();
    emit({ kind: 'steps', records: [record(0, 500)] });
    expect(state().trainingBar.pace).toBe(8);
    await engine.setTraining({ batchSize: 40 });
    expect(state().trainingBar.pace).toBe(8);
    emit({ kind: 'steps', records: [record(1, 500)] });
    expect(state().trainingBar.pace).toBe(80);
  });

  it('asks for the memory after reports, but not after each', async () => {
    let asked = 0;
    const { state, emit } = await startedPage({
      memory: async () => ({ tensors: 1, tensorBytes: 2, gpuBytes: 1000 * ++asked }),
    });
    await settled();
    const before = asked;
    expect(state().trainingBar.memory?.gpuBytes).toBe(1000 * before);
    for (let step = 0; step < 5; step++) emit({ kind: 'steps', records: [record(step, 1)] });
    emit({ kind: 'training', status: { state: 'idle', step: 5 } });
    await settled();
    expect(asked).toBe(before + 1);
  });

  it('shows no memory where the engine has no answer', async () => {
    const { state } = await startedPage({ memory: async () => { throw new Error('The GPU was lost.'); } });
    await settled();
    expect(state().trainingBar.memory).toBeNull();
  });
});

// Slow motion: which phases a step has, that each is shown for its time, and that it can be ended.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { presets } from '../config';
import { startedPage } from './fakes.suite';
import { phaseMs, phasesOf } from './slowMotion';

const settings = presets.paper.training; // D_f every 5th step, D_e every 10th

it('leaves out the discriminators that wait for their gap', () => {
  expect(phasesOf(0, settings)).toEqual(['realImages', 'generated', 'expressionClassifier', 'faceDiscriminator', 'expressionDiscriminator', 'generator']);
  expect(phasesOf(5, settings)).toEqual(['realImages', 'generated', 'expressionClassifier', 'faceDiscriminator', 'generator']);
  expect(phasesOf(7, settings)).toEqual(['realImages', 'generated', 'expressionClassifier', 'generator']);
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('takes one step, shows its phases in order, and ends', async () => {
  const trained: unknown[] = [];
  const { state, actions } = await startedPage({ train: async (options) => void trained.push(options) });
  await actions.stepSlowly();
  expect(trained).toEqual([{ steps: 1 }]);
  const seen: (string | undefined)[] = [];
  for (let at = 0; at <= 6; at++) {
    seen.push(state().trainingBar.slowMotion?.phase);
    vi.advanceTimersByTime(phaseMs);
  }
  expect(seen).toEqual([...phasesOf(0, settings), undefined]);
});

it('is ended at once, and by a new model; a refused step shows nothing', async () => {
  const { state, actions } = await startedPage({ train: async () => undefined });
  await actions.stepSlowly();
  actions.endSlowMotion();
  expect(state().trainingBar.slowMotion).toBeNull();
  await actions.stepSlowly();
  await actions.reset();
  expect(state().trainingBar.slowMotion).toBeNull();
  vi.advanceTimersByTime(10 * phaseMs);
  expect(state().trainingBar.slowMotion).toBeNull();

  const refused = await startedPage({ train: async () => { throw new Error('Training is running.'); } });
  await refused.actions.stepSlowly();
  expect(refused.state().trainingBar.slowMotion).toBeNull();
  expect(refused.state().alerts[0]!.message).toBe('Training is running.');
});

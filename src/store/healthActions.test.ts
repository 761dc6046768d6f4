// Health on the page: alarms come with the records and go with the model; a run that a loss ended
// offers the way back, once.

import { expect, it } from 'vitest';
import type { StepRecord } from '../metrics';
import { startedPage } from './fakes.suite';

const still = (count: number): StepRecord[] =>
  Array.from({ length: count }, (_, step) => ({ step, epoch: 0, durationMs: 1, terms: { gExpression: 1.5 } }));

it('tells an alarm when the records show it, and forgets it with the model', async () => {
  const { state, emit, actions } = await startedPage();
  emit({ kind: 'steps', records: still(19) });
  expect(state().trainingBar.health.alarms).toEqual([]);
  emit({ kind: 'steps', records: still(20).slice(19) });
  expect(state().trainingBar.health.alarms.map(({ id }) => id)).toEqual(['constant-gExpression']);
  await actions.reset();
  expect(state().trainingBar.health.alarms).toEqual([]);
});

it('offers the way back where there is one, and takes it', async () => {
  let gone = 0;
  const { state, emit, actions } = await startedPage({
    goBack: async () => {
      gone += 1;
      return { state: 'idle', step: 40 };
    },
  });
  emit({ kind: 'training', status: { state: 'running', step: 50 } });
  emit({ kind: 'trainingFailed', message: 'gFace became NaN.', nonFinite: { term: 'gFace', step: 50, lastGoodStep: 40 } });
  emit({ kind: 'training', status: { state: 'idle', step: 51 } });
  expect(state().trainingBar.health.ended).toEqual({ term: 'gFace', step: 50, lastGoodStep: 40 });
  await actions.goBack();
  expect(gone).toBe(1);
  expect(state().status).toEqual({ state: 'idle', step: 40 });
  expect(state().trainingBar.health.ended).toBeNull();
});

it('keeps the offer where going back fails, and says why', async () => {
  const { state, emit, actions } = await startedPage({ goBack: async () => { throw new Error('No good state is kept.'); } });
  emit({ kind: 'trainingFailed', message: 'x', nonFinite: { term: 'gFace', step: 5, lastGoodStep: 4 } });
  await actions.goBack();
  expect(state().trainingBar.health.ended).not.toBeNull();
  expect(state().alerts.at(-1)!.message).toBe('No good state is kept.');
});

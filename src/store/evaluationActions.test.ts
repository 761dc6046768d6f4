// The transfer scores' action without React: what the engine is asked, what may happen meanwhile, and
// what becomes of result, refusal and cancel.

import { expect, it } from 'vitest';
import { presets } from '../config';
import type { EvaluationOptions, TransferEvaluation, TransferScores } from '../engine/engine';
import { startedPage } from './fakes.suite';
import { modelBlocked, replacingBlocked } from './selectors';

const scores: TransferScores = { l1: 0.1, ssim: 0.9, l1Changed: 0.2, ssimChanged: 0.5, changeCosine: 0.7, expressionAccuracy: null, identitySimilarity: null };
const result: TransferEvaluation = {
  group: 'heldOut', pairs: 8, step: 3, imageSize: 32, generated: scores, face: { ...scores, changeCosine: null }, expression: scores,
  truth: { expressionAccuracy: null, identitySimilarity: null }, confusion: null,
};
const choice = { group: 'heldOut', pairs: 8, judges: false } as const;

it('asks with the locked noise, blocks the model meanwhile, and drops the scores with the weights', async () => {
  const asked: (EvaluationOptions | undefined)[] = [];
  let finish: () => void = () => undefined;
  const { actions, engine, state } = await startedPage({
    evaluateTransfer: (options) => {
      asked.push(options);
      return new Promise((resolve) => (finish = () => resolve(result)));
    },
  });
  actions.setNoiseSeed(9);
  const running = actions.evaluateTransfer(choice);
  expect(asked).toEqual([{ ...choice, noiseSeed: 9 }]);
  expect(modelBlocked(state())).toBe('The transfer scores are being computed.');
  finish();
  await running;
  expect(state()).toMatchObject({ activity: null, evaluation: { error: null, result: { ...result, noiseSeed: 9 } } });
  expect(replacingBlocked(state())).toBeNull();
  await engine.create(presets.tiny.config);
  expect(state().evaluation.result).toBeNull();
});

it('tells a refusal in the panel\'s words, without an old result beside it, and cancels through the engine', async () => {
  let refuse: (error: Error) => void = () => undefined;
  const { actions, state, store } = await startedPage({
    evaluateTransfer: () => new Promise((_, reject) => (refuse = reject)),
    cancelEvaluation: async () => refuse(new Error('The evaluation was canceled.')),
  });
  store.setState({ evaluation: { result: { ...result, noiseSeed: 1 }, error: null } });
  const running = actions.evaluateTransfer(choice);
  await actions.cancelEvaluation();
  await running;
  expect(state()).toMatchObject({ activity: null, progress: null, evaluation: { result: null, error: 'The evaluation was canceled.' } });
});

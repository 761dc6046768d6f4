// Why a run stopped by itself, as the event that tells it: a loss that is no number is named, with
// the way back where there is one.

import { NonFiniteLossError } from '../training/reporter';
import type { Trainer } from '../training/trainer';
import type { EngineEvent } from './engine';

export function trainingFailure(error: Error, trainer: Trainer): Extract<EngineEvent, { kind: 'trainingFailed' }> {
  if (!(error instanceof NonFiniteLossError)) return { kind: 'trainingFailed', message: error.message };
  const { term, value, step } = error;
  const { lastGoodStep } = trainer;
  const ways = lastGoodStep === null ? 'Reset' : `Go back to step ${lastGoodStep}, or reset`;
  return {
    kind: 'trainingFailed',
    message: `${term} became ${value} at step ${step}. ${ways}, and try smaller learning rates.`,
    nonFinite: { term, step, lastGoodStep },
  };
}

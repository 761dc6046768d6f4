// The phases of one training step, in the paper's order, for whoever shows them one after another.

import { dueUpdates, type StepSettings } from '../config';
import type { LossTerm } from '../metrics';

export const stepPhases = [
  'realImages', 'generated', 'expressionClassifier', 'faceDiscriminator', 'expressionDiscriminator', 'generator',
] as const;
export type StepPhase = (typeof stepPhases)[number];

/** Where slow motion stands. */
export interface SlowMotion {
  /** The step that is shown, 0 for the first. */
  step: number;
  phase: StepPhase;
  /** Those that the step goes through; a discriminator that waits for its gap is left out. */
  phases: StepPhase[];
}

/** How long each phase is shown. */
export const phaseMs = 1000;

export function phasesOf(step: number, settings: StepSettings): StepPhase[] {
  const due = dueUpdates(step, settings);
  const left: Partial<Record<StepPhase, boolean>> = { faceDiscriminator: !due.face, expressionDiscriminator: !due.expression };
  return stepPhases.filter((phase) => !left[phase]);
}

/** The loss terms that each phase brings forth. */
export const phaseTerms: Record<StepPhase, readonly LossTerm[]> = {
  realImages: [],
  generated: [],
  expressionClassifier: ['mExpression'],
  faceDiscriminator: ['dFaceReal', 'dFaceFake'],
  expressionDiscriminator: ['dExpression'],
  generator: ['gFace', 'gExpression', 'gPerceptual', 'gConsistencyFace', 'gConsistencyExpression', 'gTotal'],
};

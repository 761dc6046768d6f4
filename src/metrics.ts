// What training measures, as plain data: the terms of one step, what is measured besides, and the
// record that leaves the engine. A term that a step did not need is absent, not zero. Surprise: few
// steps are measured; most records have no measures at all.

import type { ParameterGroup, StepSettings } from './config';

/** Loss terms of one step, in the order in which they are stacked, reported and drawn. */
export const lossTerms = [
  'dFaceReal', 'dFaceFake', 'dExpression', 'mExpression', 'gFace', 'gExpression', 'gPerceptual',
  'gConsistencyFace', 'gConsistencyExpression', 'gTotal',
] as const;

export type LossTerm = (typeof lossTerms)[number];

/** Each term that the step computed, unweighted; gTotal is the weighted sum that the generator learns from. */
export type StepTerms = Partial<Record<LossTerm, number>>;

/** What is measured of some steps besides the terms, in the order in which it is stacked, reported and drawn. */
export const stepMeasures = [
  'classifierAccuracy', 'expressionAccuracy', 'faceAccuracy',
  'generatorGradientNorm', 'classifierGradientNorm', 'faceDiscriminatorGradientNorm', 'expressionDiscriminatorGradientNorm',
  'expressionEffect',
] as const;

export type StepMeasure = (typeof stepMeasures)[number];

/**
 * Accuracies: share of the batch's real images, 0 to 1, that a network gives their class, from the
 * logits that it learned from, so with dropout: M_ER and D_e the expression, D_f the identity.
 * Gradient norms: L2, over all gradients of one group. Effect of the expression: mean absolute
 * difference of I_g, values in [0, 1], from the same faces with each other's expressions.
 */
export type StepMeasures = Partial<Record<StepMeasure, number>>;

/** The norm of each group's gradients. */
export const gradientNorms = {
  generator: 'generatorGradientNorm', expressionClassifier: 'classifierGradientNorm',
  faceDiscriminator: 'faceDiscriminatorGradientNorm', expressionDiscriminator: 'expressionDiscriminatorGradientNorm',
} as const satisfies Record<ParameterGroup, StepMeasure>;

/** Everything that has a curve of its own. */
export type Quantity = LossTerm | StepMeasure;
export const quantities: readonly Quantity[] = [...lossTerms, ...stepMeasures];

/** One training step as it is reported. */
export interface StepRecord {
  /** 0 for the first step after the weights were created or loaded. */
  step: number;
  /** Passes over the longer of the two sets, so far, as a fraction. */
  epoch: number;
  terms: StepTerms;
  /** Absent where the step was not measured; one step of each report is. */
  measures?: StepMeasures;
  /** What the step weighed the terms of gTotal by. */
  weights?: GeneratorWeights;
  /** Wall-clock time since the previous step was ready, in ms, averaged over the steps of one report. */
  durationMs: number;
}

/** The groups whose loss each term belongs to, for whoever shows or checks them. */
export const termGroups: Record<ParameterGroup, readonly LossTerm[]> = {
  generator: ['gFace', 'gExpression', 'gPerceptual', 'gConsistencyFace', 'gConsistencyExpression', 'gTotal'],
  expressionClassifier: ['mExpression'],
  faceDiscriminator: ['dFaceReal', 'dFaceFake'],
  expressionDiscriminator: ['dExpression'],
};

/** The setting that weighs each term of L_G (Eq. 6 to 8), in the order in which they are summed. */
const generatorWeightNames = {
  gFace: 'lambdaGenFace', gExpression: 'lambdaGenExpression', gPerceptual: 'lambdaPerceptual',
  gConsistencyFace: 'lambdaConsistencyFace', gConsistencyExpression: 'lambdaConsistencyExpression',
} as const satisfies Partial<Record<LossTerm, keyof StepSettings>>;

export type GeneratorTerm = keyof typeof generatorWeightNames;
export const generatorTerms = Object.keys(generatorWeightNames) as GeneratorTerm[];

/** One number for each term of L_G: its weight, or its share of the total. */
export type GeneratorWeights = Record<GeneratorTerm, number>;

export function generatorWeights(settings: StepSettings): GeneratorWeights {
  const entries = generatorTerms.map((term) => [term, settings[generatorWeightNames[term]]]);
  return Object.fromEntries(entries) as GeneratorWeights;
}

/** L_G = L_C + L_D + L_P (Eq. 6 to 8): the generator's terms times their weights. */
export function generatorTotal(terms: StepTerms, settings: StepSettings): number {
  const weights = generatorWeights(settings);
  return generatorTerms.reduce((sum, term) => sum + weights[term] * terms[term]!, 0);
}

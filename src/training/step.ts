// One training step, in the paper's order, without the tape: every block keeps what its backward
// needs, and the backward frees it at once (tapedStep.ts is the same step, left to the tape).
// Nothing is read back in here: loss terms and measures leave as one small tensor. Surprise: D_f's features
// of the real faces are taken before D_f's update, its judgment of the generated ones after it.

import * as tf from '@tensorflow/tfjs';
import { dueUpdates, type ParameterGroup, type StepSettings } from '../config';
import { lossTerms, stepMeasures, type LossTerm, type StepMeasure } from '../metrics';
import { encoderForward } from '../model/explicit/encoder';
import { variablesByGroup } from '../model/tdgan';
import {
  learnExpressionClassifier, learnExpressionDiscriminator, learnFaceDiscriminator, showExpressionDiscriminator,
  showFaceDiscriminator, type Learned, type Terms,
} from './classifierUpdates';
import { generate, learnGenerator } from './generatorUpdate';
import { normOf, type Measures } from './measures';
import type { StepContext } from './stepContext';
import { applyAdam, type Optimizers } from './optimizers';

/** The terms of one step, then its measures, as one tensor; the total is made of the terms when they are read. */
export interface StackedTerms {
  names: LossTerm[];
  /** None where the step was not measured. */
  measured: StepMeasure[];
  /** [names.length + measured.length] */
  values: tf.Tensor1D;
  /** Those of the step; they hold the weights of the total. */
  settings: StepSettings;
}

/** Takes each group's gradients as soon as they exist; owns and disposes them. */
export type GradientSink = (group: ParameterGroup, gradients: tf.Tensor[]) => void;

/** What the phases of a step go by. */
export interface PhasesInput extends StepContext {
  due: { face: boolean; expression: boolean };
  /** Compute terms too that no due update needs. */
  allTerms: boolean;
}

export type TrainStepInput = Omit<PhasesInput, 'due'> & { optimizers: Optimizers; step: number };

/** One step: four optimizers, those of the discriminators only when due. The caller disposes the terms. */
export function trainStep({ optimizers, step, ...input }: TrainStepInput): StackedTerms {
  return runPhases({ ...input, due: dueUpdates(step, input.settings) }, (group, gradients) => {
    applyAdam(optimizers[group], gradients, input.settings.learningRates[group]);
  });
}

/**
 * Every parameter's gradient of its own optimizer's loss at the present weights; nothing is
 * updated. Gradients are handed out group by group, in the order of `variablesByGroup`.
 */
export function computeGradients(context: StepContext, sink: GradientSink): StackedTerms {
  return runPhases({ ...context, due: { face: true, expression: true }, allTerms: true }, sink);
}

/** The phases of a step; `sink` may update the group it is given before the next phase reads it. */
function runPhases({ due, allTerms, ...context }: PhasesInput, sink: GradientSink): StackedTerms {
  const { model, batch } = context;
  const groups = variablesByGroup(model);
  // Everything is freed by hand as soon as it can be; the tidy is for a step that fails half-way.
  const stacked = tf.tidy(() => {
    const terms: Terms = {};
    const measures: Measures = {};
    const learn = (group: ParameterGroup, learned: Learned) => {
      const gradients = learned.sums.take(groups[group]);
      Object.assign(terms, learned.terms);
      Object.assign(measures, learned.measures, normOf(context, group, gradients));
      sink(group, gradients);
    };

    const generation = generate(context);
    const generated = generation.drawn.output;
    learn('expressionClassifier', learnExpressionClassifier(context, generation.expressionFeatures));

    let realFeatures: tf.Tensor4D;
    if (due.face) {
      const learned = learnFaceDiscriminator(context, generated);
      realFeatures = learned.realFeatures;
      learn('faceDiscriminator', learned);
    } else if (allTerms) {
      const shown = showFaceDiscriminator(context, generated);
      realFeatures = shown.realFeatures;
      Object.assign(terms, shown.terms);
    } else {
      realFeatures = tf.tidy(() => encoderForward(model.faceDiscriminator.encoder, batch.face).output);
    }
    if (due.expression) learn('expressionDiscriminator', learnExpressionDiscriminator(context));
    else if (allTerms) Object.assign(terms, showExpressionDiscriminator(context));

    learn('generator', learnGenerator(context, generation, realFeatures));
    return stackTerms(terms, measures);
  });
  return { ...stacked, settings: context.settings };
}

/** Disposes terms and measures. */
export function stackTerms(terms: Terms, measures: Measures = {}) {
  const names = lossTerms.filter((name) => terms[name]);
  const measured = stepMeasures.filter((name) => measures[name]);
  const values = tf.stack([...names.map((name) => terms[name]!), ...measured.map((name) => measures[name]!)]) as tf.Tensor1D;
  tf.dispose([terms, measures]);
  return { names, measured, values };
}

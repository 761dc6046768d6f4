// The same step as step.ts with every gradient taken by tfjs's tape over objectives.ts: slow and
// fond of memory, but its gradients are nobody's handiwork. It is the tests' oracle; training itself
// never uses it.

import * as tf from '@tensorflow/tfjs';
import { dueUpdates, type ParameterGroup } from '../config';
import { encode } from '../model/encoder';
import { variablesByGroup } from '../model/tdgan';
import {
  expressionClassifierObjective, expressionDiscriminatorObjective, faceDiscriminatorObjective, generate,
  generatorObjective, type Objective,
} from './objectives';
import { applyAdam } from './optimizers';
import { stackTerms, type GradientSink, type PhasesInput, type StackedTerms, type TrainStepInput } from './step';
import type { StepContext } from './stepContext';

/** `trainStep` on the tape. */
export function tapedStep({ optimizers, step, ...input }: TrainStepInput): StackedTerms {
  return runPhases({ ...input, due: dueUpdates(step, input.settings) }, (group, gradients) => {
    applyAdam(optimizers[group], gradients, input.settings.learningRates[group]);
  });
}

/** `computeGradients` on the tape. */
export function tapedGradients(context: StepContext, sink: GradientSink): StackedTerms {
  return runPhases({ ...context, due: { face: true, expression: true }, allTerms: true }, sink);
}

/** The phases of a step; `sink` may update the group it is given before the next phase reads it. */
function runPhases({ due, allTerms, ...context }: PhasesInput, sink: GradientSink): StackedTerms {
  const { model, batch } = context;
  const groups = variablesByGroup(model);
  const stacked = tf.tidy(() => {
    const terms: Objective['terms'] = {};
    const learn = (group: ParameterGroup, objective: () => Objective) => {
      const { gradients, terms: found } = gradientsOf(groups[group], objective);
      Object.assign(terms, found);
      sink(group, gradients);
    };

    const expressionFeatures = encode(model.expressionEncoder, batch.expression);
    const generated = due.face || allTerms ? generate(context) : null;
    learn('expressionClassifier', () => expressionClassifierObjective(context, expressionFeatures));

    let realFeatures: tf.Tensor4D | null = null;
    const faceObjective = () => {
      const objective = faceDiscriminatorObjective(context, generated!);
      realFeatures = tf.keep(objective.realFeatures);
      return objective;
    };
    if (due.face) learn('faceDiscriminator', faceObjective);
    else if (allTerms) Object.assign(terms, faceObjective().terms);
    else realFeatures = tf.keep(encode(model.faceDiscriminator.encoder, batch.face));
    const expressionObjective = () => expressionDiscriminatorObjective(context);
    if (due.expression) learn('expressionDiscriminator', expressionObjective);
    else if (allTerms) Object.assign(terms, expressionObjective().terms);

    learn('generator', () => generatorObjective(context, realFeatures!));
    realFeatures!.dispose();
    return stackTerms(terms);
  });
  return { ...stacked, settings: context.settings };
}

/** Gradients of an objective's total by `variables`, in their order; terms and gradients outlive the tidy. */
function gradientsOf(variables: tf.Variable[], objective: () => Objective) {
  let terms: Objective['terms'] = {};
  const { grads } = tf.variableGrads(() => {
    const found = objective();
    terms = found.terms;
    for (const term of Object.values(terms)) tf.keep(term);
    return found.total;
  }, variables);
  return { gradients: variables.map((variable) => tf.keep(grads[variable.name]!)), terms };
}

// One training step, in the paper's order. Nothing is read back in here: the loss terms leave as
// one small tensor. Surprise: D_f's features of the real faces are taken before D_f's update, its
// judgment of the generated ones after it.

import * as tf from '@tensorflow/tfjs';
import type { ParameterGroup, StepSettings } from '../config';
import { lossTerms, type LossTerm } from '../metrics';
import { encode } from '../model/encoder';
import { variablesByGroup } from '../model/tdgan';
import {
  expressionClassifierObjective, expressionDiscriminatorObjective, faceFakeTerm, faceRealTerm, generate,
  generatorObjective, type Objective, type StepContext,
} from './objectives';
import { applyAdam, type Optimizers } from './optimizers';

/** The terms of one step as one tensor, in the order of `names`. */
export interface StackedTerms {
  names: LossTerm[];
  /** [names.length] */
  values: tf.Tensor1D;
}

/** Which discriminators learn on step `step` (0 for the first). */
export function dueUpdates(step: number, settings: StepSettings): { face: boolean; expression: boolean } {
  return {
    face: step % settings.faceDiscriminatorEvery === 0,
    expression: step % settings.expressionDiscriminatorEvery === 0,
  };
}

/** Takes each group's gradients as soon as they exist; owns and disposes them. */
type GradientSink = (group: ParameterGroup, gradients: tf.Tensor[]) => void;

interface StepInput extends StepContext {
  due: { face: boolean; expression: boolean };
  /** Compute terms too that no due update needs. */
  allTerms: boolean;
}

/** One step: four optimizers, those of the discriminators only when due. The caller disposes the terms. */
export function trainStep(
  input: Omit<StepInput, 'due'> & { optimizers: Optimizers; step: number },
): StackedTerms {
  const { optimizers, step, ...rest } = input;
  return runPhases({ ...rest, due: dueUpdates(step, input.settings) }, (group, gradients) => {
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
function runPhases({ due, allTerms, ...context }: StepInput, sink: GradientSink): StackedTerms {
  const { model, batch, settings } = context;
  const groups = variablesByGroup(model);
  return tf.tidy(() => {
    const terms: Objective['terms'] = {};
    const learn = (group: ParameterGroup, objective: () => Objective) => {
      const { gradients, terms: found } = gradientsOf(groups[group], objective);
      Object.assign(terms, found);
      sink(group, gradients);
    };

    const expressionFeatures = encode(model.expressionEncoder, batch.expression);
    let realFeatures: tf.Tensor4D | null = null;
    const generated = due.face || allTerms ? generate(context) : null;
    learn('expressionClassifier', () => expressionClassifierObjective(context, expressionFeatures));

    if (due.face) {
      learn('faceDiscriminator', () => {
        const { features, dFaceReal } = faceRealTerm(context);
        realFeatures = tf.keep(features);
        const dFaceFake = faceFakeTerm(context, generated!);
        const total = dFaceReal.mul(settings.weightFaceReal).add(dFaceFake.mul(settings.weightFaceFake)).asScalar();
        return { total, terms: { dFaceReal, dFaceFake } };
      });
    } else if (allTerms) {
      const { features, dFaceReal } = faceRealTerm(context);
      realFeatures = tf.keep(features);
      Object.assign(terms, { dFaceReal, dFaceFake: faceFakeTerm(context, generated!) });
    } else {
      realFeatures = tf.keep(encode(model.faceDiscriminator.encoder, batch.face));
    }
    const expressionObjective = () => expressionDiscriminatorObjective(context);
    if (due.expression) learn('expressionDiscriminator', expressionObjective);
    else if (allTerms) Object.assign(terms, expressionObjective().terms);

    learn('generator', () => generatorObjective(context, realFeatures!));
    realFeatures!.dispose();

    const names = lossTerms.filter((name) => terms[name]);
    const values = tf.stack(names.map((name) => terms[name]!)) as tf.Tensor1D;
    tf.dispose(terms);
    return { names, values };
  });
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

// A step in which one network learns and the three others rest: what is computed is what that
// network's loss needs, nothing else. Surprise: the gaps do not count here; a discriminator that is
// trained alone learns on every step.

import * as tf from '@tensorflow/tfjs';
import type { ParameterGroup } from '../config';
import { encode } from '../model/encoder';
import { encoderForward } from '../model/explicit/encoder';
import { variablesByGroup } from '../model/tdgan';
import { transfer } from '../model/transfer';
import {
  learnExpressionClassifier, learnExpressionDiscriminator, learnFaceDiscriminator, type Learned,
} from './classifierUpdates';
import { generate, learnGenerator } from './generatorUpdate';
import { normOf } from './measures';
import { applyAdam, type Optimizers } from './optimizers';
import { stackTerms, type StackedTerms } from './step';
import type { StepContext } from './stepContext';

/** One Adam update of `only`; every other weight and moment stays bit-equal. The caller disposes the terms. */
export function singleUpdate(
  context: StepContext, { only, optimizers }: { only: ParameterGroup; optimizers: Optimizers },
): StackedTerms {
  const stacked = tf.tidy(() => {
    const { sums, terms, measures } = learners[only](context);
    const gradients = sums.take(variablesByGroup(context.model)[only]);
    Object.assign(measures, normOf(context, only, gradients));
    applyAdam(optimizers[only], gradients, context.settings.learningRates[only]);
    return stackTerms(terms, measures);
  });
  return { ...stacked, settings: context.settings };
}

const learners: Record<ParameterGroup, (context: StepContext) => Learned> = {
  generator: (context) => {
    const { model, batch } = context;
    const realFeatures = tf.tidy(() => encoderForward(model.faceDiscriminator.encoder, batch.face).output);
    return learnGenerator(context, generate(context), realFeatures);
  },
  expressionClassifier: (context) => {
    const { model, batch } = context;
    return learnExpressionClassifier(context, encode(model.expressionEncoder, batch.expression));
  },
  faceDiscriminator: (context) => {
    const { model, batch } = context;
    return learnFaceDiscriminator(context, transfer(model, { faces: batch.face, expressions: batch.expression, noise: batch.noises[0] }));
  },
  expressionDiscriminator: learnExpressionDiscriminator,
};

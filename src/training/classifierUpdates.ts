// What M_ER, D_f and D_e learn in one step, without the tape: the gradients of each group, the loss
// terms, and of a step that is measured the accuracies. Surprise: D_f judges real and generated faces
// as one batch, which is exact because its norms are per sample; its features of the real ones are
// handed on to Eq. 8.

import * as tf from '@tensorflow/tfjs';
import { crossEntropy } from '../kernels/crossEntropy';
import type { LossTerm } from '../metrics';
import { classify } from '../model/denseHead';
import { encode } from '../model/encoder';
import { denseHeadBackward, denseHeadForward } from '../model/explicit/denseHead';
import { discriminatorBackward, discriminatorForward } from '../model/explicit/discriminator';
import { GradientSums } from '../model/explicit/gradientSums';
import { accuracy, type Measures } from './measures';
import type { StepContext } from './stepContext';

export type Terms = Partial<Record<LossTerm, tf.Scalar>>;

/** What one optimizer learns from. */
export interface Learned {
  sums: GradientSums;
  terms: Terms;
  /** Empty in a step that is not measured. */
  measures: Measures;
}

/** The first or second half of a batch. */
export function half<T extends tf.Tensor>(x: T, which: 0 | 1): T {
  const count = x.shape[0]! / 2;
  return x.slice(which * count, count);
}

/** M_ER learns from d_e as a given; E_e does not learn from it. */
export function learnExpressionClassifier(
  { model, batch, dropout, measure }: StepContext, expressionFeatures: tf.Tensor4D,
): Learned {
  const { output, trace } = denseHeadForward(model.expressionClassifier, expressionFeatures, dropout('classifier'));
  const measures: Measures = measure ? { classifierAccuracy: accuracy(output, batch.expressionLabels) } : {};
  const { loss, dLogits } = crossEntropy(output, batch.expressionLabels, 1);
  const sums = new GradientSums();
  denseHeadBackward(model.expressionClassifier, trace, { dOutput: dLogits, sums, wantInput: false });
  return { sums, terms: { mExpression: loss }, measures };
}

/** Real faces, then generated ones, [2N,S,S,C]. */
const realAndGenerated = ({ batch }: StepContext, generated: tf.Tensor4D): tf.Tensor4D => tf.concat([batch.face, generated], 0);

/** Identities for the real faces; for the generated ones the fake class, whatever their identity. */
function faceLosses({ model, batch, settings }: StepContext, logits: tf.Tensor2D) {
  const fakeLabels: tf.Tensor1D = tf.fill([batch.faceLabels.size], model.config.faceClasses, 'int32');
  const [realLogits, fakeLogits] = [half(logits, 0), half(logits, 1)];
  const real = crossEntropy(realLogits, batch.faceLabels, settings.weightFaceReal);
  const fake = crossEntropy(fakeLogits, fakeLabels, settings.weightFaceFake);
  const dLogits = tf.concat([real.dLogits, fake.dLogits], 0);
  tf.dispose([fakeLabels, realLogits, fakeLogits, real.dLogits, fake.dLogits]);
  return { terms: { dFaceReal: real.loss, dFaceFake: fake.loss }, dLogits };
}

/** @returns besides, D_f's features of the real faces, with the weights that the gradients are taken at */
export function learnFaceDiscriminator(
  context: StepContext, generated: tf.Tensor4D,
): Learned & { realFeatures: tf.Tensor4D } {
  const { model: { faceDiscriminator }, batch, measure } = context;
  const images = realAndGenerated(context, generated);
  const { features, logits, trace } = discriminatorForward(faceDiscriminator, images, context.dropout('faceUpdate'));
  const realFeatures = half(features, 0);
  const measures: Measures = measure ? { faceAccuracy: tf.tidy(() => accuracy(half(logits, 0), batch.faceLabels)) } : {};
  const { terms, dLogits } = faceLosses(context, logits);
  const sums = new GradientSums();
  discriminatorBackward(faceDiscriminator, trace, { dLogits, sums, wantInput: false });
  images.dispose();
  return { sums, terms, measures, realFeatures };
}

/** The same terms and features for display, where D_f does not learn. */
export function showFaceDiscriminator(
  context: StepContext, generated: tf.Tensor4D,
): { terms: Terms; realFeatures: tf.Tensor4D } {
  return tf.tidy(() => {
    const { encoder, head } = context.model.faceDiscriminator;
    const features = encode(encoder, realAndGenerated(context, generated));
    const { terms } = faceLosses(context, classify(head, features, context.dropout('faceUpdate')));
    return { terms, realFeatures: half(features, 0) };
  });
}

/** D_e learns from real images alone. */
export function learnExpressionDiscriminator({ model, batch, settings, dropout, measure }: StepContext): Learned {
  const { logits, trace } = discriminatorForward(model.expressionDiscriminator, batch.expression, dropout('expressionReal'));
  const measures: Measures = measure ? { expressionAccuracy: accuracy(logits, batch.expressionLabels) } : {};
  const { loss, dLogits } = crossEntropy(logits, batch.expressionLabels, settings.weightExpression);
  const sums = new GradientSums();
  discriminatorBackward(model.expressionDiscriminator, trace, { dLogits, sums, wantInput: false });
  return { sums, terms: { dExpression: loss }, measures };
}

/** The same term for display, where D_e does not learn. */
export function showExpressionDiscriminator({ model, batch, settings, dropout }: StepContext): Terms {
  return tf.tidy(() => {
    const { encoder, head } = model.expressionDiscriminator;
    const logits = classify(head, encode(encoder, batch.expression), dropout('expressionReal'));
    return { dExpression: crossEntropy(logits, batch.expressionLabels, settings.weightExpression).loss };
  });
}

// What a step is measured by besides its loss terms, on the backend: accuracies, gradient norms, the
// effect of the expression. Nothing here changes what is learned. Surprise: a step to measure is
// chosen before it is taken, as the one of the coming report in which most networks learn.

import * as tf from '@tensorflow/tfjs';
import { dueUpdates, type ParameterGroup, type StepSettings } from '../config';
import { absoluteDifference } from '../kernels/differences';
import { gradientNorm } from '../kernels/gradientNorm';
import { gradientNorms, type StepMeasure } from '../metrics';
import { decode } from '../model/decoder';
import type { StepContext } from './stepContext';

export type Measures = Partial<Record<StepMeasure, tf.Scalar>>;

/** Pairs whose expressions are exchanged: few, as a decode is what a measured step costs most. */
const exchangedPairs = 4;

/**
 * Share of the batch whose highest logit is that of its class, 0 to 1.
 * @param logits [N,classes], with dropout where they were learned from
 * @param labels [N] int32
 */
export function accuracy(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Scalar {
  return tf.tidy(() => logits.argMax(1).equal(labels).toFloat().mean().asScalar());
}

/** The norm of a group's gradients, which stay the caller's; nothing in a step that is not measured. */
export function normOf({ measure }: StepContext, group: ParameterGroup, gradients: tf.Tensor[]): Measures {
  return measure ? { [gradientNorms[group]]: gradientNorm(gradients) } : {};
}

/**
 * Mean absolute difference of I_g from the same faces, drawn with the same noise and the expression
 * of the next pair, over the first pairs of the batch. Of a batch of one there is no next pair.
 * @param drawn I_g, [N,S,S,C]
 * @param faceFeatures [N or more,S/16,S/16,128w], those of the faces first; expressionFeatures likewise, of N
 */
export function expressionEffect(
  { model, batch, measure }: StepContext,
  { drawn, faceFeatures, expressionFeatures }: Record<'drawn' | 'faceFeatures' | 'expressionFeatures', tf.Tensor4D>,
): Measures {
  const pairs = Math.min(drawn.shape[0], exchangedPairs);
  if (!measure || pairs === 1) return {};
  return {
    expressionEffect: tf.tidy(() => {
      const first = (x: tf.Tensor4D): tf.Tensor4D => x.slice(0, pairs);
      const next: tf.Tensor4D = tf.concat([expressionFeatures.slice(1, pairs - 1), expressionFeatures.slice(0, 1)], 0);
      const exchanged = decode(model.decoder, {
        expressionFeatures: next, faceFeatures: first(faceFeatures), noise: first(batch.noises[0]),
      });
      return absoluteDifference(exchanged, first(drawn), [1]).losses.asScalar();
    }),
  };
}

/**
 * The step from `from` on, of `count` steps, in which most groups learn; the first of them.
 * @param only the one group that learns, on every step
 */
export function stepToMeasure(
  { from, count, settings, only }: { from: number; count: number; settings: StepSettings; only: ParameterGroup | null },
): number {
  if (only) return from;
  const learning = (step: number) => Object.values(dueUpdates(step, settings)).filter(Boolean).length;
  const steps = Array.from({ length: count }, (_, i) => from + i);
  return steps.reduce((best, step) => (learning(step) > learning(best) ? step : best));
}

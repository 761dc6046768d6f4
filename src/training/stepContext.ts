// What one training step goes by: the batch as tensors, the model, the settings, the dropout.

import * as tf from '@tensorflow/tfjs';
import type { StepSettings } from '../config';
import type { Tdgan } from '../model/tdgan';
import type { DropoutAt } from './dropout';

/** One batch on the backend. */
export interface TensorBatch {
  /** [N,S,S,C] in [0, 1] */
  face: tf.Tensor4D;
  /** [N] int32 */
  faceLabels: tf.Tensor1D;
  expression: tf.Tensor4D;
  expressionLabels: tf.Tensor1D;
  /** d_n of the three decoder calls: generated, face again, expression again. */
  noises: [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
}

export function disposeBatch({ face, faceLabels, expression, expressionLabels, noises }: TensorBatch): void {
  tf.dispose([face, faceLabels, expression, expressionLabels, noises]);
}

/** What all phases of one step share. */
export interface StepContext {
  model: Tdgan;
  batch: TensorBatch;
  settings: StepSettings;
  dropout: DropoutAt;
  /** Besides the terms, take the measures of what is computed. */
  measure?: boolean;
}

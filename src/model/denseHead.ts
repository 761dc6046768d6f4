// The dense classifier: M_ER, and the heads of D_f and D_e. Flattening is in H,W,C order here and
// in C,H,W order in PyTorch, so the first kernel's rows are permuted when weights cross.

import * as tf from '@tensorflow/tfjs';
import { featureSize, scaledChannels, type TdganConfig } from '../config';
import { createDense, dense, type Dense, type Initializer } from './layers';

export interface DenseHead {
  fc1: Dense;
  fc2: Dense;
  fc3: Dense;
}

/** Drops units of the input of fc1 (layer 0) or fc2 (layer 1) and scales up the rest; training only. */
export type Dropout = (x: tf.Tensor2D, layer: 0 | 1) => tf.Tensor2D;

export function createDenseHead(config: TdganConfig, classes: number, init: Initializer): DenseHead {
  const flat = scaledChannels(config, 128) * featureSize(config) ** 2;
  return {
    fc1: createDense(init, flat, config.fcWidth),
    fc2: createDense(init, config.fcWidth, config.fcWidth),
    fc3: createDense(init, config.fcWidth, classes),
  };
}

/**
 * Logits of encoder features.
 * @param features [N,S/16,S/16,128w]
 * @returns [N,classes]
 */
export function classify(head: DenseHead, features: tf.Tensor4D, dropout: Dropout = (x) => x): tf.Tensor2D {
  return tf.tidy(() => {
    const flat = features.reshape([features.shape[0], -1]) as tf.Tensor2D;
    const hidden: tf.Tensor2D = dense(head.fc1, dropout(flat, 0)).relu();
    return dense(head.fc3, dense(head.fc2, dropout(hidden, 1)).relu());
  });
}

// A batch to time steps on: images, labels and noise that depend on the sizes alone.

import * as tf from '@tensorflow/tfjs';
import type { TdganConfig } from '../../config';
import { uniforms } from '../../random';
import type { TensorBatch } from '../../training/stepContext';
import type { Trainer } from '../../training/trainer';

/** Images of uniform noise, [batch,S,S,C] in [0, 1); another stream gives others. */
export function randomImages({ imageSize, imageChannels }: TdganConfig, batch: number, stream: number): tf.Tensor4D {
  const shape: [number, number, number, number] = [batch, imageSize, imageSize, imageChannels];
  return tf.tensor4d(uniforms({ seed: 0, step: 0, stream }, tf.util.sizeFromShape(shape)), shape);
}

export function randomBatch(trainer: Trainer, batch: number): TensorBatch {
  return { ...randomPairs(trainer.model.config, batch), noises: trainer.drawNoises(batch) };
}

export function randomPairs(config: TdganConfig, batch: number): Omit<TensorBatch, 'noises'> {
  const labels = () => tf.tensor1d(new Int32Array(batch), 'int32');
  return {
    face: randomImages(config, batch, 0), faceLabels: labels(),
    expression: randomImages(config, batch, 1), expressionLabels: labels(),
  };
}

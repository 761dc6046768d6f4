// Flat images to a tensor of the model's size.

import * as tf from '@tensorflow/tfjs';
import type { TdganConfig } from '../config';
import { imageLength } from './checks';

/** @returns [N,S,S,C] */
export function uploadImages(values: Float32Array, config: TdganConfig): tf.Tensor4D {
  const { imageSize, imageChannels } = config;
  return tf.tensor4d(values, [values.length / imageLength(config), imageSize, imageSize, imageChannels]);
}

// Interpolation as the engine offers it. While images and weights stay, the encoders do not run
// again: a slider costs one pass of the decoder.

import * as tf from '@tensorflow/tfjs';
import type { FeatureCache } from '../analysis/featureCache';
import { interpolationGrid } from '../analysis/interpolation';
import { encode } from '../model/encoder';
import { createNoise, type Tdgan } from '../model/tdgan';
import { checkInterpolation, evaluationNoise } from './checks';
import type { InterpolationInput, InterpolationResult } from './engine';
import { uploadImages } from './uploadImages';

/** @param step of the present weights, which together with the model says which they are */
export async function interpolate(
  { model, step, cache }: { model: Tdgan; step: number; cache: FeatureCache }, input: InterpolationInput,
): Promise<InterpolationResult> {
  const { faceAlphas, expressionAlphas } = checkInterpolation(input, model.config);
  const noiseKey = evaluationNoise(input.noiseSeed);
  const featuresOf = (branch: 'face' | 'expression', images: Float32Array) =>
    cache.features({ branch, images, weights: { model, step } }, () => tf.tidy(() =>
      encode(branch === 'face' ? model.faceEncoder : model.expressionEncoder, uploadImages(images, model.config))));
  const faceFeatures = featuresOf('face', input.faces);
  const expressionFeatures = featuresOf('expression', input.expressions);
  const grid = tf.tidy(() => interpolationGrid(model, {
    faceFeatures, expressionFeatures, noise: createNoise(model.config, 1, noiseKey), faceAlphas, expressionAlphas,
  }));
  try {
    const images = await grid.data<'float32'>();
    return { images, rows: faceAlphas.length, columns: expressionAlphas.length, faceAlphas, expressionAlphas };
  } finally {
    grid.dispose();
  }
}

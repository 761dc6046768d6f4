// How much noise changes the picture: one pair under several noise seeds, and for comparison its face
// with as many expression images of the loaded set. Surprise: both series have equal lengths wherever
// the set allows it, because a longer one has a larger mean deviation of the same cause.

import * as tf from '@tensorflow/tfjs';
import type { FeatureCache } from '../analysis/featureCache';
import { drawSeries, spreadOf } from '../analysis/spread';
import { requireNumber } from '../config';
import type { ImageSet } from '../data/imageSet';
import { encode } from '../model/encoder';
import { createNoise, type Tdgan } from '../model/tdgan';
import { countImages, evaluationNoise } from './checks';
import type { NoiseVariation, NoiseVariationInput, Spread } from './engine';
import { chooseImages, readImages, uploadSetImages } from './setImages';
import { uploadImages } from './uploadImages';

const seedRange: [number, number] = [2, 32];

/** @param set of expression images to exchange the pair's for; without one there is nothing to compare with */
export async function varyNoise(
  { model, step, cache, set }: { model: Tdgan; step: number; cache: FeatureCache; set: ImageSet | undefined },
  { face, expression, noiseSeed = 0, seeds = 8 }: NoiseVariationInput,
): Promise<NoiseVariation> {
  for (const [name, image] of Object.entries({ face, expression })) {
    if (countImages(image, model.config, name) !== 1) throw new Error(`${name} must be one image.`);
  }
  requireNumber(seeds, 'seeds', { range: seedRange, whole: true });
  const locked = evaluationNoise(noiseSeed);
  const noiseSeeds = Array.from({ length: seeds }, (_, i) => (noiseSeed + i) >>> 0);
  const others = set ? pickOthers(set, seeds) : [];
  const of = { model, step };
  const faceFeatures = cache.features({ branch: 'face', images: face, weights: of }, () =>
    tf.tidy(() => encode(model.faceEncoder, uploadImages(face, model.config))));
  const own = cache.features({ branch: 'expression', images: expression, weights: of }, () =>
    tf.tidy(() => encode(model.expressionEncoder, uploadImages(expression, model.config))));
  const byNoise = tf.tidy(() => drawSeries(model, {
    faceFeatures, expressionFeatures: own, noise: tf.concat(noiseSeeds.map((seed) => createNoise(model.config, 1, { ...locked, seed })), 0),
  }));
  const exchanged = set && others.length > 1
    ? cache.features({ branch: 'expression', images: readImages(set, others), weights: of }, () =>
      tf.tidy(() => encode(model.expressionEncoder, uploadSetImages(set, others, model.config))))
    : null;
  const byExpression = exchanged && tf.tidy(() =>
    drawSeries(model, { faceFeatures, expressionFeatures: exchanged, noise: createNoise(model.config, 1, locked) }));
  try {
    return { noiseSeeds, noise: await read(byNoise), expression: byExpression && await read(byExpression) };
  } finally {
    byNoise.dispose();
    byExpression?.dispose();
  }
}

/** Numbers of `count` images, or of all where the set has fewer; from each class in its turn. */
function pickOthers(set: ImageSet, count: number): number[] {
  const byClass = chooseImages(set, count);
  return Array.from({ length: count }, (_, turn) => byClass.flatMap((numbers) => numbers.slice(turn, turn + 1))).flat().slice(0, count);
}

async function read(drawn: tf.Tensor4D): Promise<Spread> {
  const images = await drawn.data<'float32'>();
  return { images, ...spreadOf(images, drawn.shape[0]) };
}

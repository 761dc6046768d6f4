// A face with a free mix of the seven mean expression features of the loaded set. Surprise: the means
// are kept like any features, so they are taken anew when the weights or the set change, and only then.

import * as tf from '@tensorflow/tfjs';
import type { FeatureCache } from '../analysis/featureCache';
import { requireNumber } from '../config';
import type { ImageSet } from '../data/imageSet';
import { decode } from '../model/decoder';
import { encode } from '../model/encoder';
import { createNoise, type Tdgan } from '../model/tdgan';
import { countImages, evaluationNoise } from './checks';
import type { ExpressionMixInput, ExpressionMix } from './engine';
import { chooseImages, readImages, uploadSetImages } from './setImages';
import { uploadImages } from './uploadImages';

/** Images of each class that its mean is taken over, at most. */
const mostPerClass = 16;
const weightRange: [number, number] = [-10, 10];

/** @param set of expression images; they are resized to the model's side, as for testing */
export async function mixExpressions(
  { model, step, cache, set }: { model: Tdgan; step: number; cache: FeatureCache; set: ImageSet | undefined }, { face, weights, noiseSeed }: ExpressionMixInput,
): Promise<ExpressionMix> {
  if (!set) throw new Error('Load an expression set first: its images say what each expression looks like.');
  if (countImages(face, model.config, 'face') !== 1) throw new Error('face must be one image.');
  const noiseKey = evaluationNoise(noiseSeed);
  const chosen = chooseImages(set, mostPerClass);
  checkWeights(weights, set, chosen);
  const of = { model, step };
  const means = cache.features({ branch: 'expressionMeans', images: readImages(set, chosen.flat()), weights: of }, () => classMeans(model, set, chosen));
  const faceFeatures = cache.features({ branch: 'face', images: face, weights: of }, () =>
    tf.tidy(() => encode(model.faceEncoder, uploadImages(face, model.config))));
  const image = tf.tidy(() => {
    const expressionFeatures = means.mul(tf.tensor4d(Array.from(weights), [weights.length, 1, 1, 1])).sum<tf.Tensor4D>(0, true);
    return decode(model.decoder, { expressionFeatures, faceFeatures, noise: createNoise(model.config, 1, noiseKey) });
  });
  try {
    return { image: await image.data<'float32'>(), images: chosen.map((numbers) => numbers.length) };
  } finally {
    image.dispose();
  }
}

function checkWeights(weights: ArrayLike<number>, { classes }: ImageSet, chosen: number[][]): void {
  if (weights?.length !== classes.length) throw new Error(`weights must be ${classes.length} numbers, one per class: ${classes.join(', ')}.`);
  classes.forEach((name, i) => {
    requireNumber(weights[i], `the weight of ${name}`, { range: weightRange });
    if (weights[i] !== 0 && chosen[i]!.length === 0) throw new Error(`The expression set has no image of ${name}: its weight must be 0.`);
  });
}

/** Mean d_e of each class, [classes,S/16,S/16,128w]; zeros where a class is empty. */
function classMeans(model: Tdgan, set: ImageSet, chosen: number[][]): tf.Tensor4D {
  const means = (numbers: number[]) => tf.tidy(() =>
    encode(model.expressionEncoder, uploadSetImages(set, numbers, model.config)).mean<tf.Tensor4D>(0, true));
  return tf.tidy(() => {
    const known = chosen.map((numbers) => (numbers.length > 0 ? means(numbers) : null));
    const shape = known.find((mean) => mean !== null)!.shape;
    return tf.concat(known.map((mean) => mean ?? tf.zeros<tf.Rank.R4>(shape)), 0);
  });
}

// The swap matrix and the five images of Eq. 7, from arrays to arrays. Surprise: similarity is taken
// from D_f's features and not from E_f's, for the generator is not to judge itself.

import * as tf from '@tensorflow/tfjs';
import { drawAgain, swapRows, type SwapRow } from '../analysis/swapMatrix';
import { cosine } from '../analysis/transferScores';
import type { TdganConfig } from '../config';
import { join } from '../join';
import { createNoise, type Tdgan } from '../model/tdgan';
import { countImages, evaluationNoise } from './checks';
import type { DrawnAgain, DrawnAgainInput, SwapMatrixInput, SwapMatrixResult } from './engine';
import { uploadImages } from './uploadImages';

const mostPerAxis = 16;

/** @returns rows and columns */
function checkSwap({ faces, expressions }: SwapMatrixInput, config: TdganConfig): { rows: number; columns: number } {
  const count = (images: Float32Array, what: string) => {
    const held = countImages(images, config, what);
    if (held > mostPerAxis) throw new Error(`${what} holds ${held} images; a swap matrix has ${mostPerAxis} a side at most.`);
    return held;
  };
  return { rows: count(faces, 'faces'), columns: count(expressions, 'expressions') };
}

export async function swapMatrix(model: Tdgan, input: SwapMatrixInput): Promise<SwapMatrixResult> {
  const { rows, columns } = checkSwap(input, model.config);
  const noiseKey = evaluationNoise(input.noiseSeed);
  const drawn = tf.tidy(() => swapRows(model, {
    faces: uploadImages(input.faces, model.config), expressions: uploadImages(input.expressions, model.config),
    noise: createNoise(model.config, 1, noiseKey),
  }));
  try {
    const read = await Promise.all(drawn.map((row) => readRow(row, columns)));
    const joined = (part: 'images' | 'discriminatorLogits' | 'classifierLogits') => join(read.map((row) => row[part]));
    return {
      rows, columns,
      images: joined('images'), discriminatorLogits: joined('discriminatorLogits'), classifierLogits: joined('classifierLogits'),
      similarities: read.flatMap((row) => row.similarities),
    };
  } finally {
    tf.dispose(drawn);
  }
}

async function readRow({ images, discriminatorLogits, classifierLogits, features, faceFeatures }: SwapRow, columns: number) {
  const [pixels, byDiscriminator, byClassifier, ofImages, ofFace] = await Promise.all([
    images.data<'float32'>(), discriminatorLogits.data<'float32'>(), classifierLogits.data<'float32'>(),
    features.data<'float32'>(), faceFeatures.data<'float32'>(),
  ]);
  const length = ofFace.length;
  return {
    images: pixels, discriminatorLogits: byDiscriminator, classifierLogits: byClassifier,
    similarities: Array.from({ length: columns }, (_, i) => cosine(ofImages.subarray(i * length, (i + 1) * length), ofFace)),
  };
}

export async function drawnAgain(model: Tdgan, { face, expression, noiseSeed }: DrawnAgainInput): Promise<DrawnAgain> {
  for (const [name, image] of Object.entries({ face, expression })) {
    if (countImages(image, model.config, name) !== 1) throw new Error(`${name} must be one image.`);
  }
  const noiseKey = evaluationNoise(noiseSeed);
  const drawn = tf.tidy(() => drawAgain(model, {
    face: uploadImages(face, model.config), expression: uploadImages(expression, model.config), noise: createNoise(model.config, 1, noiseKey),
  }));
  try {
    const [generated, faceAgain, expressionAgain] = await Promise.all([
      drawn.generated.data<'float32'>(), drawn.faceAgain.data<'float32'>(), drawn.expressionAgain.data<'float32'>(),
    ]);
    const [faceDifference, expressionDifference] = [difference(faceAgain, face), difference(expressionAgain, expression)];
    return {
      generated, faceAgain, expressionAgain, faceDifference, expressionDifference,
      faceL1: mean(faceDifference), expressionL1: mean(expressionDifference),
    };
  } finally {
    tf.dispose(drawn);
  }
}

const difference = (a: Float32Array, b: Float32Array) => a.map((value, i) => Math.abs(value - b[i]!));
const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

// The swap matrix against single transfers, the images of Eq. 7 against the training step's own terms,
// and interpolation with its cache against the same without.

import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../../e2e/support/expectClose';
import { randomImages, smallestConfig, smallestTraining } from '../../e2e/support/smallest';
import { cosine } from '../analysis/transferScores';
import { encode } from '../model/encoder';
import { createNoise, createTdgan, disposeTdgan } from '../model/tdgan';
import { evaluationNoise } from './checks';
import type { EngineHandle } from './engine';
import { createLocalEngine } from './localEngine';

const seed = 3;
const length = smallestConfig.imageSize ** 2;
const [faces, expressions] = [randomImages(2, 1), randomImages(3, 2)];
const nth = (images: Float32Array, i: number) => images.slice(i * length, (i + 1) * length);

describe('with the smallest model', () => {
  let engine: EngineHandle;
  beforeAll(async () => {
    engine = await createLocalEngine({ backend: 'cpu' });
    await engine.create(smallestConfig, { seed });
    await engine.setTraining(smallestTraining);
  });
  afterAll(() => engine.dispose());

  it('each cell of the swap matrix is the single transfer, with the verdicts on it', async () => {
    const matrix = await engine.swapMatrix({ faces, expressions, noiseSeed: 5 });
    expect(matrix).toMatchObject({ rows: 2, columns: 3 });
    const model = createTdgan(smallestConfig, seed);
    const featuresOf = (image: Float32Array) => tf.tidy(() =>
      encode(model.faceDiscriminator.encoder, tf.tensor4d(image, [1, 16, 16, 1])).dataSync());
    for (let cell = 0; cell < 6; cell++) {
      const [row, column] = [Math.floor(cell / 3), cell % 3];
      const face = nth(faces, row);
      const single = await engine.forward({ face, expression: nth(expressions, column), noiseSeed: 5 });
      const image = nth(matrix.images, cell);
      expectClose(image, single.image, 1e-5);
      const logits = (of: Float32Array) => of.slice(7 * cell, 7 * cell + 7);
      expectClose(logits(matrix.discriminatorLogits), single.discriminator.expressionLogits, 1e-5);
      const judged = await engine.forward({ face, expression: single.image });
      expectClose(logits(matrix.classifierLogits), judged.expressionLogits, 1e-5);
      expect(matrix.similarities[cell]).toBeCloseTo(cosine(single.discriminator.faceFeatures, featuresOf(face))!, 5);
    }
    disposeTdgan(model);
  });

  it('a matrix of too many images is refused by name', async () => {
    await expect(engine.swapMatrix({ faces, expressions: randomImages(17, 2) })).rejects.toThrow('expressions holds 17 images; a swap matrix has 16 a side at most');
    await expect(engine.swapMatrix({ faces: new Float32Array(3), expressions })).rejects.toThrow('faces has 3 values');
    await expect(engine.drawAgain({ face: faces, expression: nth(expressions, 0) })).rejects.toThrow('face must be one image');
  });

  it('the images of Eq. 7 are transfers, and their distances the training step\'s two terms', async () => {
    await engine.reset();
    const [face, expression] = [nth(faces, 0), nth(expressions, 1)];
    const again = await engine.drawAgain({ face, expression, noiseSeed: 6 });
    const transfer = async (from: Float32Array, to: Float32Array) => (await engine.forward({ face: from, expression: to, noiseSeed: 6 })).image;
    expectClose(again.generated, await transfer(face, expression), 1e-6);
    expectClose(again.faceAgain, await transfer(again.generated, face), 1e-6);
    expectClose(again.expressionAgain, await transfer(expression, again.generated), 1e-6);
    const noise = tf.tidy(() => createNoise(smallestConfig, 1, evaluationNoise(6)).dataSync<'float32'>());
    const terms = await engine.step({ face, faceLabels: [0], expression, expressionLabels: [1], noises: [noise, noise, noise] }, { allTerms: true });
    expect(again.faceL1).toBeCloseTo(terms.gConsistencyFace!, 5);
    expect(again.expressionL1).toBeCloseTo(terms.gConsistencyExpression!, 5);
    expect(Math.abs(again.faceL1 - again.expressionL1)).toBeGreaterThan(1e-4);
  });

  it('interpolation follows the weights, whatever it remembers', async () => {
    const given = { faces, expressions: expressions.slice(0, 2 * length), noiseSeed: 1, steps: 3 };
    const batch = { face: faces, faceLabels: [0, 1], expression: given.expressions, expressionLabels: [1, 2] };
    const ends = async () => {
      const { images } = await engine.interpolate(given);
      const direct = await engine.forward({ face: nth(faces, 0), expression: nth(expressions, 0), noiseSeed: 1 });
      expectClose(nth(images, 0), direct.image, 1e-6);
      return images;
    };
    await engine.reset();
    const first = await ends();
    expect(await ends()).toEqual(first);
    const saved = await engine.saveWeights();
    await engine.step(batch);
    const trained = await engine.saveWeights();
    expect(await ends()).not.toEqual(first);
    await engine.loadWeights({ saved });
    expect(await ends()).toEqual(first);
    await engine.loadWeights({ trained }); // step 0 again
    expect(await ends()).not.toEqual(first);
  });
});

// What the step without the tape has to share with the one on it, on any backend, at the smallest
// size: every parameter's gradient, and weights and terms after a whole step for every choice of who
// learns. Dropout is on, so that masks drawn anew in the backward are held to those of the forward.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../../e2e/support/expectClose';
import { randomImages, randomNoise, smallestConfig, smallestTraining } from '../../e2e/support/smallest';
import { parameterGroups, type ParameterGroup, type TdganConfig, type TrainingConfig } from '../config';
import { createTdgan, disposeTdgan, noiseShape, variablesByGroup } from '../model/tdgan';
import { uniforms } from '../random';
import { createDropout } from './dropout';
import { disposeBatch, type StepContext, type TensorBatch } from './stepContext';
import { createOptimizers, disposeOptimizers } from './optimizers';
import { computeGradients, trainStep } from './step';
import { tapedGradients, tapedStep } from './tapedStep';
import { readTerms } from './reporter';

/** Wide enough that no vector has a single element, whose gradient may all but cancel. */
const config: TdganConfig = { ...smallestConfig, width: 1 / 4 };
/**
 * Adam's first update is the rate times the sign of the gradient, so what rounding alone decides
 * must be rare: at 16 pixels the last norm has maps of 2x2, where many gradients are 0 in theory.
 */
const largerMaps: TdganConfig = { ...smallestConfig, imageSize: 32, width: 1 / 8 };

const settings: TrainingConfig = {
  ...smallestTraining, dropout: 0.3, weightFaceReal: 0.7, weightFaceFake: 1.4, weightExpression: 1.2,
  lambdaGenFace: 0.6, lambdaGenExpression: 0.9, lambdaPerceptual: 3, lambdaConsistencyFace: 5, lambdaConsistencyExpression: 4,
};

function upload(config: TdganConfig, count: number): TensorBatch {
  const images = (stream: number) =>
    tf.tensor4d(randomImages(count, stream, config), [count, config.imageSize, config.imageSize, config.imageChannels]);
  const labels = (first: number) => tf.tensor1d(Array.from({ length: count }, (_, i) => first + i), 'int32');
  const noise = (stream: number) => tf.tensor4d(randomNoise(count, stream, config), noiseShape(config, count));
  return {
    face: images(1), faceLabels: labels(0), expression: images(2), expressionLabels: labels(4),
    noises: [noise(0), noise(1), noise(2)],
  };
}

/** A model whose every gradient is well above rounding: larger weights in what is drawn from a narrow normal. */
function createContext(config: TdganConfig, count: number): StepContext {
  const model = createTdgan(config, 3);
  Object.values(variablesByGroup(model)).flat().forEach((variable, i) => tf.tidy(() => {
    if (variable.rank === 1) variable.assign(variable.add(tf.tensor(uniforms({ seed: 9, step: 0, stream: i }, variable.size).map((u) => 0.2 * u - 0.1), variable.shape)));
    if (variable.rank === 2) variable.assign(variable.mul(10));
  }));
  return { model, batch: upload(config, count), settings, dropout: createDropout(settings.dropout, { seed: 3, step: 0 }) };
}

function disposeContext({ model, batch }: StepContext): void {
  disposeTdgan(model);
  disposeBatch(batch);
}

/** @param start makes the backend the current one */
export function explicitStepSuite(backend: string, start: () => Promise<void>): void {
  describe(`the step without the tape on ${backend}`, () => {
    beforeAll(start);

    for (const [channels, count] of [[1, 1], [3, 2]] as const) {
      it(`has the tape's gradients, ${channels} channels, batch ${count}`, async () => {
        const context = createContext({ ...config, imageChannels: channels }, count);
        const gradientsBy = async (compute: typeof computeGradients) => {
          const found: Partial<Record<ParameterGroup, tf.Tensor[]>> = {};
          const [terms] = await readTerms([{ terms: compute(context, (group, gradients) => (found[group] = gradients)) }]);
          return { terms: terms!, found: found as Record<ParameterGroup, tf.Tensor[]> };
        };
        const [explicit, taped] = [await gradientsBy(computeGradients), await gradientsBy(tapedGradients)];
        expect(Object.keys(explicit.terms)).toEqual(Object.keys(taped.terms));
        expectClose(Object.values(explicit.terms), Object.values(taped.terms), 2e-6);
        const variables = variablesByGroup(context.model);
        const distances: { name: string; distance: number }[] = [];
        for (const group of parameterGroups) {
          for (const [i, gradient] of explicit.found[group].entries()) {
            const [own, truth] = await Promise.all([gradient.data(), taped.found[group][i]!.data()]);
            expect(gradient.shape).toEqual(variables[group][i]!.shape);
            const square = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value * value, 0);
            const distance = Math.sqrt(square(own.map((value, at) => value - truth[at]!)) / square(truth));
            distances.push({ name: `${group} ${i} [${gradient.shape.join()}]`, distance });
          }
        }
        distances.sort((a, b) => b.distance - a.distance);
        expect(distances.filter(({ distance }) => !(distance <= 1e-5))).toEqual([]);
        tf.dispose([explicit.found, taped.found]);
        disposeContext(context);
      });
    }

    for (const face of [true, false]) {
      for (const expression of [true, false]) {
        it(`moves weights as on the tape, D_f ${face ? 'learning' : 'resting'}, D_e ${expression ? 'learning' : 'resting'}`, async () => {
          const after = async (step: typeof trainStep) => {
            const context = createContext(largerMaps, 2);
            const optimizers = createOptimizers(context.model);
            const due = { faceDiscriminatorEvery: face ? 1 : 2, expressionDiscriminatorEvery: expression ? 1 : 2 };
            const input = { ...context, settings: { ...settings, ...due }, optimizers, step: 1, allTerms: false };
            const [terms] = await readTerms([{ terms: step(input) }]);
            const variables = Object.values(variablesByGroup(context.model)).flat();
            const weights = (await Promise.all(variables.map((variable) => variable.data()))).flatMap((values) => [...values]);
            disposeOptimizers(optimizers);
            disposeContext(context);
            return { terms: terms!, weights };
          };
          const [explicit, taped] = [await after(trainStep), await after(tapedStep)];
          expect(Object.keys(explicit.terms)).toEqual(Object.keys(taped.terms));
          expectClose(Object.values(explicit.terms), Object.values(taped.terms), 2e-6);
          const apart = taped.weights.filter((weight, i) => !(Math.abs(weight - explicit.weights[i]!) <= 1e-5));
          expect(apart.length).toBeLessThanOrEqual(1e-5 * taped.weights.length);
        });
      }
    }

    it('holds nothing but gradients, terms and what its caller has when it hands out the last gradients', () => {
      const context = createContext(config, 1);
      const { numTensors } = tf.memory();
      let handedOut = 0;
      const { names, values } = computeGradients(context, (group, gradients) => {
        handedOut += gradients.length;
        if (group === 'generator') expect(tf.memory().numTensors).toBe(numTensors + handedOut + 9);
      });
      expect(names).toHaveLength(9); // the total is made of them when they are read
      expect(tf.memory().numTensors).toBe(numTensors + handedOut + 1);
      values.dispose();
      disposeContext(context);
    });
  });
}

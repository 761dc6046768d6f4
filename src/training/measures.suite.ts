// What measures have to be, on any backend, at the smallest size: numbers that can be had another
// way, from the tape's gradients and from forward passes of their own; and a step that is measured
// learns what it would have learned anyway, to the bit.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../../e2e/support/expectClose';
import { randomImages, randomNoise, smallestConfig, smallestTraining } from '../../e2e/support/smallest';
import { parameterGroups, type ParameterGroup, type TrainingConfig } from '../config';
import { gradientNorms, stepMeasures, type StepMeasure } from '../metrics';
import { decode } from '../model/decoder';
import { classify } from '../model/denseHead';
import { encode } from '../model/encoder';
import { noiseShape, variablesByGroup, type Tdgan } from '../model/tdgan';
import { createDropout } from './dropout';
import { readSteps } from './reporter';
import { disposeBatch, type TensorBatch } from './stepContext';
import { tapedGradients } from './tapedStep';
import { Trainer, type TakeStepOptions } from './trainer';

const config = smallestConfig;

interface Labels {
  face: number[];
  expression: number[];
}

function upload(count: number, labels: Labels): TensorBatch {
  const images = (stream: number) => tf.tensor4d(randomImages(count, stream, config), [count, 16, 16, 1]);
  const noise = (stream: number) => tf.tensor4d(randomNoise(count, stream, config), noiseShape(config, count));
  return {
    face: images(1), faceLabels: tf.tensor1d(labels.face, 'int32'), expression: images(2), expressionLabels: tf.tensor1d(labels.expression, 'int32'),
    noises: [noise(0), noise(1), noise(2)],
  };
}

const anyLabels = (count: number): Labels =>
  ({ face: Array.from({ length: count }, (_, i) => i % 3), expression: Array.from({ length: count }, (_, i) => (4 + i) % 7) });

async function valuesOf(compute: () => tf.Tensor): Promise<Float32Array> {
  const result = tf.tidy(compute);
  const values = await result.data<'float32'>();
  result.dispose();
  return values;
}

/** Its D_f rarely takes a real face for a fake, as a new one may do with all of them. */
function createTrainer(settings: TrainingConfig): Trainer {
  const trainer = new Trainer(config, settings);
  tf.tidy(() => trainer.model.faceDiscriminator.head.fc3.bias.assign(tf.tensor1d([0, 0, 0, -1])));
  return trainer;
}

/** One step of a new model, by default its first, in which all groups learn. */
async function measured({ count, labels = anyLabels(count), step = 0, settings = smallestTraining, ...options }: TakeStepOptions & {
  count: number; labels?: Labels; step?: number; settings?: TrainingConfig;
}) {
  const trainer = createTrainer(settings);
  const batch = upload(count, labels);
  trainer.step = step;
  const [read] = await readSteps([{ terms: trainer.takeStep(batch, { measure: true, ...options }) }]);
  disposeBatch(batch);
  trainer.dispose();
  return read!.measures ?? {};
}

/** Numbers from the weights that `measured` begins with. */
async function beforehand<T>(count: number, look: (model: Tdgan, batch: TensorBatch) => Promise<T>): Promise<T> {
  const trainer = createTrainer(smallestTraining);
  const batch = upload(count, anyLabels(count));
  const found = await look(trainer.model, batch);
  disposeBatch(batch);
  trainer.dispose();
  return found;
}

async function weightsOf({ model }: Trainer): Promise<number[]> {
  const variables = Object.values(variablesByGroup(model)).flat();
  return (await Promise.all(variables.map((variable) => variable.data()))).flatMap((values) => [...values]);
}

/** @param start makes the backend the current one */
export function measuresSuite(backend: string, start: () => Promise<void>): void {
  describe(`measures on ${backend}`, () => {
    beforeAll(start);

    it('norms are those of the tape\'s gradients, with dropout', async () => {
      const settings = { ...smallestTraining, dropout: 0.3 };
      const truth = await beforehand(2, async (model, batch) => {
        const norms: Partial<Record<StepMeasure, number>> = {};
        const reading: Promise<void>[] = [];
        const context = { model, batch, settings, dropout: createDropout(0.3, { seed: settings.seed, step: 0 }) };
        tapedGradients(context, (group, gradients) => {
          reading.push(Promise.all(gradients.map((gradient) => gradient.data<'float32'>())).then((values) => {
            norms[gradientNorms[group]] = Math.hypot(...values.map((list) => Math.sqrt(list.reduce((sum, value) => sum + value * value, 0))));
            tf.dispose(gradients);
          }));
        }).values.dispose();
        await Promise.all(reading);
        return norms;
      });
      // At rates of 0, no group's update moves what the next one's gradients are taken at.
      const rates = Object.fromEntries(parameterGroups.map((group) => [group, 0])) as TrainingConfig['learningRates'];
      const found = await measured({ count: 2, settings: { ...settings, learningRates: rates } });
      for (const norm of Object.values(gradientNorms)) {
        expect(truth[norm], norm).toBeGreaterThan(1e-4);
        expect(Math.abs(found[norm]! / truth[norm]! - 1), norm).toBeLessThan(1e-5);
      }
    });

    it('accuracies count the images whose highest logit is that of their class', async () => {
      const count = 6;
      const guesses = (logits: Float32Array) => Array.from({ length: count }, (_, i) => {
        const own = [...logits.subarray((i * logits.length) / count, ((i + 1) * logits.length) / count)];
        return own.indexOf(Math.max(...own));
      });
      const [m, e, d] = await beforehand(count, async (model, { face, expression }) => [
        guesses(await valuesOf(() => classify(model.expressionClassifier, encode(model.expressionEncoder, expression), (x) => x))),
        guesses(await valuesOf(() => classify(model.expressionDiscriminator.head, encode(model.expressionDiscriminator.encoder, expression), (x) => x))),
        guesses(await valuesOf(() => classify(model.faceDiscriminator.head, encode(model.faceDiscriminator.encoder, face), (x) => x))),
      ]);
      // Every third label is what M_ER guesses, the next what D_e does; likewise for D_f, which may guess the fake class, always wrong.
      const labels = {
        expression: m!.map((guess, i) => [guess, e![i]!, (Math.max(guess, e![i]!) + 1) % 7][i % 3]!),
        face: d!.map((guess, i) => (i % 3 === 0 && guess < 3 ? guess : (guess + 1) % 3)),
      };
      const share = (guessed: number[], of: number[]) => guessed.filter((guess, i) => guess === of[i]).length / count;
      const truth = [share(m!, labels.expression), share(e!, labels.expression), share(d!, labels.face)];
      const { classifierAccuracy, expressionAccuracy, faceAccuracy } = await measured({ count, labels });
      expectClose([classifierAccuracy!, expressionAccuracy!, faceAccuracy!], truth, 1e-6);
      expect(truth.filter((value) => value === 0 || value === 1)).toEqual([]);
    });

    for (const [count, pairs] of [[2, 2], [6, 4]] as const) {
      it(`the effect of the expression is the difference of two drawings, ${count} pairs`, async () => {
        const truth = await beforehand(count, async ({ faceEncoder, expressionEncoder, decoder }, { face, expression, noises }) => {
          const rows = (x: tf.Tensor4D, order: number[]): tf.Tensor4D => tf.gather(x, order);
          const own = Array.from({ length: pairs }, (_, i) => i);
          const next = own.map((i) => (i + 1) % pairs);
          const draw = (expressions: number[]) => valuesOf(() => decode(decoder, {
            expressionFeatures: encode(expressionEncoder, rows(expression, expressions)), faceFeatures: encode(faceEncoder, rows(face, own)), noise: rows(noises[0], own),
          }));
          const [as, exchanged] = [await draw(own), await draw(next)];
          return as.reduce((sum, value, i) => sum + Math.abs(value - exchanged[i]!), 0) / as.length;
        });
        const { expressionEffect } = await measured({ count });
        expect(truth).toBeGreaterThan(1e-5);
        expect(Math.abs(expressionEffect! / truth - 1)).toBeLessThan(1e-3);
      });
    }

    it('are there where there is something to measure, and only then', async () => {
      const names = async (options: Parameters<typeof measured>[0]) => Object.keys(await measured(options));
      const always = ['classifierAccuracy', 'generatorGradientNorm', 'classifierGradientNorm', 'expressionEffect'];
      const ordered = (wanted: string[]) => stepMeasures.filter((name) => wanted.includes(name));
      expect(await names({ count: 2 })).toEqual(stepMeasures);
      expect(await names({ count: 1 })).toEqual(stepMeasures.filter((name) => name !== 'expressionEffect'));
      expect(await names({ count: 2, step: 1, allTerms: true })).toEqual(ordered(always));
      expect(await names({ count: 2, step: 2 })).toEqual(ordered([...always, 'faceAccuracy', 'faceDiscriminatorGradientNorm']));
      expect(await names({ count: 2, step: 3 })).toEqual(ordered([...always, 'expressionAccuracy', 'expressionDiscriminatorGradientNorm']));
      const alone: Record<ParameterGroup, string[]> = {
        generator: ['generatorGradientNorm', 'expressionEffect'], expressionClassifier: ['classifierAccuracy', 'classifierGradientNorm'],
        faceDiscriminator: ['faceAccuracy', 'faceDiscriminatorGradientNorm'], expressionDiscriminator: ['expressionAccuracy', 'expressionDiscriminatorGradientNorm'],
      };
      for (const only of parameterGroups) expect(await names({ count: 2, step: 1, only })).toEqual(alone[only]);
    });

    it('change no weight and no term by a bit, and leave no tensor behind', async () => {
      const settings = { ...smallestTraining, dropout: 0.5, learningRates: { generator: 1e-3, expressionClassifier: 1e-3, faceDiscriminator: 1e-3, expressionDiscriminator: 1e-3 } };
      const run = async (measure: boolean) => {
        const trainer = new Trainer(config, settings);
        const batch = upload(2, anyLabels(2));
        const steps: TakeStepOptions[] = [{}, { allTerms: true }, { only: 'generator' }, { only: 'faceDiscriminator' }];
        const { numTensors } = tf.memory();
        const terms = [];
        for (const options of steps) {
          const [read] = await readSteps([{ terms: trainer.takeStep(batch, { ...options, measure }) }]);
          terms.push(read!.terms);
          expect('measures' in read!).toBe(measure);
          expect(tf.memory().numTensors).toBe(numTensors);
        }
        const weights = await weightsOf(trainer);
        disposeBatch(batch);
        trainer.dispose();
        return { terms, weights };
      };
      const [plain, looked] = [await run(false), await run(true)];
      expect(looked.terms).toEqual(plain.terms);
      expect(looked.weights.findIndex((weight, i) => !Object.is(weight, plain.weights[i]))).toBe(-1);
    });
  });
}

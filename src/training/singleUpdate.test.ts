// Training one network alone: the others' weights and moments stay bit-equal, what is computed is
// that network's terms, and its update is the one that the whole step would have made.

import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectClose } from '../../e2e/support/expectClose';
import { randomNoise, smallestBatch, smallestConfig, smallestTraining } from '../../e2e/support/smallest';
import { parameterGroups, type ParameterGroup, type TrainingConfig } from '../config';
import { registerComposedFilterGradient, registerComposedInputGradient } from '../kernels/convGradients';
import { termGroups } from '../metrics';
import { noiseShape, variablesByGroup } from '../model/tdgan';
import { disposeBatch, type TensorBatch } from './stepContext';
import { readTerms } from './reporter';
import { Trainer } from './trainer';

type Values = Record<ParameterGroup, number[]>;

function upload(): TensorBatch {
  const { face, faceLabels, expression, expressionLabels } = smallestBatch();
  const images = (values: Float32Array) => tf.tensor4d(values, [2, 16, 16, 1]);
  const noise = (stream: number) => tf.tensor4d(randomNoise(2, stream), noiseShape(smallestConfig, 2));
  return {
    face: images(face), faceLabels: tf.tensor1d([...Array.from(faceLabels)], 'int32'),
    expression: images(expression), expressionLabels: tf.tensor1d([...Array.from(expressionLabels)], 'int32'),
    noises: [noise(0), noise(1), noise(2)],
  };
}

/** Every weight of each group. */
async function snapshot(trainer: Trainer): Promise<Values> {
  const groups = variablesByGroup(trainer.model);
  const values: Partial<Values> = {};
  for (const group of parameterGroups) {
    values[group] = (await Promise.all(groups[group].map((variable) => variable.data()))).flatMap((list) => [...list]);
  }
  return values as Values;
}

const moved = (before: Values, after: Values) =>
  parameterGroups.filter((group) => before[group].some((value, i) => !Object.is(value, after[group][i])));

describe('one network alone', () => {
  let trainer: Trainer;
  let batch: TensorBatch;

  beforeAll(async () => {
    await tf.setBackend('cpu');
    registerComposedFilterGradient('cpu');
    registerComposedInputGradient('cpu');
  });
  beforeEach(() => {
    trainer = new Trainer(smallestConfig, smallestTraining);
    batch = upload();
  });
  afterEach(() => {
    trainer.dispose();
    disposeBatch(batch);
  });
  const take = async (only: ParameterGroup) => (await readTerms([{ terms: trainer.takeStep(batch, { only }) }]))[0]!;

  for (const only of parameterGroups) {
    it(`${only} moves, whatever its gap, and every other weight stays bit-equal`, async () => {
      const start = await snapshot(trainer);
      let before = start;
      for (let step = 0; step < 3; step++) {
        expect(Object.keys(await take(only)).sort()).toEqual([...termGroups[only]].sort());
        const after = await snapshot(trainer);
        expect(moved(before, after)).toEqual([only]);
        before = after;
      }
      expect(moved(start, before)).toEqual([only]);
      expect(trainer.step).toBe(3);
    });

    it(`${only} moves as in a whole step in which the others have a rate of 0`, async () => {
      const rates = Object.fromEntries(parameterGroups.map((group) => [group, group === only ? 1e-3 : 0])) as TrainingConfig['learningRates'];
      const settings = { ...smallestTraining, learningRates: rates };
      const whole = new Trainer(smallestConfig, settings);
      const [terms] = await readTerms([{ terms: whole.takeStep(batch) }]);
      const [alone] = await readTerms([{ terms: trainer.takeStep(batch, { settings, only }) }]);
      for (const term of termGroups[only]) expectClose([alone![term]!], [terms![term]!], 1e-6);
      expectClose((await snapshot(trainer))[only], (await snapshot(whole))[only], 1e-6);
      whole.dispose();
    });

    it(`${only}: a whole step afterwards is Adam's first for the others`, async () => {
      const before = await snapshot(trainer);
      await take(only);
      trainer.step = 0; // everything is due again
      trainer.takeStep(batch, { settings: { ...smallestTraining, learningRates: { generator: 1e-3, expressionClassifier: 1e-3, faceDiscriminator: 1e-3, expressionDiscriminator: 1e-3 } } }).values.dispose();
      const after = await snapshot(trainer);
      // Only with moments of zero is the first step as long as the rate wherever there is a gradient.
      for (const group of parameterGroups.filter((name) => name !== only)) {
        const longest = Math.max(...before[group].map((value, i) => Math.abs(after[group][i]! - value)));
        expect(longest).toBeGreaterThan(0.99e-3);
        expect(longest).toBeLessThan(1.001e-3);
      }
    });
  }

  it('leaves no tensors behind', async () => {
    for (const only of parameterGroups) await take(only);
    const { numTensors, numBytes } = tf.memory();
    for (const only of parameterGroups) await take(only);
    expect(tf.memory()).toMatchObject({ numTensors, numBytes });
  });

  it('and all terms exclude each other', () => {
    expect(() => trainer.takeStep(batch, { only: 'generator', allTerms: true })).toThrow('exclude each other');
    expect(trainer.step).toBe(0);
  });
});

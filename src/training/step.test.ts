// The laws that every training step keeps, at the smallest size: who moves, when, by which total,
// what is computed, and that equal seeds repeat it.

import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectClose } from '../../e2e/support/expectClose';
import { randomNoise, smallestBatch, smallestConfig, smallestTraining } from '../../e2e/support/smallest';
import { dueUpdates, parameterGroups, type ParameterGroup, type TrainingConfig } from '../config';
import { registerComposedFilterGradient, registerComposedInputGradient } from '../kernels/convGradients';
import { lossTerms, type StepTerms } from '../metrics';
import { variablesOf } from '../model/layers';
import { noiseShape, variablesByGroup } from '../model/tdgan';
import { createDropout, dropoutPlaces } from './dropout';
import { disposeBatch, type TensorBatch } from './stepContext';
import { computeGradients } from './step';
import { readTerms } from './reporter';
import { Trainer } from './trainer';

const generatorTerms = ['gFace', 'gExpression', 'gPerceptual', 'gConsistencyFace', 'gConsistencyExpression', 'gTotal'];
const rates = (rate: number, only?: ParameterGroup) =>
  Object.fromEntries(parameterGroups.map((group) => [group, only && group !== only ? 0 : rate])) as TrainingConfig['learningRates'];

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

/** All values of each group. */
async function snapshot(trainer: Trainer): Promise<Record<ParameterGroup, number[]>> {
  const read = async (variables: tf.Variable[]) =>
    (await Promise.all(variables.map((variable) => variable.data()))).flatMap((values) => [...values]);
  const groups = variablesByGroup(trainer.model);
  return Object.fromEntries(await Promise.all(parameterGroups.map(async (group) => [group, await read(groups[group])]))) as Record<ParameterGroup, number[]>;
}

const movedGroups = (before: Record<ParameterGroup, number[]>, after: Record<ParameterGroup, number[]>) =>
  parameterGroups.filter((group) => before[group].some((value, i) => !Object.is(value, after[group][i])));

describe('the training step', () => {
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

  const take = async (settings = smallestTraining, allTerms = false): Promise<StepTerms> =>
    (await readTerms([{ terms: trainer.takeStep(batch, { settings, allTerms }) }]))[0]!;

  for (const group of parameterGroups) {
    it(`moves ${group} and leaves every other group bit-equal`, async () => {
      const before = await snapshot(trainer);
      await take({ ...smallestTraining, learningRates: rates(1e-3, group) });
      const after = await snapshot(trainer);
      expect(movedGroups(before, after)).toEqual([group]);
      // Adam's first step is at most the rate, and many parameters have a gradient.
      const steps = before[group].map((value, i) => Math.abs(after[group][i]! - value));
      expect(Math.max(...steps)).toBeLessThan(1.001e-3);
      expect(steps.filter((step) => step > 0).length).toBeGreaterThan(steps.length / 4);
    });
  }

  it('moves nothing at rates of 0', async () => {
    const before = await snapshot(trainer);
    for (let step = 0; step < 2; step++) await take({ ...smallestTraining, learningRates: rates(0) });
    expect(movedGroups(before, await snapshot(trainer))).toEqual([]);
  });

  it('keeps the gaps: D_f learns every 2nd step, D_e every 3rd, the others on each', async () => {
    const seen: ParameterGroup[][] = [];
    for (let step = 0; step < 7; step++) {
      const before = await snapshot(trainer);
      await take({ ...smallestTraining, learningRates: rates(1e-3) });
      seen.push(movedGroups(before, await snapshot(trainer)));
    }
    const always: ParameterGroup[] = ['generator', 'expressionClassifier'];
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6].map((step) => [
      ...always, ...(step % 2 === 0 ? ['faceDiscriminator'] : []), ...(step % 3 === 0 ? ['expressionDiscriminator'] : []),
    ]));
    expect(dueUpdates(10, { ...smallestTraining, faceDiscriminatorEvery: 5, expressionDiscriminatorEvery: 10 })).toEqual({ face: true, expression: true });
    expect(dueUpdates(5, { ...smallestTraining, faceDiscriminatorEvery: 5, expressionDiscriminatorEvery: 10 })).toEqual({ face: true, expression: false });
  });

  it('the total is the weighted sum of its parts', async () => {
    const weights = { lambdaGenFace: 0.37, lambdaGenExpression: 1.9, lambdaPerceptual: 7.3, lambdaConsistencyFace: 3.1, lambdaConsistencyExpression: 0.53 };
    const terms = await take({ ...smallestTraining, ...weights });
    const sum = terms.gFace! * 0.37 + terms.gExpression! * 1.9 + terms.gPerceptual! * 7.3
      + terms.gConsistencyFace! * 3.1 + terms.gConsistencyExpression! * 0.53;
    for (const part of ['gFace', 'gExpression', 'gPerceptual', 'gConsistencyFace', 'gConsistencyExpression'] as const) {
      expect(terms[part]).toBeGreaterThan(1e-6);
    }
    expectClose([terms.gTotal!], [sum], 1e-6);
  });

  it('gradients follow the weights of their terms: twice the weight, twice the gradient', async () => {
    const gradients = async (change: Partial<TrainingConfig>) => {
      const found: Partial<Record<ParameterGroup, number[]>> = {};
      const taken: Promise<void>[] = [];
      computeGradients({ model: trainer.model, batch, settings: { ...smallestTraining, ...change }, dropout: createDropout(0, { seed: 0, step: 0 }) }, (group, tensors) => {
        taken.push(Promise.all(tensors.map((tensor) => tensor.data())).then((values) => {
          found[group] = values.flatMap((list) => [...list]);
          tf.dispose(tensors);
        }));
      }).values.dispose();
      await Promise.all(taken);
      return found as Record<ParameterGroup, number[]>;
    };
    const once = await gradients({});
    const twice = await gradients({ weightFaceReal: 2, weightFaceFake: 2, weightExpression: 2 });
    for (const group of ['faceDiscriminator', 'expressionDiscriminator'] as const) {
      expectClose(twice[group], once[group].map((value) => 2 * value), 2e-5);
    }
    expect(twice.generator).toEqual(once.generator);
    expect(twice.expressionClassifier).toEqual(once.expressionClassifier);
    const real = await gradients({ weightFaceReal: 1, weightFaceFake: 0 });
    const fake = await gradients({ weightFaceReal: 0, weightFaceFake: 1 });
    expectClose(once.faceDiscriminator, real.faceDiscriminator.map((value, i) => value + fake.faceDiscriminator[i]!), 2e-5);
  });

  it('computes only the terms that its updates need, unless all are asked for', async () => {
    const names = async (allTerms = false) => Object.keys(await take(smallestTraining, allTerms)).sort();
    const needed = ['mExpression', ...generatorTerms];
    expect(await names()).toEqual(['dFaceReal', 'dFaceFake', 'dExpression', ...needed].sort());
    expect(await names()).toEqual([...needed].sort());
    expect(await names()).toEqual(['dFaceReal', 'dFaceFake', ...needed].sort());
    expect(await names()).toEqual(['dExpression', ...needed].sort());
    trainer.step = 1;
    expect(await names(true)).toEqual([...lossTerms].sort());
  });

  it('terms that are only shown change neither weights nor the other terms', async () => {
    const other = new Trainer(smallestConfig, smallestTraining);
    for (let step = 0; step < 3; step++) {
      const few = await take();
      const [all] = await readTerms([{ terms: other.takeStep(batch, { settings: smallestTraining, allTerms: true }) }]);
      expect(all).toMatchObject(few);
    }
    expect(await snapshot(other)).toEqual(await snapshot(trainer));
    other.dispose();
  });

  it('M_ER\'s loss does not move the expression encoder', async () => {
    const encoder = variablesOf(trainer.model.expressionEncoder);
    const read = async () => (await Promise.all(encoder.map((variable) => variable.data()))).flatMap((values) => [...values]);
    const before = { encoder: await read(), all: await snapshot(trainer) };
    const silent = { lambdaGenFace: 0, lambdaGenExpression: 0, lambdaPerceptual: 0, lambdaConsistencyFace: 0, lambdaConsistencyExpression: 0 };
    await take({ ...smallestTraining, ...silent, learningRates: rates(1e-2) });
    expect(await read()).toEqual(before.encoder);
    expect(movedGroups(before.all, await snapshot(trainer))).toContain('expressionClassifier');
  });

  it('Eq. 8 compares with D_f\'s features from before its update', async () => {
    const perceptual = (await take({ ...smallestTraining, learningRates: rates(0) })).gPerceptual!;
    trainer.step = 0;
    const after = (await take({ ...smallestTraining, learningRates: { ...rates(0), faceDiscriminator: 0.05 } })).gPerceptual!;
    trainer.step = 1; // D_f is not due: both sides now come from the updated D_f
    const settled = (await take({ ...smallestTraining, learningRates: rates(0) })).gPerceptual!;
    expect(after).not.toBeCloseTo(perceptual, 5);
    expect(after).not.toBeCloseTo(settled, 5);
  });

  it('tensors do not grow after one warm-up step', async () => {
    await take();
    const { numTensors, numBytes } = tf.memory();
    for (let step = 0; step < 4; step++) {
      await take(smallestTraining, step % 2 === 0);
      expect(tf.memory()).toMatchObject({ numTensors, numBytes });
    }
  });
});

describe('equal seeds', () => {
  const run = async (settings: TrainingConfig) => {
    const trainer = new Trainer(smallestConfig, settings);
    const losses: StepTerms[] = [];
    for (let step = 0; step < 2; step++) {
      const batch = upload();
      tf.dispose(batch.noises);
      const drawn = { ...batch, noises: trainer.drawNoises(2) };
      losses.push((await readTerms([{ terms: trainer.takeStep(drawn) }]))[0]!);
      disposeBatch(drawn);
    }
    trainer.dispose();
    return losses;
  };

  for (const dropout of [0, 0.5]) {
    it(`give bit-equal losses with dropout ${dropout}, and other seeds others`, async () => {
      const settings = { ...smallestTraining, dropout };
      const first = await run(settings);
      expect(await run(settings)).toEqual(first);
      const other = await run({ ...settings, seed: 4 });
      for (const [step, terms] of first.entries()) expect(other[step]!.mExpression).not.toBe(terms.mExpression);
    });
  }

  it('dropout changes the losses of the dense heads and of nothing else in the first step', async () => {
    const [without] = await run(smallestTraining);
    const [dropped] = await run({ ...smallestTraining, dropout: 0.5 });
    for (const term of ['dFaceReal', 'dFaceFake', 'dExpression', 'mExpression', 'gFace', 'gExpression'] as const) {
      expect(dropped![term]).not.toBe(without![term]);
    }
    expect(dropped!.gConsistencyFace).toBe(without!.gConsistencyFace);
  });
});

describe('dropout', () => {
  it('zeroes its share and scales the rest, differently at each place, layer and step', async () => {
    const masks = await Promise.all(dropoutPlaces.flatMap((place) => ([0, 1] as const).flatMap((layer) => [0, 1].map((step) =>
      createDropout(0.3, { seed: 1, step })(place)(tf.ones([20, 500]), layer).data()))));
    const kept = Math.fround(1 / 0.7);
    for (const mask of masks) {
      expect([...new Set(mask)].sort()).toEqual([0, kept]);
      const share = mask.filter((value) => value === 0).length / mask.length;
      expect(Math.abs(share - 0.3)).toBeLessThan(0.02);
    }
    expect(new Set(masks.map((mask) => [...mask.subarray(0, 200)].join())).size).toBe(masks.length);
  });
});

// The counted work against figures that were counted another way, and its weights against a model's.

import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { dueUpdates, presets } from './config';
import { countParameters, createTdgan, disposeTdgan } from './model/tdgan';
import { averageStepFlops, encoderWork, stepWork } from './work';

const { paper, tiny } = presets;
const both = { face: true, expression: true };
const none = { face: false, expression: false };

it('paper: 68.8 GFLOP a sample in a full step, 65.2 with D_f alone, 59.3 with neither', () => {
  expect(stepWork(paper.config, 1, both).flops / 1e9).toBeCloseTo(68.8, 1);
  expect(stepWork(paper.config, 1, { face: true, expression: false }).flops / 1e9).toBeCloseTo(65.2, 1);
  expect(stepWork(paper.config, 1, none).flops / 1e9).toBeCloseTo(59.3, 1);
  expect(stepWork(paper.config, 8, both).flops).toBeCloseTo(8 * stepWork(paper.config, 1, both).flops, -3);
});

it('averages over a schedule what its steps need, one by one', () => {
  const settings = { faceDiscriminatorEvery: 3, expressionDiscriminatorEvery: 4, batchSize: 2 };
  const steps = Array.from({ length: 12 }, (_, step) => stepWork(tiny.config, 2, dueUpdates(step, settings)).flops);
  const mean = steps.reduce((sum, flops) => sum + flops) / 12;
  expect(averageStepFlops(tiny.config, settings) / mean).toBeCloseTo(1, 12);
  expect(mean).toBeLessThan(steps[0]!);
});

it('an encoder forward and backward is three times its forward pass, less the first layer by its images', () => {
  const forward = 1.181745152e9;
  expect(encoderWork(paper.config, 2).flops).toBe(2 * (3 * forward - 2 * 128 * 128 * 25 * 32));
});

it('counts every weight of the model once in Adam and once per pass', async () => {
  await tf.setBackend('cpu');
  const model = createTdgan(tiny.config, 1);
  const parameters = countParameters(model);
  disposeTdgan(model);
  // What does not grow with the batch: weights, per pass, and Adam's seven values.
  const fixed = (due: typeof both) => 2 * stepWork(tiny.config, 1, due).bytes - stepWork(tiny.config, 2, due).bytes;
  const { faceEncoder, faceDiscriminator } = parameters;
  const head = faceDiscriminator - faceEncoder;
  // D_f's update adds one encoder and two head passes each way, by their inputs and by their weights.
  const firstLayer = 25 * 8 + 2 * 8;
  const passes = 4 * (5 * faceEncoder - 2 * firstLayer + 6 * head);
  expect(fixed({ face: true, expression: false }) - fixed(none)).toBe(28 * faceDiscriminator + passes);
});

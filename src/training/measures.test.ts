// Measures on tfjs's plain CPU, and which step of a report is measured.

import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { registerComposedFilterGradient, registerComposedInputGradient } from '../kernels/convGradients';
import { presets } from '../config';
import { stepToMeasure } from './measures';
import { measuresSuite } from './measures.suite';

measuresSuite('cpu', async () => {
  await tf.setBackend('cpu');
  registerComposedFilterGradient('cpu');
  registerComposedInputGradient('cpu');
});

it('the step to measure is the first of those in which most networks learn', () => {
  const settings = presets.paper.training; // D_f learns every 5th step, D_e every 10th
  const chosen = (from: number, count: number) => stepToMeasure({ from, count, settings, only: null });
  expect([chosen(0, 1), chosen(1, 1), chosen(1, 4), chosen(1, 5), chosen(1, 9), chosen(1, 10), chosen(1, 20)]).toEqual([0, 1, 1, 5, 5, 10, 10]);
  expect(stepToMeasure({ from: 3, count: 8, settings, only: 'generator' })).toBe(3);
});

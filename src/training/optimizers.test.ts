// Adam against Algorithm 1 of Kingma and Ba in float64, over several steps whose rate changes, with
// gradients from 1 down to the size of eps, where a wrong eps would show.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../../e2e/support/expectClose';
import { smallestConfig } from '../../e2e/support/smallest';
import { createTdgan, disposeTdgan, variablesByGroup } from '../model/tdgan';
import { uniforms } from '../random';
import { applyAdam, createOptimizers, disposeOptimizers, type Adam } from './optimizers';

const count = 24;
const rates = [1e-3, 1e-3, 4e-4, 0, 1e-2, 1e-3];
/** Element i's gradients have the size 10^-(i % 10). */
const gradientOf = (step: number) =>
  uniforms({ seed: 4, step, stream: 1 }, count).map((u, i) => Math.fround((2 * u - 1) * 10 ** -(i % 10)));

function adamOf(values: Float32Array): Adam {
  const zeros = () => tf.variable(tf.zeros([values.length]), false);
  return { variables: [tf.variable(tf.tensor1d(values))], firstMoments: [zeros()], secondMoments: [zeros()], updates: 0 };
}

/** Algorithm 1 as it is printed, with epsilon 1e-8; the movement from the start. */
function algorithm1(): { moved: Float64Array; first: Float64Array; second: Float64Array } {
  const [moved, first, second] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  rates.forEach((rate, step) => {
    const t = step + 1;
    gradientOf(step).forEach((g, i) => {
      first[i] = 0.9 * first[i]! + 0.1 * g;
      second[i] = 0.999 * second[i]! + 0.001 * g * g;
      const firstHat = first[i]! / (1 - 0.9 ** t);
      const secondHat = second[i]! / (1 - 0.999 ** t);
      moved[i]! -= (rate * firstHat) / (Math.sqrt(secondHat) + 1e-8);
    });
  });
  return { moved, first, second };
}

describe('Adam', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  it('moves as Algorithm 1 with eps 1e-8, whatever the rate of each step', async () => {
    const adam = adamOf(new Float32Array(count)); // from 0, so that no movement is lost in rounding
    rates.forEach((rate, step) => applyAdam(adam, [tf.tensor1d(gradientOf(step))], rate));
    const truth = algorithm1();
    expect(adam.updates).toBe(rates.length);
    // Element by element: the small ones are as right as the large ones.
    const [moved, first, second] = await Promise.all(
      [adam.variables[0]!, adam.firstMoments[0]!, adam.secondMoments[0]!].map((variable) => variable.data()));
    for (let i = 0; i < count; i++) {
      expectClose([moved![i]!], [truth.moved[i]!], 2e-5);
      expectClose([first![i]!], [truth.first[i]!], 2e-5);
      expectClose([second![i]!], [truth.second[i]!], 2e-5);
    }
  });

  it('a parameter without gradient stays where it is, bit for bit', async () => {
    const start = uniforms({ seed: 4, step: 0, stream: 2 }, count);
    const adam = adamOf(start);
    const masked = (step: number) => gradientOf(step).map((g, i) => (i % 2 === 0 ? 0 : g));
    for (let step = 0; step < 4; step++) applyAdam(adam, [tf.tensor1d(masked(step))], 1e-2);
    const values = await adam.variables[0]!.data();
    for (let i = 0; i < count; i += 2) expect(values[i]).toBe(start[i]);
    expect(values[1]).not.toBe(start[1]);
  });

  it('takes and disposes its gradients, and leaves no other tensor', () => {
    const adam = adamOf(new Float32Array(count));
    const before = tf.memory().numTensors;
    const gradient = tf.tensor1d(gradientOf(0));
    applyAdam(adam, [gradient], 1e-3);
    expect(gradient.isDisposed).toBe(true);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('has moments of zero for each variable of each group, and gives them back', async () => {
    const model = createTdgan(smallestConfig, 1);
    const groups = variablesByGroup(model);
    const before = tf.memory().numTensors;
    const optimizers = createOptimizers(model);
    for (const [group, adam] of Object.entries(optimizers)) {
      expect(adam.variables).toEqual(groups[group as keyof typeof groups]);
      expect(adam.updates).toBe(0);
      for (const moments of [adam.firstMoments, adam.secondMoments]) {
        expect(moments.map(({ shape }) => shape)).toEqual(adam.variables.map(({ shape }) => shape));
        for (const moment of moments) expect((await moment.data()).every((value) => value === 0)).toBe(true);
      }
    }
    disposeOptimizers(optimizers);
    expect(tf.memory().numTensors).toBe(before);
    disposeTdgan(model);
  });
});

// The training loop without an engine, on sets made of numbers: how far it goes, when it stops, what
// it reports, and that settings changed on the way hold from the next step on.

import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { smallestConfig, smallestTraining } from '../../e2e/support/smallest';
import type { ImageSet } from '../data/imageSet';
import { registerComposedFilterGradient, registerComposedInputGradient } from '../kernels/convGradients';
import { stepMeasures, type StepRecord } from '../metrics';
import { uniforms } from '../random';
import { NonFiniteLossError } from './reporter';
import { Trainer } from './trainer';

function randomSet(count: number, side: number, classes: number): ImageSet {
  const pixels = Uint8Array.from(uniforms({ seed: 6, step: side, stream: 1 }, count * side * side), (u) => Math.floor(256 * u));
  return {
    pixels, side, channels: 1, count, labels: Int32Array.from({ length: count }, (_, i) => i % classes),
    classes: Array.from({ length: classes }, (_, i) => `class ${i}`), synthetic: true,
  };
}

const sets = { face: randomSet(5, 16, 3), expression: randomSet(4, 18, 7) };

describe('the training loop', () => {
  let trainer: Trainer;
  let records: StepRecord[];
  const keep = (found: StepRecord[]) => void records.push(...found);

  beforeAll(async () => {
    await tf.setBackend('cpu');
    registerComposedFilterGradient('cpu');
    registerComposedInputGradient('cpu');
  });
  beforeEach(() => {
    trainer = new Trainer(smallestConfig, smallestTraining);
    records = [];
  });
  afterEach(() => {
    vi.restoreAllMocks();
    trainer.dispose();
  });

  it('takes as many steps as it is told, reports each once, and goes on from there', async () => {
    await trainer.run(sets, { steps: 3 }, keep);
    expect(trainer.step).toBe(3);
    await trainer.run(sets, { steps: 2 }, keep);
    expect(trainer.step).toBe(5);
    expect(records.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4]);
    // Five faces are an epoch; each step takes two.
    expect(records.map(({ epoch }) => epoch)).toEqual([0.4, 0.8, 1.2, 1.6, 2]);
    expect(records.map(({ terms }) => 'dFaceReal' in terms)).toEqual([true, false, true, false, true]);
    expect(records.map(({ terms }) => 'dExpression' in terms)).toEqual([true, false, false, true, false]);
    expect(records.every(({ durationMs }) => durationMs > 0)).toBe(true);
  });

  it('goes the same way in one run as in two', async () => {
    await trainer.run(sets, { steps: 3 }, keep);
    const other = new Trainer(smallestConfig, smallestTraining);
    const parts: StepRecord[] = [];
    for (const steps of [1, 2]) await other.run(sets, { steps }, (found) => void parts.push(...found));
    expect(parts.map(({ terms }) => terms)).toEqual(records.map(({ terms }) => terms));
    other.dispose();
  });

  it('stops before the next step when asked, with every step reported', async () => {
    const run = trainer.run(sets, { steps: 1000 }, keep);
    await new Promise((resolve) => setTimeout(resolve, 0));
    trainer.requestStop();
    const at = trainer.step;
    await run;
    expect(trainer.step).toBe(at);
    expect(records.map(({ step }) => step)).toEqual(Array.from({ length: at }, (_, i) => i));
  });

  it('reads its settings anew at each step', async () => {
    await trainer.run(sets, { steps: 2 }, (found) => {
      keep(found);
      trainer.settings = { ...trainer.settings, faceDiscriminatorEvery: 1, lambdaGenFace: 0, lambdaGenExpression: 0, lambdaPerceptual: 0, lambdaConsistencyFace: 0, lambdaConsistencyExpression: 0 };
    });
    await trainer.run(sets, { steps: 1 }, keep);
    expect(records[0]!.terms.gTotal).toBeGreaterThan(0);
    expect(records[2]!.terms.gTotal).toBe(0);
    expect(records[2]!.terms).toHaveProperty('dFaceReal');
  });

  it('measures one step of each report: the one in which most networks learn', async () => {
    vi.spyOn(performance, 'now').mockReturnValue(0); // reports come with every eighth step
    await trainer.run(sets, { steps: 13 }, keep);
    const measured = records.filter(({ measures }) => measures);
    // How long the first report would be was not known.
    expect(measured.map(({ step }) => step)).toEqual([0, 12]);
    for (const { measures } of measured) expect(Object.keys(measures!)).toEqual(stepMeasures);
    records = [];
    await trainer.run(sets, { steps: 2, only: 'faceDiscriminator' }, keep);
    expect(records.map(({ measures }) => Object.keys(measures ?? {}))).toEqual([['faceAccuracy', 'faceDiscriminatorGradientNorm'], []]);
  });

  it('stops at a loss that is no number, and names it', async () => {
    tf.tidy(() => trainer.model.expressionClassifier.fc3.bias.assign(tf.fill([7], NaN)));
    await expect(trainer.run(sets, { steps: 50 }, keep)).rejects.toThrow(NonFiniteLossError);
    await expect(trainer.run(sets, { steps: 50 }, keep)).rejects.toThrow(/mExpression became NaN at step \d+\./);
  });

  it('goes back to the last weights whose losses were numbers, and on from there', async () => {
    const start = await trainer.model.decoder.toImage.data();
    await expect(trainer.run(sets, { steps: 50 }, (found) => {
      keep(found);
      tf.tidy(() => trainer.model.expressionClassifier.fc3.bias.assign(tf.fill([7], NaN)));
    })).rejects.toThrow(NonFiniteLossError);
    // Copies are seconds apart: the one of the beginning is the last before the failure.
    expect(trainer.lastGoodStep).toBe(0);
    const failed = records.length;
    trainer.goBack();
    expect(trainer.step).toBe(0);
    expect(trainer.lastGoodStep).toBeNull();
    expect(await trainer.model.decoder.toImage.data()).toEqual(start);
    await trainer.run(sets, { steps: 1 }, keep);
    expect(records[failed]).toMatchObject({ step: 0, terms: records[0]!.terms });
    expect(() => trainer.goBack()).toThrow('No good state is kept');
  });

  it('counts steps as good that were read together with the one that failed', async () => {
    vi.spyOn(performance, 'now').mockReturnValue(0); // no report before the end
    const takeStep = trainer.takeStep.bind(trainer);
    vi.spyOn(trainer, 'takeStep').mockImplementation((...given) => {
      if (trainer.step === 1) tf.tidy(() => trainer.model.expressionClassifier.fc3.bias.assign(tf.fill([7], NaN)));
      return takeStep(...given);
    });
    await expect(trainer.run(sets, { steps: 3 }, keep)).rejects.toThrow('mExpression became NaN at step 1.');
    expect(records.map(({ step }) => step)).toEqual([0, 1, 2]);
    expect(trainer.lastGoodStep).toBe(0);
  });

  it('forgets its progress when told, and keeps its weights', async () => {
    await trainer.run(sets, { steps: 1 }, keep);
    const weights = await trainer.model.decoder.toImage.data();
    trainer.forgetProgress();
    expect(trainer.step).toBe(0);
    expect(await trainer.model.decoder.toImage.data()).toEqual(weights);
    // A first step of Adam is as long as the rate, whatever the gradient: only with moments of zero.
    await trainer.run(sets, { steps: 1 }, keep);
    const moved = (await trainer.model.decoder.toImage.data()).map((value, i) => Math.abs(value - weights[i]!));
    expect(Math.max(...moved)).toBeCloseTo(smallestTraining.learningRates.generator, 6);
    expect(Math.min(...moved)).toBeCloseTo(smallestTraining.learningRates.generator, 6);
  });

  it('frees what it holds', async () => {
    const before = tf.memory().numTensors;
    const other = new Trainer(smallestConfig, smallestTraining);
    await other.run(sets, { steps: 1 }, keep);
    other.forgetProgress();
    other.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

// Alarms: each sickness is told once with its cause, a healthy run raises none, and too few records
// say nothing.

import { describe, expect, it } from 'vitest';
import { presets } from '../config';
import type { StepMeasures, StepRecord, StepTerms } from '../metrics';
import { uniforms } from '../random';
import { findAlarms, healthWindow } from './health';

const settings = presets.paper.training;
const noise = uniforms({ seed: 1, step: 0, stream: 1 }, 10 * healthWindow);

/** A run whose losses fall slowly and waver by a tenth; D_f learns every 5th step, D_e every 10th. */
function records(count: number, change: (terms: StepTerms, step: number) => StepTerms = (terms) => terms): StepRecord[] {
  return Array.from({ length: count }, (_, step) => {
    const level = (start: number, k: number) => start * (1 - step / (4 * count)) * (0.9 + 0.2 * noise[10 * step + k]!);
    const terms: StepTerms = {
      mExpression: level(1.4, 0), gFace: level(3, 1), gExpression: level(1.9, 2), gPerceptual: level(0.02, 3),
      gConsistencyFace: level(0.1, 4), gConsistencyExpression: level(0.1, 5),
      ...(step % 5 === 0 ? { dFaceReal: level(2.5, 6), dFaceFake: level(0.5, 7) } : {}),
      ...(step % 10 === 0 ? { dExpression: level(1.5, 8) } : {}),
    };
    return { step, epoch: 0, durationMs: 10, terms: change(terms, step) };
  });
}
const alarmsOf = (list: StepRecord[], own = settings) => findAlarms(list, { settings: own, expressionClasses: 7 });
const ids = (list: StepRecord[], own = settings) => alarmsOf(list, own).map(({ id }) => id);

describe('alarms', () => {
  it('are silent on a run that goes well, and on one that has just begun', () => {
    expect(ids(records(healthWindow))).toEqual([]);
    expect(ids([])).toEqual([]);
    expect(ids(records(10, (terms) => ({ ...terms, gPerceptual: 0, gFace: 1e6 })))).toEqual([]);
  });

  it('a discriminator that has won', () => {
    const won = records(100, (terms, step) => ({ ...terms, gFace: 14 + 0.01 * step, ...(terms.dFaceFake ? { dFaceFake: 0.02 + 1e-5 * step } : {}) }));
    const [alarm, ...others] = alarmsOf(won);
    expect(others).toEqual([]);
    expect(alarm!.id).toBe('saturated-dFaceFake');
    expect(alarm!.text).toMatch(/D_f is saturated: its own loss is 0\.021, the generator's against it 14\.9\. .*raise “D_f learns every”/);
    const sure = (terms: StepTerms, step: number) => ({ ...terms, gExpression: 9 + 0.01 * step, ...(terms.dExpression ? { dExpression: 0.001 + 1e-6 * step } : {}) });
    expect(ids(records(100, sure))).toEqual(['saturated-dExpression']);
    // Sure of itself, but the generator follows: that is what training is for.
    expect(ids(records(100, (terms, step) => ({ ...sure(terms, step), gExpression: 0.1 + 1e-3 * step })))).toEqual([]);
  });

  it('a loss that stands still', () => {
    expect(ids(records(60, (terms) => ({ ...terms, gExpression: 1.9459 })))).toEqual(['constant-gExpression']);
    expect(ids(records(60, (terms, step) => ({ ...terms, gExpression: 1.9459 + 1e-4 * (step % 2) })))).toEqual([]);
  });

  it('a loss that has vanished, unless nothing is to be learned from it', () => {
    const gone = records(60, (terms, step) => ({ ...terms, gPerceptual: 1e-8 * (1 + (step % 3)) }));
    expect(ids(gone)).toEqual(['vanished-gPerceptual']);
    expect(ids(gone, { ...settings, lambdaPerceptual: 0 })).toEqual([]);
  });

  it('a loss that explodes, and not one outlier', () => {
    expect(ids(records(100, (terms, step) => ({ ...terms, mExpression: step < 75 ? terms.mExpression : 40 + step })))).toEqual(['exploding-mExpression']);
    expect(ids(records(100, (terms, step) => ({ ...terms, mExpression: step === 98 ? 400 : terms.mExpression })))).toEqual([]);
  });

  it('a classifier that only guesses, after a long while', () => {
    const guessing = (terms: StepTerms, step: number) => ({ ...terms, mExpression: Math.log(7) + 0.02 * (noise[step]! - 0.5) });
    expect(ids(records(healthWindow, guessing))).toEqual(['chance-mExpression']);
    expect(ids(records(healthWindow - 1, guessing))).toEqual([]);
    expect(alarmsOf(records(healthWindow, guessing))[0]!.text).toMatch(/M_ER stays at chance \(1\.9\d, ln 7\) for 400 steps/);
  });

  describe('of what is measured', () => {
    /** A run of 300 steps, every fifth of which is measured; norms and effect waver by half, as they do. */
    const measuredRun = (change: (measures: StepMeasures, step: number) => StepMeasures = (measures) => measures) =>
      records(300).map((record) => {
        if (record.step % 5 > 0) return record;
        const level = (middle: number, k: number) => middle * (0.5 + noise[10 * record.step + k]!);
        const measures: StepMeasures = {
          expressionEffect: level(0.02, 0), generatorGradientNorm: level(6, 1), classifierGradientNorm: level(0.5, 2),
          faceDiscriminatorGradientNorm: level(0.9, 3), ...(record.step % 10 === 0 ? { expressionDiscriminatorGradientNorm: level(0.7, 4) } : {}),
        };
        return { ...record, measures: change(measures, record.step) };
      });

    it('are silent on a run that goes well', () => {
      expect(ids(measuredRun())).toEqual([]);
    });

    it('the same output whatever the expression, but not before a generator can know', () => {
      const ignoring = measuredRun((measures, step) => ({ ...measures, expressionEffect: 0.001 + 1e-6 * step }));
      const [alarm, ...others] = alarmsOf(ignoring);
      expect(others).toEqual([]);
      expect(alarm).toMatchObject({ id: 'ignored-expression', text: expect.stringMatching(/changes a pixel by 0\.\d\d gray levels\./) as string });
      // The tenth measure from step 100 on is that of step 145.
      expect(ids(ignoring.slice(0, 145))).toEqual([]);
      expect(ids(ignoring.slice(0, 146))).toEqual(['ignored-expression']);
      // One expression that is seen is enough.
      expect(ids(measuredRun((measures, step) => ({ ...measures, expressionEffect: step === 290 ? 0.004 : 0.001 })))).toEqual([]);
    });

    it('gradients that have vanished, unless the network is not to learn', () => {
      const gone = measuredRun((measures, step) => (step > 240 ? { ...measures, generatorGradientNorm: 3e-8 } : measures));
      expect(alarmsOf(gone)).toMatchObject([{ id: 'vanished-generatorGradientNorm', text: expect.stringContaining('norm 3.0e-8') as string }]);
      expect(ids(gone, { ...settings, learningRates: { ...settings.learningRates, generator: 0 } })).toEqual([]);
      expect(ids(gone, { ...settings, lambdaGenFace: 0, lambdaGenExpression: 0, lambdaPerceptual: 0, lambdaConsistencyFace: 0, lambdaConsistencyExpression: 0 })).toEqual([]);
      expect(ids(gone.slice(0, 290))).toEqual([]); // nine measures
    });

    it('gradients that explode, not one outlier and not what stays small', () => {
      const rising = (from: number, norm: number) =>
        measuredRun((measures, step) => ({ ...measures, faceDiscriminatorGradientNorm: step > from ? norm : measures.faceDiscriminatorGradientNorm }));
      expect(alarmsOf(rising(240, 400))).toMatchObject([{ id: 'exploding-faceDiscriminatorGradientNorm', text: expect.stringContaining('of D_f explode: norm 400 after') as string }]);
      expect(ids(rising(290, 1e6))).toEqual([]);
      expect(ids(rising(240, 60))).toEqual([]);
      expect(ids(measuredRun((measures, step) => ({ ...measures, classifierGradientNorm: step > 240 ? 90 : 1e-3 })))).toEqual([]);
    });
  });
});

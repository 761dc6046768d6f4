// What is done to curves before they are drawn: thinning loses no extreme, smoothing is the
// debiased average, the ledger's parts are the total.

import { describe, expect, it } from 'vitest';
import { presets } from '../config';
import { generatorTerms, generatorTotal, generatorWeights, type StepTerms } from '../metrics';
import { ledgerAt, ledgerOf } from './ledger';
import { appendRecord, emptyRunData } from './runData';
import { smooth, smoothedColumn } from './smooth';
import { thinByExtremes, type Curve } from './thin';

function curve(values: number[], xs = values.map((_, index) => index)): Curve {
  return { rows: values.map((_, index) => index), values, xs };
}

describe('thinByExtremes', () => {
  it('keeps a single spike among a million values, both ends, and rising places', () => {
    const values = new Array<number>(1_000_000).fill(1);
    values[654_321] = 9;
    values[654_322] = -3;
    const line = thinByExtremes(curve(values), { low: 0, high: 999_999 }, 300);
    expect(line.x.length).toBeLessThanOrEqual(602);
    expect(line.x.slice(line.y.indexOf(9), line.y.indexOf(9) + 2)).toEqual([654_321, 654_322]);
    expect(Math.min(...line.y)).toBe(-3);
    expect([line.x[0], line.x.at(-1)]).toEqual([0, 999_999]);
    expect(line.x.every((x, index) => index === 0 || x > line.x[index - 1]!)).toBe(true);
  });

  it('has the extremes of every pixel', () => {
    const values = Array.from({ length: 1000 }, (_, index) => Math.sin(index) * index);
    const line = thinByExtremes(curve(values), { low: 0, high: 999 }, 10);
    for (let pixel = 0; pixel < 10; pixel += 1) {
      const inside = (x: number) => x >= pixel * 99.9 && x < (pixel + 1) * 99.9;
      const all = values.filter((_, x) => inside(x));
      const kept = line.y.filter((_, index) => inside(line.x[index]!));
      expect([Math.min(...kept), Math.max(...kept)]).toEqual([Math.min(...all), Math.max(...all)]);
    }
  });

  it('gives a zoomed range with one value beyond each end', () => {
    expect(thinByExtremes(curve([5, 6, 7, 8, 9, 10]), { low: 1.5, high: 3 }, 100)).toEqual({ x: [1, 2, 3, 4], y: [6, 7, 8, 9] });
  });

  it('leaves a short curve as it is, without what is no finite number, at the places of its rows', () => {
    const short: Curve = { rows: [1, 3, 4], values: [2, NaN, 1], xs: [0, 0.5, 1, 1.5, 2] };
    expect(thinByExtremes(short, { low: 0, high: 2 }, 10)).toEqual({ x: [0.5, 2], y: [2, 1] });
  });
});

describe('smooth', () => {
  it('is the average with weights 1, w, w^2 ... into the past', () => {
    const values = [4, 1, 7, 2];
    smooth(values, 0.8).forEach((value, last) => {
      const weights = values.slice(0, last + 1).map((_, index) => 0.8 ** (last - index));
      const sum = weights.reduce((total, weight, index) => total + weight * values[index]!, 0);
      expect(value).toBeCloseTo(sum / weights.reduce((total, weight) => total + weight), 12);
    });
  });

  it('changes nothing with weight 0 and nothing on a constant, and passes over what is not finite', () => {
    expect(smooth([3, 1, 2], 0)).toEqual([3, 1, 2]);
    smooth([5, 5, 5], 0.99).forEach((value) => expect(value).toBeCloseTo(5, 12));
    const [first, gap, last] = smooth([2, NaN, 2], 0.5);
    expect([first, gap, last]).toEqual([2, NaN, 2]);
  });

  it('extends a growing column to the same values, and starts over with another weight', () => {
    const column = { rows: [0, 1], values: [4, 1] };
    smoothedColumn(column, 0.6);
    column.values.push(7, 2);
    expect(smoothedColumn(column, 0.6).values).toEqual(smooth([4, 1, 7, 2], 0.6));
    expect(smoothedColumn(column, 0.3).values).toEqual(smooth([4, 1, 7, 2], 0.3));
  });
});

describe('the ledger', () => {
  const settings = presets.paper.training;

  /** 1000 steps; from step 600 on the consistency weighs twice as much; every 7th step has no perceptual term. */
  function longRun() {
    const data = emptyRunData();
    for (let step = 0; step < 1000; step += 1) {
      const held = step < 600 ? settings : { ...settings, lambdaConsistencyFace: 10 };
      const terms: StepTerms = Object.fromEntries(generatorTerms.map((term, index) => [term, Math.abs(Math.sin(step * 7.3 + index))]));
      const total = generatorTotal(terms, held);
      if (step % 7 === 0) delete terms.gPerceptual;
      appendRecord(data, { step, epoch: 0, durationMs: 1, weights: generatorWeights(held), terms: { ...terms, gTotal: total } });
    }
    return data;
  }

  it('of every step sums to gTotal, with the weights of that step', () => {
    const data = longRun();
    expect(data.weights.map(({ row }) => row)).toEqual([0, 600]);
    for (let step = 0; step < 1000; step += 1) {
      const entry = ledgerAt(data, { axis: 'step', x: step });
      if (step % 7 === 0) {
        expect(entry).toBeNull();
        continue;
      }
      expect(generatorTerms.reduce((sum, term) => sum + entry!.parts[term], 0)).toBe(data.terms.gTotal.values[step]);
      expect(entry!.weights.gConsistencyFace).toBe(step < 600 ? 5 : 10);
    }
  });

  it('of stretches longer than 64 steps is the mean of 64 evenly spaced ones', () => {
    const data = longRun();
    const ledger = ledgerOf(data, { axis: 'step', range: { low: 0, high: 511 }, points: 2 });
    expect(ledger.x).toEqual([255, 511]);
    const steps = Array.from({ length: 64 }, (_, index) => 4 * index).filter((step) => step % 7 !== 0);
    const mean = steps.reduce((sum, step) => sum + data.terms.gTotal.values[step]!, 0) / steps.length;
    expect(generatorTerms.reduce((sum, term) => sum + ledger.parts[term][0]!, 0)).toBeCloseTo(mean, 10);
  });

  it('thinned, still sums to the mean of gTotal over each stretch', () => {
    const data = longRun();
    const ledger = ledgerOf(data, { axis: 'step', range: { low: 100, high: 899 }, points: 100 });
    expect(ledger.x).toEqual(Array.from({ length: 100 }, (_, index) => 107 + 8 * index));
    ledger.x.forEach((end, index) => {
      const steps = Array.from({ length: 8 }, (_, back) => end - back).filter((step) => step % 7 !== 0);
      const mean = steps.reduce((sum, step) => sum + data.terms.gTotal.values[step]!, 0) / steps.length;
      expect(generatorTerms.reduce((sum, term) => sum + ledger.parts[term][index]!, 0)).toBeCloseTo(mean, 10);
    });
  });
});

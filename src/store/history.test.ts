// The history keeps every term at its own steps, begins anew when steps go back, and thins by means.

import { describe, expect, it } from 'vitest';
import type { StepRecord, StepTerms } from '../metrics';
import { createHistory, thin } from './history';

const record = (step: number, terms: StepTerms): StepRecord => ({ step, epoch: 0, terms, durationMs: 1 });

describe('createHistory', () => {
  it('gives a term only the steps that computed it', () => {
    const history = createHistory();
    history.append([record(0, { gTotal: 5, dExpression: 2 }), record(1, { gTotal: 4 })]);
    history.append([record(2, { gTotal: 3 })]);
    expect(history.series('gTotal', 100)).toEqual({ steps: [0, 1, 2], values: [5, 4, 3] });
    expect(history.series('dExpression', 100)).toEqual({ steps: [0], values: [2] });
    expect(history.last('dExpression')).toEqual({ step: 0, value: 2 });
    expect(history.last('gFace')).toBeNull();
  });

  it('begins anew when a step does not go on from the last', () => {
    const history = createHistory();
    history.append([record(7, { gTotal: 5 })]);
    history.append([record(0, { gTotal: 9 })]);
    expect(history.series('gTotal', 100)).toEqual({ steps: [0], values: [9] });
  });

  it('tells its listeners of every change, and no longer after they have left', () => {
    const history = createHistory();
    const versions: number[] = [];
    const leave = history.subscribe(() => versions.push(history.version()));
    history.append([record(0, { gTotal: 1 })]);
    history.append([]);
    history.clear();
    leave();
    history.append([record(0, { gTotal: 1 })]);
    expect(versions).toEqual([1, 2]);
  });
});

describe('thin', () => {
  const long = { steps: [0, 1, 2, 3, 4, 5, 6], values: [0, 2, 4, 6, 8, 10, 13] };

  it('averages runs of a power of two and always shows the newest step', () => {
    expect(thin(long, 4)).toEqual({ steps: [1, 3, 5, 6], values: [1, 5, 9, 13] });
  });

  it('never gives more points than asked for', () => {
    for (let points = 1; points <= 8; points += 1) expect(thin(long, points).steps.length).toBeLessThanOrEqual(points);
  });

  it('leaves a short series as it is', () => {
    expect(thin(long, 7)).toEqual(long);
  });
});

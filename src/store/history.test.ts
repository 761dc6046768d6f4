// The history keeps every term at its own steps, and every run: a clear or a step that goes back
// begins another one, and a run of a file never comes before its time to the front.

import { describe, expect, it } from 'vitest';
import type { StepRecord, StepTerms } from '../metrics';
import { createHistory, type History } from './history';
import { axisColumn, emptyRunData, newestValue, valueAt } from './runData';

const record = (step: number, terms: StepTerms): StepRecord => ({ step, epoch: step / 10, terms, durationMs: 500 });
const totals = (history: History) => history.runs().map(({ data }) => data.terms.gTotal.values);

describe('createHistory', () => {
  it('gives a term only the steps that computed it', () => {
    const history = createHistory();
    history.append([record(0, { gTotal: 5, dExpression: 2 }), record(1, { gTotal: 4 })]);
    history.append([record(2, { gTotal: 3 })]);
    const { data } = history.present()!;
    expect(data.steps).toEqual([0, 1, 2]);
    expect(data.terms.gTotal).toEqual({ rows: [0, 1, 2], values: [5, 4, 3] });
    expect(data.terms.dExpression).toEqual({ rows: [0], values: [2] });
    expect(history.last('dExpression')).toEqual({ step: 0, value: 2 });
    expect(history.last('gFace')).toBeNull();
  });

  it('gives a measure only the steps that were measured', () => {
    const history = createHistory();
    history.append([{ ...record(0, { gTotal: 5 }), measures: { faceAccuracy: 0.5 } }, record(1, { gTotal: 4 }), { ...record(2, { gTotal: 3 }), measures: { faceAccuracy: 0.75 } }]);
    const { data } = history.present()!;
    expect(data.terms.faceAccuracy).toEqual({ rows: [0, 2], values: [0.5, 0.75] });
    expect(data.terms.expressionEffect).toEqual({ rows: [], values: [] });
    expect(newestValue(data, 'faceAccuracy')).toEqual({ step: 2, value: 0.75 });
    expect(valueAt(data, 'faceAccuracy', { axis: 'step', x: 1 })).toBe(0.5);
  });

  it('finds values along step, epoch and training time', () => {
    const history = createHistory();
    history.append([record(4, { gTotal: 5 }), record(5, {}), record(6, { gTotal: 3 })]);
    const { data } = history.present()!;
    expect(axisColumn(data, 'epoch')).toEqual([0.4, 0.5, 0.6]);
    expect(axisColumn(data, 'time')).toEqual([0.5, 1, 1.5]);
    expect(valueAt(data, 'gTotal', { axis: 'step', x: 3.9 })).toBeNull();
    expect(valueAt(data, 'gTotal', { axis: 'step', x: 5.9 })).toBe(5);
    expect(valueAt(data, 'gTotal', { axis: 'time', x: 1.5 })).toBe(3);
    expect(valueAt(data, 'gTotal', { axis: 'time', x: 1.6 })).toBeNull();
  });

  it('begins another run when a step does not go on from the last, and after a clear', () => {
    const history = createHistory();
    history.append([record(7, { gTotal: 5 })]);
    history.append([record(0, { gTotal: 9 })]);
    expect(totals(history)).toEqual([[5], [9]]);
    history.clear();
    history.clear();
    expect(history.present()).toBeNull();
    expect(totals(history)).toEqual([[5], [9]]);
    history.append([record(1, { gTotal: 2 })]);
    expect(history.runs().map(({ name }) => name)).toEqual(['Run 1', 'Run 2', 'Run 3']);
  });

  it('adds imported runs before the present one, which goes on', () => {
    const history = createHistory();
    history.append([record(0, { gTotal: 5 })]);
    history.add([{ name: 'of a file', setups: [], data: emptyRunData() }]);
    history.append([record(1, { gTotal: 4 })]);
    expect(history.runs().map(({ name }) => name)).toEqual(['of a file', 'Run 1']);
    expect(history.present()!.data.steps).toEqual([0, 1]);
    expect(new Set(history.runs().map(({ id }) => id)).size).toBe(2);
  });

  it('renames, hides and removes one run and no other', () => {
    const history = createHistory();
    history.append([record(0, { gTotal: 5 })]);
    history.append([record(0, { gTotal: 4 })]);
    const [first, second] = history.runs();
    history.change(first!.id, { name: 'small rate', shown: false });
    expect(history.runs()).toMatchObject([{ name: 'small rate', shown: false }, { name: 'Run 2', shown: true }]);
    history.remove(second!.id);
    expect(totals(history)).toEqual([[5]]);
    expect(history.present()).toBeNull();
  });

  it('tells its listeners of every change, and no longer after they have left', () => {
    const history = createHistory();
    const told: [number, string][] = [];
    const leave = history.subscribe((change) => told.push([history.version(), change]));
    history.append([record(0, { gTotal: 1 })]);
    history.append([]);
    history.clear();
    leave();
    history.append([record(0, { gTotal: 1 })]);
    expect(told).toEqual([[1, 'grown'], [2, 'changed']]);
  });
});

// All step records of the present weights, append-only, one pair of columns per loss term; charts
// read it by subscription. Surprise: a term has its own steps, since a step that did not compute
// a term has no value for it; and a record that goes back in steps starts the history anew.

import { lossTerms, type LossTerm, type StepRecord } from '../metrics';

export interface Series {
  steps: number[];
  values: number[];
}

export interface History {
  append(records: readonly StepRecord[]): void;
  clear(): void;
  /** At most `points` points: neighbors are averaged where there are more. */
  series(term: LossTerm, points: number): Series;
  /** The newest value that this term had. */
  last(term: LossTerm): { step: number; value: number } | null;
  subscribe(listener: () => void): () => void;
  /** Grows with every change. */
  version(): number;
}

export function createHistory(): History {
  const columns = new Map<LossTerm, Series>();
  const listeners = new Set<() => void>();
  let lastStep = -1;
  let version = 0;

  function empty(): void {
    for (const term of lossTerms) columns.set(term, { steps: [], values: [] });
    lastStep = -1;
  }

  function tell(): void {
    version += 1;
    for (const listener of listeners) listener();
  }

  function appendOne(record: StepRecord): void {
    if (record.step <= lastStep) empty();
    lastStep = record.step;
    for (const term of lossTerms) {
      const value = record.terms[term];
      if (value === undefined) continue;
      const column = columns.get(term)!;
      column.steps.push(record.step);
      column.values.push(value);
    }
  }

  empty();
  return {
    append(records) {
      if (records.length === 0) return;
      records.forEach(appendOne);
      tell();
    },
    clear() {
      empty();
      tell();
    },
    series: (term, points) => thin(columns.get(term)!, points),
    last(term) {
      const { steps, values } = columns.get(term)!;
      return steps.length === 0 ? null : { step: steps.at(-1)!, value: values.at(-1)! };
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: () => version,
  };
}

/**
 * Means over runs of equal length, each at the step where its run ends, so that the newest step is
 * always shown. Runs are powers of two from the start on: a finished run never changes again until
 * the length doubles, so the curve does not flicker while it grows.
 */
export function thin({ steps, values }: Series, points: number): Series {
  const length = steps.length;
  if (length <= points) return { steps: steps.slice(), values: values.slice() };
  const run = 2 ** Math.ceil(Math.log2(length / points));
  const thinned: Series = { steps: [], values: [] };
  for (let start = 0; start < length; start += run) {
    const end = Math.min(start + run, length);
    let sum = 0;
    for (let index = start; index < end; index += 1) sum += values[index]!;
    thinned.steps.push(steps[end - 1]!);
    thinned.values.push(sum / (end - start));
  }
  return thinned;
}

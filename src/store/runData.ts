// One run's step records as columns, so that a million of them stay cheap. Surprises: a term has
// rows of its own, since a step that did not compute a term has no value for it, and so has a
// measure, which few steps have; and the weights of the generator's terms are kept only where they
// changed.

import { quantities, type GeneratorWeights, type Quantity, type StepRecord } from '../metrics';

/** Along what a run is drawn. */
export const timeAxes = ['step', 'epoch', 'time'] as const;
export type TimeAxis = (typeof timeAxes)[number];

export interface TermColumn {
  /** The record of each value, rising. */
  rows: number[];
  values: number[];
}

export interface RunData {
  steps: number[];
  epochs: number[];
  /** Seconds of training until the step was ready; pauses do not count. */
  seconds: number[];
  /** Of every loss term and of every measure. */
  terms: Record<Quantity, TermColumn>;
  /** From record `row` on. */
  weights: { row: number; weights: GeneratorWeights }[];
}

/** Both ends included. */
export interface Range {
  low: number;
  high: number;
}

export function emptyRunData(): RunData {
  const terms = Object.fromEntries(quantities.map((term) => [term, { rows: [], values: [] }]));
  return { steps: [], epochs: [], seconds: [], terms: terms as unknown as RunData['terms'], weights: [] };
}

export function appendRecord(data: RunData, record: StepRecord): void {
  const row = data.steps.length;
  data.steps.push(record.step);
  data.epochs.push(record.epoch);
  data.seconds.push((data.seconds.at(-1) ?? 0) + record.durationMs / 1000);
  const found: Partial<Record<Quantity, number>> = { ...record.terms, ...record.measures };
  for (const term of quantities) {
    const value = found[term];
    if (value === undefined) continue;
    data.terms[term].rows.push(row);
    data.terms[term].values.push(value);
  }
  const { weights } = record;
  if (weights && !sameNumbers(weights, data.weights.at(-1)?.weights)) data.weights.push({ row, weights });
}

export function axisColumn({ steps, epochs, seconds }: RunData, axis: TimeAxis): number[] {
  return { step: steps, epoch: epochs, time: seconds }[axis];
}

/** Newest value of a term or measure; null where it never had one. */
export function newestValue({ steps, terms }: RunData, term: Quantity): { step: number; value: number } | null {
  const { rows, values } = terms[term];
  return rows.length === 0 ? null : { step: steps[rows.at(-1)!]!, value: values.at(-1)! };
}

/** Value of a term or measure at the last place at or before `x`; null before the first and where the run had ended. */
export function valueAt(data: RunData, term: Quantity, { axis, x }: { axis: TimeAxis; x: number }): number | null {
  const { rows, values } = data.terms[term];
  const xs = axisColumn(data, axis);
  if (x > xs.at(-1)!) return null;
  return values[countUpTo(rows.length, (index) => xs[rows[index]!]! <= x) - 1] ?? null;
}

/** How many of the first `length` places fulfil `holds`, which must hold for a beginning of them and no more. */
export function countUpTo(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sameNumbers(one: GeneratorWeights, other?: GeneratorWeights): boolean {
  return other !== undefined && (Object.keys(one) as (keyof GeneratorWeights)[]).every((term) => one[term] === other[term]);
}

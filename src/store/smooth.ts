// Smoothing of a curve: an exponential moving average whose start is not drawn toward zero (the
// correction of Adam's moments). Surprise: of a column that grows only what is new is computed.

import type { TermColumn } from './runData';

interface Smoothed {
  weight: number;
  column: number[];
  sum: number;
  /** Finite values so far. */
  count: number;
}

const known = new WeakMap<number[], Smoothed>();

/**
 * Each value as s / (1 - weight^n), where s = weight * s + (1 - weight) * value over the first n
 * values; one that is no finite number is passed over and stays as it is. `weight` 0 changes nothing.
 * @param weight share of the past, 0 <= weight < 1
 */
export function smooth(values: readonly number[], weight: number): number[] {
  return extend({ weight, column: [], sum: 0, count: 0 }, values).column;
}

/** The same column smoothed, extended from where it ended the last time; it must only have grown since. */
export function smoothedColumn({ rows, values }: TermColumn, weight: number): TermColumn {
  const before = known.get(values);
  const state = before?.weight === weight ? before : { weight, column: [], sum: 0, count: 0 };
  known.set(values, extend(state, values));
  return { rows, values: state.column };
}

function extend(state: Smoothed, values: readonly number[]): Smoothed {
  const { weight, column } = state;
  for (let index = column.length; index < values.length; index += 1) {
    const value = values[index]!;
    if (!Number.isFinite(value)) {
      column.push(value);
      continue;
    }
    state.sum = weight * state.sum + (1 - weight) * value;
    state.count += 1;
    column.push(state.sum / (1 - weight ** state.count));
  }
  return state;
}

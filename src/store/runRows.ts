// Stretches of a run's records: cut out, and put together again. Surprise: the rows of a column are
// counted from the first record of its stretch, so both move them.

import { countUpTo, emptyRunData, type RunData } from './runData';

/** Records `start` to `end`, the second excluded, or to the last; `data` stays as it is. */
export function sliceRows(data: RunData, start: number, end: number): RunData {
  const slice = emptyRunData();
  slice.steps = data.steps.slice(start, end);
  slice.epochs = data.epochs.slice(start, end);
  slice.seconds = data.seconds.slice(start, end);
  for (const term of columnNames(data)) {
    const { rows, values } = data.terms[term];
    const [first, stop] = [start, end].map((row) => countUpTo(rows.length, (index) => rows[index]! < row));
    slice.terms[term] = { rows: rows.slice(first, stop).map((row) => row - start), values: values.slice(first, stop) };
  }
  slice.weights = data.weights.filter(({ row }) => row >= start && row < end).map((change) => ({ ...change, row: change.row - start }));
  return slice;
}

/** Adds the records of `slice` to the end of `data`. */
export function appendRows(data: RunData, slice: RunData): void {
  const start = data.steps.length;
  extend(data.steps, slice.steps);
  extend(data.epochs, slice.epochs);
  extend(data.seconds, slice.seconds);
  for (const term of columnNames(data)) {
    const { rows, values } = slice.terms[term];
    extend(data.terms[term].rows, rows.map((row) => start + row));
    extend(data.terms[term].values, values);
  }
  extend(data.weights, slice.weights.map((change) => ({ ...change, row: start + change.row })));
}

const columnNames = ({ terms }: RunData) => Object.keys(terms) as (keyof RunData['terms'])[];

/** One by one: as arguments of one `push`, a million would be too many. */
function extend<T>(column: T[], more: readonly T[]): void {
  for (const value of more) column.push(value);
}

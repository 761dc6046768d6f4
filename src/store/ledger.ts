// The ledger of L_G (Eq. 6 to 8): each of the generator's terms times its weight, which together
// are gTotal. Surprise: long stretches are thinned by means, not by extremes as other curves are,
// because a mean of sums is the sum of the means, and the stack stays true.

import { generatorTerms, type GeneratorTerm, type GeneratorWeights } from '../metrics';
import { axisColumn, countUpTo, type Range, type RunData, type TimeAxis } from './runData';

export interface Ledger {
  x: number[];
  parts: Record<GeneratorTerm, number[]>;
}

export interface LedgerEntry {
  step: number;
  weights: GeneratorWeights;
  /** Term times weight. */
  parts: GeneratorWeights;
}

/** Of a longer stretch, as many steps stand for all of it, evenly spaced: a power of two. */
const mostSteps = 64;

/** Steps within the range that computed all terms, in at most `points` means, each at the end of its stretch. */
export function ledgerOf(data: RunData, { axis, range, points }: { axis: TimeAxis; range: Range; points: number }): Ledger {
  const xs = axisColumn(data, axis);
  const { rows, values: gTotal } = data.terms.gTotal;
  const first = countUpTo(rows.length, (index) => xs[rows[index]!]! < range.low);
  const end = countUpTo(rows.length, (index) => xs[rows[index]!]! <= range.high);
  const stretch = 2 ** Math.max(0, Math.ceil(Math.log2((end - first) / points)));
  const stride = Math.max(1, stretch / mostSteps);
  const ledger: Ledger = { x: [], parts: noParts(() => []) };
  const read = createReader(data);
  for (let start = first; start < end; start += stretch) {
    const stop = Math.min(start + stretch, end);
    const sums = generatorTerms.map(() => 0);
    let count = 0;
    for (let index = start; index < stop; index += stride) {
      if (!Number.isFinite(gTotal[index]!) || !read.at(rows[index]!, index)) continue;
      count += 1;
      for (let term = 0; term < sums.length; term += 1) sums[term]! += read.weights[term]! * read.values[term]!;
    }
    if (count === 0) continue;
    ledger.x.push(xs[rows[stop - 1]!]!);
    generatorTerms.forEach((term, place) => ledger.parts[term].push(sums[place]! / count));
  }
  return ledger;
}

/** The entry of the last step at or before `x`; null where that step did not compute all terms. */
export function ledgerAt(data: RunData, { axis, x }: { axis: TimeAxis; x: number }): LedgerEntry | null {
  const xs = axisColumn(data, axis);
  const { rows } = data.terms.gTotal;
  const place = countUpTo(rows.length, (index) => xs[rows[index]!]! <= x) - 1;
  const row = rows[place];
  const read = createReader(data);
  if (row === undefined || !read.at(row, place)) return null;
  const { weights, values } = read;
  return {
    step: data.steps[row]!,
    weights: noParts((_, place) => weights[place]!),
    parts: noParts((_, place) => weights[place]! * values[place]!),
  };
}

interface Reader {
  /** In the order of generatorTerms. */
  weights: number[];
  values: number[];
  /**
   * Goes to a row; false where it lacks a term or its weights are not known. `likely` is where terms
   * have the row that were computed as often as gTotal; those cost no search.
   */
  at(row: number, likely: number): boolean;
}

function createReader({ terms, weights: changes }: RunData): Reader {
  const columns = generatorTerms.map((term) => terms[term]);
  let change = -1;
  const reader: Reader = { weights: [], values: columns.map(() => 0), at };

  function at(row: number, likely: number): boolean {
    const next = countUpTo(changes.length, (index) => changes[index]!.row <= row) - 1;
    if (next < 0) return false;
    if (next !== change) reader.weights = generatorTerms.map((term) => changes[next]!.weights[term]);
    change = next;
    for (let term = 0; term < columns.length; term += 1) {
      const { rows, values } = columns[term]!;
      const place = rows[likely] === row ? likely : countUpTo(rows.length, (index) => rows[index]! < row);
      if (rows[place] !== row) return false;
      reader.values[term] = values[place]!;
    }
    return true;
  }
  return reader;
}

function noParts<T>(make: (term: GeneratorTerm, place: number) => T): Record<GeneratorTerm, T> {
  return Object.fromEntries(generatorTerms.map((term, place) => [term, make(term, place)])) as Record<GeneratorTerm, T>;
}

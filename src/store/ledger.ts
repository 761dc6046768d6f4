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

/** Steps within the range that computed all terms, in at most `points` means, each at the end of its stretch. */
export function ledgerOf(data: RunData, { axis, range, points }: { axis: TimeAxis; range: Range; points: number }): Ledger {
  const xs = axisColumn(data, axis);
  const { rows } = data.terms.gTotal;
  const first = countUpTo(rows.length, (index) => xs[rows[index]!]! < range.low);
  const end = countUpTo(rows.length, (index) => xs[rows[index]!]! <= range.high);
  const stretch = 2 ** Math.max(0, Math.ceil(Math.log2((end - first) / points)));
  const ledger: Ledger = { x: [], parts: noParts(() => []) };
  const read = createReader(data);
  for (let start = first; start < end; start += stretch) {
    const stop = Math.min(start + stretch, end);
    const sums = noParts(() => 0);
    let count = 0;
    for (let index = start; index < stop; index += 1) {
      const entry = read(rows[index]!);
      if (!entry || !Number.isFinite(data.terms.gTotal.values[index]!)) continue;
      count += 1;
      for (const term of generatorTerms) sums[term] += entry.weights[term] * entry.values[term];
    }
    if (count === 0) continue;
    ledger.x.push(xs[rows[stop - 1]!]!);
    for (const term of generatorTerms) ledger.parts[term].push(sums[term] / count);
  }
  return ledger;
}

/** The entry of the last step at or before `x`; null where that step did not compute all terms. */
export function ledgerAt(data: RunData, { axis, x }: { axis: TimeAxis; x: number }): LedgerEntry | null {
  const xs = axisColumn(data, axis);
  const { rows } = data.terms.gTotal;
  const row = rows[countUpTo(rows.length, (index) => xs[rows[index]!]! <= x) - 1];
  const entry = row === undefined ? null : createReader(data)(row);
  if (!entry) return null;
  const parts = noParts((term) => entry.weights[term] * entry.values[term]);
  return { step: data.steps[row!]!, weights: entry.weights, parts };
}

/** Reads the terms and weights of rising rows. */
function createReader({ terms, weights }: RunData) {
  const values = noParts(() => 0);
  const places = noParts(() => -1);
  return (row: number): { weights: GeneratorWeights; values: GeneratorWeights } | null => {
    const change = weights[countUpTo(weights.length, (index) => weights[index]!.row <= row) - 1];
    if (!change) return null;
    for (const term of generatorTerms) {
      const { rows } = terms[term];
      // Most rows follow each other; a search is only for the others.
      const next = places[term] + 1;
      places[term] = rows[next] === row ? next : countUpTo(rows.length, (index) => rows[index]! < row);
      if (rows[places[term]] !== row) return null;
      values[term] = terms[term].values[places[term]]!;
    }
    return { weights: change.weights, values };
  };
}

function noParts<T>(make: (term: GeneratorTerm) => T): Record<GeneratorTerm, T> {
  return Object.fromEntries(generatorTerms.map((term) => [term, make(term)])) as Record<GeneratorTerm, T>;
}

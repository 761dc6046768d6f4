// What a classifier's logits say, as shares that add up to one and carry names. Surprise: D_f's
// last output is no person but "fake", and it is shown whatever its rank.

import { expressionNames } from '../expressions';

export interface Verdict {
  name: string;
  /** Softmax of the logits, in [0, 1]. */
  share: number;
}

export function softmax(logits: ArrayLike<number>): number[] {
  const values = Array.from(logits);
  const highest = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** One verdict per expression class, in class order. */
export function expressionVerdicts(logits: ArrayLike<number>): Verdict[] {
  return softmax(logits).map((share, index) => ({ name: expressionNames[index] ?? `class ${index}`, share }));
}

/**
 * The `count` likeliest identities, best first, then "fake".
 * @param names of the training set's people; empty where there is none
 */
export function identityVerdicts(logits: ArrayLike<number>, names: readonly string[], count: number): Verdict[] {
  const shares = softmax(logits);
  const fake: Verdict = { name: 'fake', share: shares.pop() ?? 0 };
  const people = shares
    .map((share, index) => ({ name: names[index] ?? `${names.length > 0 ? 'unused' : 'identity'} ${index}`, share }))
    .sort((a, b) => b.share - a.share);
  return [...people.slice(0, count), fake];
}

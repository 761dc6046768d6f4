// Bit for bit equality of long arrays, which Vitest's own toEqual compares too slowly. A failure
// names the first difference; 0 and -0 differ, NaN equals itself.

import { expect } from 'vitest';

export function expectSame(actual: ArrayLike<number>, truth: ArrayLike<number>, what = 'elements'): void {
  const at = firstDifference(actual, truth);
  if (at >= 0) expect.fail(`${what} differ, first at ${at} of ${actual.length}: ${actual[at]} instead of ${truth[at]} of ${truth.length}`);
}

/** -1 where there is none; the shorter length where one array starts as the other. */
export function firstDifference(actual: ArrayLike<number>, truth: ArrayLike<number>): number {
  const count = Math.min(actual.length, truth.length);
  for (let i = 0; i < count; i++) if (!Object.is(actual[i], truth[i])) return i;
  return actual.length === truth.length ? -1 : count;
}

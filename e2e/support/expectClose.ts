// Comparison of arrays of numbers that cannot be fooled: NaN and Infinity fail, lengths must agree,
// the bound is relative to the truth's size, and a failure names the worst index. (tfjs's own
// helper lets Infinity pass against NaN, and 5e-4 against 0.)

import { expect } from 'vitest';

/**
 * @param tolerance largest allowed distance of one element, as a share of the truth's largest magnitude
 */
export function expectClose(actual: ArrayLike<number>, truth: ArrayLike<number>, tolerance: number): void {
  expect(actual.length, 'number of elements').toBe(truth.length);
  let scale = 0;
  for (let i = 0; i < truth.length; i++) scale = Math.max(scale, Math.abs(truth[i]!));
  let worst = { index: -1, distance: 0 };
  for (let index = 0; index < truth.length; index++) {
    const distance = Math.abs(actual[index]! - truth[index]!);
    if (!(distance <= worst.distance)) worst = { index, distance };
    if (!Number.isFinite(distance)) break;
  }
  if (!(worst.distance <= tolerance * scale)) {
    const { index, distance } = worst;
    expect.fail(`element ${index} is ${actual[index]}, not ${truth[index]}: off by ${distance / scale} of the largest, more than ${tolerance}`);
  }
}

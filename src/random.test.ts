// The seeded generator: repeatable for ever (some of its numbers are pinned, because checkpoints
// and papers' figures depend on them), different wherever it should be, and distributed as promised.

import { describe, expect, it } from 'vitest';
import { normals, permutation, streams, uniforms, type RandomKey } from './random';

const key: RandomKey = { seed: 1, step: 2, stream: streams.noise };
const count = 40_000;

const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: Float32Array) => {
  const center = mean(values);
  return values.reduce((sum, value) => sum + (value - center) ** 2, 0) / values.length;
};

describe('uniforms', () => {
  it('are these numbers, as pcg4d written down in another language gives them', () => {
    expect([...uniforms(key, 6)].map((u) => u * 2 ** 24)).toEqual([10110570, 15001704, 6520095, 7560190, 6183383, 4084882]);
    expect([...uniforms({ seed: 0xffffffff, step: 0, stream: 0 }, 2)].map((u) => u * 2 ** 24)).toEqual([234700, 9957325]);
  });

  it('lie in [0, 1), with the mean and variance of the uniform distribution, evenly over 16 bins', () => {
    const values = uniforms(key, count);
    expect(Math.min(...values.subarray(0, 10_000))).toBeGreaterThanOrEqual(0);
    expect(values.every((u) => u >= 0 && u < 1)).toBe(true);
    // Five standard errors.
    expect(Math.abs(mean(values) - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 12 / count));
    expect(Math.abs(variance(values) - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / 180 / count));
    const bins = new Array<number>(16).fill(0);
    for (const u of values) bins[Math.floor(u * 16)]!++;
    const chiSquare = bins.reduce((sum, n) => sum + (n - count / 16) ** 2 / (count / 16), 0);
    expect(chiSquare).toBeLessThan(40); // 15 degrees of freedom: p = 0.0005
  });

  it('neighbors in the series, in step, stream and seed are unrelated', () => {
    const values = uniforms(key, count);
    const correlation = (others: Float32Array) =>
      Math.abs(others.reduce((sum, u, i) => sum + (u - 0.5) * (values[i]! - 0.5), 0) / others.length / (1 / 12));
    const limit = 5 / Math.sqrt(count);
    for (const lag of [1, 2, 3, 4]) expect(correlation(values.slice(lag))).toBeLessThan(limit);
    for (const change of [{ step: 3 }, { stream: streams.noise + 1 }, { seed: 2 }]) {
      expect(correlation(uniforms({ ...key, ...change }, count))).toBeLessThan(limit);
    }
  });

  it('repeat, and a longer series starts as the shorter', () => {
    expect(uniforms(key, 10)).toEqual(uniforms(key, 10));
    expect(uniforms(key, 101).subarray(0, 10)).toEqual(uniforms(key, 10));
  });

  it('of different uses do not share numbers', () => {
    const all = Object.values(streams).map((stream) => [...uniforms({ ...key, stream }, 8)].join());
    expect(new Set(all).size).toBe(Object.keys(streams).length);
  });
});

describe('normals', () => {
  it('have mean 0, the deviation asked for, and the tails of the normal distribution', () => {
    const values = normals(key, count, 0.02);
    expect(Math.abs(mean(values))).toBeLessThan((5 * 0.02) / Math.sqrt(count));
    expect(Math.abs(variance(values) / 0.02 ** 2 - 1)).toBeLessThan(5 * Math.sqrt(2 / count));
    const within = (sigmas: number) => values.filter((value) => Math.abs(value) < sigmas * 0.02).length / count;
    expect(Math.abs(within(1) - 0.6827)).toBeLessThan(0.012);
    expect(Math.abs(within(2) - 0.9545)).toBeLessThan(0.006);
    expect(values.every(Number.isFinite)).toBe(true);
  });

  it('repeat, for odd counts too', () => {
    expect(normals(key, 7, 1)).toEqual(normals(key, 8, 1).subarray(0, 7));
    expect([...normals(key, 3, 1)].map((value) => value.toFixed(6))).toEqual(['0.792005', '-0.620974', '-1.309230']);
  });
});

describe('permutation', () => {
  it('holds each number once, in an order that depends on the key', () => {
    for (const size of [1, 2, 17, 1000]) {
      expect([...permutation(key, size)].sort((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, i) => i));
    }
    expect(permutation(key, 0)).toHaveLength(0);
    expect(permutation(key, 50)).toEqual(permutation(key, 50));
    expect(permutation(key, 50)).not.toEqual(permutation({ ...key, step: 3 }, 50));
    expect([...permutation(key, 8)]).toEqual([0, 2, 7, 4, 5, 1, 6, 3]);
  });

  it('puts each number at each place equally often', () => {
    const seen = Array.from({ length: 5 }, () => new Array<number>(5).fill(0));
    for (let step = 0; step < 5000; step++) permutation({ ...key, step }, 5).forEach((number, place) => seen[number]![place]!++);
    for (const n of seen.flat()) expect(Math.abs(n - 1000)).toBeLessThan(5 * Math.sqrt(1000 * 0.8));
  });
});

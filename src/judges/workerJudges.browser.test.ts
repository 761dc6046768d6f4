// The judges' worker on pictures of noise, which need no demo set: each call gets its own answer, in the
// order of its pictures, and closing them loses nothing for good.

import { afterAll, describe, expect, it } from 'vitest';
import { uniforms } from '../random';
import { createJudges } from './workerJudges';

const judges = createJudges();
afterAll(() => judges.dispose());

const side = 32;
const noise = (seed: number, count: number) => uniforms({ seed, step: 0, stream: 0x700 }, count * side * side);

function expectNear(actual: Float32Array, expected: Float32Array, bound: number): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(bound));
}

describe('judges', () => {
  it('say the same of the same pictures, and something else of others', async () => {
    const first = await judges.judge(noise(1, 2), side);
    const again = await judges.judge(noise(1, 2), side);
    const other = await judges.judge(noise(2, 2), side);
    expect(again).toEqual(first);
    expect(other.descriptors).not.toEqual(first.descriptors);
    expect(first.descriptors.subarray(0, 128)).not.toEqual(first.descriptors.subarray(128));
  });

  it('answer each of several calls at once, beyond one batch, as it would be answered alone', async () => {
    const told: number[][] = [];
    const both = await Promise.all([noise(3, 9), noise(4, 1)].map((images, call) =>
      judges.judge(images, side, (done, total) => told.push([call, done, total]))));
    expect(told).toEqual([[0, 8, 9], [0, 9, 9], [1, 1, 1]]);
    const last = await judges.judge(noise(3, 9).slice(8 * side * side), side);
    expectNear(both[0]!.descriptors.slice(8 * 128), last.descriptors, 1e-5);
    expectNear(both[0]!.expressions.slice(8 * 7), last.expressions, 1e-5);
    expect(both[1]!.descriptors.length).toBe(128);
    expect(both[1]!.descriptors).not.toEqual(last.descriptors);
  });

  it('reject what waits when they are closed, and start anew', async () => {
    const before = await judges.judge(noise(5, 1), side);
    const waiting = judges.judge(noise(5, 1), side);
    const rejected = expect(waiting).rejects.toThrow('The judges were closed.');
    await Promise.resolve(); // judge() has posted
    judges.dispose();
    await rejected;
    expect(await judges.judge(noise(5, 1), side)).toEqual(before);
  });
});

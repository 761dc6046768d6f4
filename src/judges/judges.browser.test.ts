// The judges in Chromium, on people of the demo set, whose expressions and identities are known: they
// see what is there, one by one as together, and refuse what is no image.

import { afterAll, describe, expect, it } from 'vitest';
import { cosine } from '../analysis/transferScores';
import { openDemoSet } from '../data/demoSet';
import { expressionNames } from '../expressions';
import { createJudges } from './workerJudges';

const judges = createJudges();
afterAll(() => judges.dispose());

const side = 64;
const demo = await openDemoSet(new URL('/demo/', location.href).href);
const { person, expression } = demo.index.images;
/** Three people, each happy, surprised and neutral in two views. */
const numbers = [0, 1, 2].flatMap((who) => [3, 0, 6].flatMap((what) =>
  person.flatMap((p, number) => (p === who && expression[number] === what ? [number] : [])).slice(0, 2)));
const images = Float32Array.from(await demo.pictures(numbers, { side, channels: 1 }), (value) => value / 255);

describe('judges', () => {
  it('see the expression more often than chance, as probabilities', async () => {
    const told: number[] = [];
    const { expressions } = await judges.judge(images, side, (done) => told.push(done));
    const rows = numbers.map((_, i) => [...expressions.subarray(7 * i, 7 * i + 7)]);
    for (const row of rows) expect(Math.abs(row.reduce((sum, p) => sum + p, 0) - 1)).toBeLessThan(1e-5);
    const right = rows.filter((row, i) => row.indexOf(Math.max(...row)) === expression[numbers[i]!]).length;
    expect(right / rows.length).toBeGreaterThan(0.5);
    const happy = expressionNames.indexOf('happiness');
    const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
    const ofClass = (wanted: boolean) => rows.filter((_, i) => (expression[numbers[i]!] === happy) === wanted).map((row) => row[happy]!);
    expect(mean(ofClass(true))).toBeGreaterThan(3 * mean(ofClass(false)));
    expect(told).toEqual([8, 16, 18]);
  });

  it('tell people apart', async () => {
    const { descriptors } = await judges.judge(images, side);
    const alike: number[] = [];
    const different: number[] = [];
    for (let a = 0; a < numbers.length; a++) {
      for (let b = 0; b < a; b++) {
        const near = cosine(descriptors.subarray(128 * a, 128 * (a + 1)), descriptors.subarray(128 * b, 128 * (b + 1)))!;
        (person[numbers[a]!] === person[numbers[b]!] ? alike : different).push(near);
      }
    }
    const better = alike.flatMap((same) => different.map((other) => (same > other ? 1 : 0)));
    expect(better.reduce<number>((sum, one) => sum + one, 0) / better.length).toBeGreaterThan(0.9);
  });

  it('say the same of an image alone', async () => {
    const together = await judges.judge(images, side);
    const alone = await judges.judge(images.slice(5 * side * side, 6 * side * side), side);
    alone.expressions.forEach((value, i) => expect(Math.abs(value - together.expressions[5 * 7 + i]!)).toBeLessThan(1e-4));
    alone.descriptors.forEach((value, i) => expect(Math.abs(value - together.descriptors[5 * 128 + i]!)).toBeLessThan(1e-3));
  });

  it('refuse what is no image', async () => {
    await expect(judges.judge(new Float32Array(10), 16)).rejects.toThrow('each image has 16x16');
    await expect(judges.judge(new Float32Array(256).fill(2), 16)).rejects.toThrow('value 0 is 2');
    await expect(judges.judge(new Float32Array(256), 4)).rejects.toThrow('size');
  });
});

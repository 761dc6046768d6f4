// What the judges make of the demo set: their accuracy and confusion over the seven expressions, and
// how well they tell its people apart (area under the ROC curve). Runs in the page of `npm run people`.

import { cosine } from '../../src/analysis/transferScores';
import { openDemoSet, type DemoSplit } from '../../src/data/demoSet';
import { expressionNames } from '../../src/expressions';
import { createJudges } from '../../src/judges/workerJudges';
import { uniforms } from '../../src/random';

export interface SetJudgment {
  images: number;
  /** [true class][class seen], counts. */
  confusion: number[][];
  accuracy: Partial<Record<DemoSplit, number>> & { all: number };
  /** Chance that two images of one person are more alike than two of different people. */
  identityAuc: number;
}

const pairsOfEachKind = 40_000;

/** @param side pictures are shown to the judges at this size */
export async function judgeDemoSet(side: number, onProgress: (done: number, total: number) => void): Promise<SetJudgment> {
  const demo = await openDemoSet(new URL('/demo/', location.href).href);
  const { index } = demo;
  const { person, expression } = index.images;
  const numbers = person.map((_, number) => number);
  const images = Float32Array.from(await demo.pictures(numbers, { side, channels: 1 }), (value) => value / 255);
  const judges = createJudges();
  const { expressions, descriptors } = await judges.judge(images, side, onProgress);
  judges.dispose();

  const classes = expressionNames.length;
  const seen = numbers.map((i) => {
    const own = expressions.subarray(classes * i, classes * (i + 1));
    return own.indexOf(Math.max(...own));
  });
  const confusion = expressionNames.map(() => expressionNames.map(() => 0));
  numbers.forEach((i) => (confusion[expression[i]!]![seen[i]!]! += 1));
  const accuracyOf = (own: number[]) => own.filter((i) => seen[i] === expression[i]).length / own.length;
  const splits = [...new Set(index.people.map(({ split }) => split))];
  const bySplit = splits.map((split) => [split, accuracyOf(numbers.filter((i) => index.people[person[i]!]!.split === split))]);
  return {
    images: numbers.length, confusion,
    accuracy: { all: accuracyOf(numbers), ...(Object.fromEntries(bySplit) as Partial<Record<DemoSplit, number>>) },
    identityAuc: areaUnderCurve(alikeness(person, descriptors, true), alikeness(person, descriptors, false)),
  };
}

/** Cosines of the descriptors of random pairs, of one person or of two. */
function alikeness(person: number[], descriptors: Float32Array, same: boolean): number[] {
  const draws = uniforms({ seed: 1, step: same ? 0 : 1, stream: 0x603 }, 4_000_000);
  const found: number[] = [];
  const of = (i: number) => descriptors.subarray(128 * i, 128 * (i + 1));
  for (let d = 0; d + 1 < draws.length && found.length < pairsOfEachKind; d += 2) {
    const [a, b] = [Math.floor(draws[d]! * person.length), Math.floor(draws[d + 1]! * person.length)] as const;
    if (a !== b && (person[a] === person[b]) === same) found.push(cosine(of(a), of(b)) ?? 0);
  }
  return found;
}

/** Mann-Whitney: the mean rank of the higher group. Ties do not occur among so many digits. */
function areaUnderCurve(higher: number[], lower: number[]): number {
  const all = [...higher.map((value) => ({ value, isHigher: true })), ...lower.map((value) => ({ value, isHigher: false }))]
    .sort((a, b) => a.value - b.value);
  let below = 0;
  let wins = 0;
  for (const { isHigher } of all) {
    if (isHigher) wins += below;
    else below += 1;
  }
  return wins / (higher.length * lower.length);
}

// What the judges make of the demo set: their accuracy and confusion over the seven expressions, and
// how well they tell its people apart (area under the ROC curve), of all images and of each split.
// Runs in the page of `npm run people`.

import { cosine } from '../../src/analysis/transferScores';
import { openDemoSet, type DemoSplit } from '../../src/data/demoSet';
import { expressionNames } from '../../src/expressions';
import { seenClass, type Judgment } from '../../src/judges/judges';
import { createJudges } from '../../src/judges/workerJudges';
import { uniforms } from '../../src/random';

export interface PartJudgment {
  images: number;
  accuracy: number;
  /** [true class][class seen], counts, in the order of src/expressions.ts. */
  confusion: number[][];
  /**
   * Chance that two images of one person are more alike than two of different people, by the cosine of
   * their descriptors, as in the scores of transfers, and by their distance, as face-api has it; null
   * where there is no such pair.
   */
  identityAuc: { cosine: number; distance: number } | null;
  samePersonPairs: number;
  differentPeoplePairs: number;
}

export interface SetJudgment {
  side: number;
  /** The classes in their order. */
  expressions: readonly string[];
  /** With the start of the judges in it. */
  msPerImage: number;
  parts: Partial<Record<DemoSplit, PartJudgment>> & { all: PartJudgment };
}

const samePairsOfEachPerson = 200;
const differentPairs = 50_000;

/** Numbers of two images. */
type Pair = [number, number];

/**
 * @param base address of the set's folder, with its slash
 * @param side pictures are shown to the judges at this size
 */
export async function judgeDemoSet(base: string, side: number, onProgress: (done: number, total: number) => void): Promise<SetJudgment> {
  const demo = await openDemoSet(base);
  const { person, expression } = demo.index.images;
  const numbers = person.map((_, number) => number);
  const images = Float32Array.from(await demo.pictures(numbers, { side, channels: 1 }), (value) => value / 255);
  const start = performance.now();
  const judgment = await askJudges(images, side, onProgress);
  const msPerImage = (performance.now() - start) / numbers.length;

  const splitOf = (number: number) => demo.index.people[person[number]!]!.split;
  const judgeAll = (own: number[]) => judgePart(own, { person, expression, judgment });
  const splits = [...new Set(numbers.map(splitOf))].map((split) => [split, judgeAll(numbers.filter((number) => splitOf(number) === split))]);
  return { side, expressions: expressionNames, msPerImage, parts: { all: judgeAll(numbers), ...(Object.fromEntries(splits) as Partial<Record<DemoSplit, PartJudgment>>) } };
}

/** Judges of their own for one question. */
export async function askJudges(images: Float32Array, side: number, onProgress?: (done: number, total: number) => void): Promise<Judgment> {
  const judges = createJudges();
  try {
    return await judges.judge(images, side, onProgress);
  } finally {
    judges.dispose();
  }
}

function judgePart(own: number[], { person, expression, judgment }: { person: number[]; expression: number[]; judgment: Judgment }): PartJudgment {
  const confusion = expressionNames.map(() => expressionNames.map(() => 0));
  for (const i of own) confusion[expression[i]!]![seenClass(judgment, i)]! += 1;
  const same = pairsOfOnePerson(own, person);
  const different = pairsOfTwoPeople(own, person);
  const auc = (alike: (a: Float32Array, b: Float32Array) => number) => {
    const of = (i: number) => judgment.descriptors.subarray(128 * i, 128 * (i + 1));
    const values = (pairs: Pair[]) => pairs.map(([a, b]) => alike(of(a), of(b)));
    return areaUnderCurve(values(same), values(different));
  };
  return {
    images: own.length, confusion,
    accuracy: confusion.reduce((sum, row, i) => sum + row[i]!, 0) / own.length,
    identityAuc: same.length * different.length > 0 ? { cosine: auc((a, b) => cosine(a, b) ?? 0), distance: auc((a, b) => -distance(a, b)) } : null,
    samePersonPairs: same.length, differentPeoplePairs: different.length,
  };
}

/** All pairs of each person, or a seeded choice where there are too many. */
function pairsOfOnePerson(own: number[], person: number[]): Pair[] {
  return [...new Set(own.map((i) => person[i]!))].flatMap((who) => {
    const images = own.filter((i) => person[i] === who);
    const pairs = images.flatMap((a, at) => images.slice(at + 1).map((b): Pair => [a, b]));
    const draws = uniforms({ seed: 1, step: who, stream: 0x603 }, pairs.length);
    const order = [...pairs.keys()].sort((a, b) => draws[a]! - draws[b]!);
    return order.slice(0, samePairsOfEachPerson).map((at) => pairs[at]!);
  });
}

function pairsOfTwoPeople(own: number[], person: number[]): Pair[] {
  const found: Pair[] = [];
  const draws = uniforms({ seed: 1, step: 0, stream: 0x604 }, 4 * differentPairs);
  for (let d = 0; d < draws.length && found.length < differentPairs; d += 2) {
    const [a, b] = [own[Math.floor(draws[d]! * own.length)]!, own[Math.floor(draws[d + 1]! * own.length)]!];
    if (person[a] !== person[b]) found.push([a, b]);
  }
  return found;
}

function distance(a: Float32Array, b: Float32Array): number {
  return Math.sqrt(a.reduce((squares, value, i) => squares + (value - b[i]!) ** 2, 0));
}

/** Mann-Whitney: how often a value of the one group exceeds one of the other; a tie is half. */
function areaUnderCurve(higher: number[], lower: number[]): number {
  const sorted = Float64Array.from(lower).sort();
  /** How many of the lower group the test holds for; it holds for a beginning of the sorted group. */
  const countWhile = (holds: (value: number) => boolean): number => {
    let [from, to] = [0, sorted.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (holds(sorted[middle]!)) from = middle + 1;
      else to = middle;
    }
    return from;
  };
  const wins = higher.reduce((sum, value) => sum + (countWhile((low) => low < value) + countWhile((low) => low <= value)) / 2, 0);
  return wins / (higher.length * lower.length);
}

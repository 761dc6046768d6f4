// What is saved of probes: all of them as one sheet, a row each, or one through its steps. Surprise: a
// picture stands only in the column that its own step is nearest to, and says its step, because probes are
// kept at different times and thinned each by itself.

import { framePicture, probeSteps, type Probe } from '../store/probes';
import type { Sheet } from './pictureExport';

/** How many pictures of a probe a sheet may have. */
export const sheetLengths = [4, 6, 8, 12] as const;
export type SheetLength = (typeof sheetLengths)[number];

/** "step 4", "steps 4 to 90". */
export function stepsInWords(steps: readonly number[]): string {
  const [first, last] = [steps[0] ?? 0, steps.at(-1) ?? 0];
  return first === last ? `step ${first}` : `steps ${first} to ${last}`;
}

const nearest = (numbers: readonly number[], to: number) =>
  numbers.reduce((best, number) => (Math.abs(number - to) < Math.abs(best - to) ? number : best));

/** Of ascending `steps`, `count` at most: the first, the last, and those nearest to even distances between them. */
export function chooseSteps(steps: readonly number[], count: number): number[] {
  const [first, last] = [steps[0]!, steps.at(-1)!];
  return [...new Set(Array.from({ length: count }, (_, i) => nearest(steps, first + (i * (last - first)) / (count - 1))))];
}

/** A row per probe: face image, expression image, and up to `count` of what it became. */
export function probeSheet(list: readonly Probe[], count: number): Sheet {
  const columns = chooseSteps(probeSteps(list), count);
  const rows = list.map((probe) => {
    const own = columns.map((column) => {
      const near = probe.frames.filter(({ step }) => nearest(columns, step) === column);
      if (near.length === 0) return { picture: null, caption: 'none' };
      const step = nearest(near.map((frame) => frame.step), column);
      return { picture: framePicture(near.find((frame) => frame.step === step)!, probe), caption: `step ${step}` };
    });
    return [{ picture: probe.face, caption: 'face image' }, { picture: probe.expression, caption: 'expression image' }, ...own];
  });
  return {
    pictures: rows.flat().map(({ picture }) => picture), captions: rows.flat().map(({ caption }) => caption),
    columns: columns.length + 2, note: stepsInWords(columns),
  };
}

/** Face image, expression image, and what they became: a sheet for each step that was kept. */
export function probeFrames(probe: Probe): Sheet[] {
  return probe.frames.map((frame) => ({ pictures: [probe.face, probe.expression, framePicture(frame, probe)], columns: 3, note: `step ${frame.step}` }));
}

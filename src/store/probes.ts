// Pairs that are drawn again and again while the model learns, each with noise of its own that is
// locked, and every picture kept with its step. Surprise: pictures are kept as bytes, which is all
// that a screen shows, and when a probe has too many, every second one goes.

import type { Picture } from './picture';

export const maxProbes = 6;
export const maxFrames = 240;

/** What a probe's pair became at one step; [S,S,C], 0 to 255. */
export interface ProbeFrame {
  step: number;
  bytes: Uint8ClampedArray;
}

export interface Probe {
  id: number;
  name: string;
  face: Picture;
  expression: Picture;
  noiseSeed: number;
  /** By ascending step. */
  frames: ProbeFrame[];
}

export interface ProbesState {
  list: Probe[];
  /** Steps between two pictures. */
  every: number;
  /** The step looked at; the newest where null. */
  shown: number | null;
  error: string | null;
}

export const noProbes: ProbesState = { list: [], every: 10, shown: null, error: null };

/** With `frame` at its place: another one of the same step is replaced, and a full list is thinned. */
export function addFrame(frames: readonly ProbeFrame[], frame: ProbeFrame): ProbeFrame[] {
  const kept = [...frames.filter(({ step }) => step !== frame.step), frame].sort((a, b) => a.step - b.step);
  return kept.length > maxFrames ? kept.filter((_, index) => index % 2 === 0 || index === kept.length - 1) : kept;
}

/** The newest frame that is not newer than `step`; null where the probe was kept later than that. */
export function frameAt(frames: readonly ProbeFrame[], step: number | null): ProbeFrame | null {
  if (step === null) return frames.at(-1) ?? null;
  return frames.findLast((frame) => frame.step <= step) ?? null;
}

/** All steps at which some probe was drawn, ascending. */
export function probeSteps(list: readonly Probe[]): number[] {
  return [...new Set(list.flatMap(({ frames }) => frames.map(({ step }) => step)))].sort((a, b) => a - b);
}

export const toBytes = (values: Float32Array): Uint8ClampedArray => Uint8ClampedArray.from(values, (value) => 255 * value);

export function framePicture({ bytes }: ProbeFrame, { face: { size, channels } }: Probe): Picture {
  return { values: Float32Array.from(bytes, (value) => value / 255), size, channels };
}

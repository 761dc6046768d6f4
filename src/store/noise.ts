// The noise of the interpolation panel's drawings: locked, or another one each time; and how much noise
// changes a picture. Surprise: fresh seeds come out of the locked one, so that a session can be repeated.

import { streams, uniforms } from '../random';
import type { Picture } from './picture';

/** How many seeds a person may compare. */
export const seedCounts = [4, 8, 16, 32] as const;
export type SeedCount = (typeof seedCounts)[number];

/** Pictures that differ by one cause, and how much they do. */
export interface PictureSeries {
  pictures: Picture[];
  mean: Picture;
  /** Standard deviation, pixel by pixel. */
  deviation: Picture;
  /** Mean distance from the mean picture; black to white is 1. */
  meanDeviation: number;
}

export interface NoiseVariationState {
  result: {
    noiseSeeds: number[];
    noise: PictureSeries;
    /** Null where no expression set was loaded. */
    expression: PictureSeries | null;
    step: number;
  } | null;
  drawing: boolean;
  error: string | null;
}

export interface NoiseState {
  /** The panel's drawings take the locked seed; otherwise each takes a fresh one. */
  locked: boolean;
  /** How many fresh ones were taken since the page opened. */
  taken: number;
  variation: NoiseVariationState;
}

export const lockedNoise: NoiseState = { locked: true, taken: 0, variation: { result: null, drawing: false, error: null } };

/** Fresh seed number `taken` of the locked one, below 2^24. */
export function freshSeed(noiseSeed: number, taken: number): number {
  return Math.floor(uniforms({ seed: noiseSeed, step: taken, stream: streams.freshNoise }, 1)[0]! * 0x1000000);
}

/** White in a picture of deviations: the next of 1, 2, 5, 10 ... gray levels of 255 that no pixel exceeds. */
export function whiteLevel(largest: number): number {
  const levels = 255 * largest;
  return [1, 2, 5, 10, 20, 50, 100].find((level) => levels <= level) ?? 128;
}

// Which pictures of the probes a file holds, and in which place.

import { describe, expect, it } from 'vitest';
import type { Picture } from '../store/picture';
import type { Probe } from '../store/probes';
import { chooseSteps, probeFrames, probeSheet, stepsInWords } from './probeSheets';

const picture = (value: number): Picture => ({ values: new Float32Array(4).fill(value), size: 2, channels: 1 });
/** Whose picture of step s is s of 255 bright. */
const probe = (id: number, steps: number[]): Probe => ({
  id, name: `p${id}`, face: picture(0.5), expression: picture(0.75), noiseSeed: 1,
  frames: steps.map((step) => ({ step, bytes: new Uint8ClampedArray(4).fill(step) })),
});
const levels = (pictures: readonly (Picture | null)[]) => pictures.map((one) => one && Math.round(255 * one.values[0]!));

describe('steps', () => {
  it('are the first, the last, and evenly spaced ones between, as far as they were kept', () => {
    expect(chooseSteps([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 4)).toEqual([0, 3, 6, 9]);
    expect(chooseSteps([0, 1, 2, 3, 50, 100], 5)).toEqual([0, 3, 50, 100]);
    expect(chooseSteps([7], 4)).toEqual([7]);
  });

  it('are told in words', () => {
    expect([stepsInWords([0, 10, 90]), stepsInWords([7]), stepsInWords([])]).toEqual(['steps 0 to 90', 'step 7', 'step 0']);
  });
});

describe('a sheet of probes', () => {
  it('has a row for each, with its images in front and each picture in the column of its step', () => {
    const { pictures, captions, columns, note } = probeSheet([probe(1, [0, 40, 80, 120]), probe(2, [81, 121])], 4);
    expect([columns, note]).toEqual([6, 'steps 0 to 121']);
    expect(levels(pictures)).toEqual([128, 191, 0, 40, 80, 120, 128, 191, null, null, 81, 121]);
    expect(captions).toEqual([
      'face image', 'expression image', 'step 0', 'step 40', 'step 80', 'step 120',
      'face image', 'expression image', 'none', 'none', 'step 81', 'step 121',
    ]);
  });
});

describe('a probe through its steps', () => {
  it('is a sheet for each, with both images and the step in its note', () => {
    const frames = probeFrames(probe(1, [0, 9]));
    expect(frames.map(({ pictures, columns, note }) => [levels(pictures), columns, note])).toEqual([[[128, 191, 0], 3, 'step 0'], [[128, 191, 9], 3, 'step 9']]);
  });
});

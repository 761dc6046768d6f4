// The words of the estimate: one unit, two digits, and where the speed comes from.

import { expect, it } from 'vitest';
import { presets } from '../../config';
import type { MeasuredSpeed } from '../../store/speed';
import { formatRoughly, goalOf, speedSource } from './speedWords';

it('writes a time in one unit with two digits', () => {
  const written: [number, string][] = [
    [0.04, '0.04 ms'], [34.4, '34 ms'], [99.6, '100 ms'], [930, '0.93 s'], [12_345, '12 s'], [89_999, '90 s'], [92_000, '1.5 min'],
    [2_640_000, '44 min'], [18_720_000, '5.2 h'], [3.6e6 * 47, '47 h'], [86.4e6 * 41.2, '41 days'], [86.4e6 * 1234, '1,200 days'],
  ];
  for (const [ms, text] of written) expect(formatRoughly(ms)).toBe(text);
});

it('says whether it was measured in such steps or guessed from others', () => {
  const speed: MeasuredSpeed = { flopsPerSecond: 1, steps: 12, preset: 'compact', batchSize: 16 };
  const { compact, paper } = presets;
  expect(speedSource(speed, compact.config, 16)).toBe('Measured in 12 steps on this device.');
  expect(speedSource(speed, compact.config, 8)).toBe('Guessed from 12 steps of compact at batch 16 on this device.');
  expect(speedSource({ ...speed, steps: 1 }, paper.config, 16)).toBe('Guessed from 1 step of compact at batch 16 on this device.');
  const own = { ...paper.config, residualBlocks: 5 };
  expect(speedSource({ ...speed, preset: 'own' }, own, 16)).toBe('Guessed from 12 steps of a model of your own sizes at batch 16 on this device.');
});

it('knows how long each preset is meant to be trained', () => {
  expect(goalOf(presets.paper.config).steps).toBe(38_000);
  expect(goalOf(presets.compact.config).steps).toBe(500);
  expect(goalOf(presets.tiny.config).steps).toBe(1000);
});

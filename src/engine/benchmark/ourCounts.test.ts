// What a step of ours costs in calls and bytes, gated: dispatches, submits, buffers, readbacks,
// pipelines, and memory against stock tfjs. Counted on a device that does nothing.

import { expect, it } from 'vitest';
import { presets } from '../../config';
import { ourStep, stockTdganStep } from './contenders';
import { dryRun } from './dryRun';

const { config } = presets.paper;
const all = { face: true, expression: true };
const steady = { submits: 1, newBuffers: 0, readbacks: 0, pipelines: 0 };

it('a full step of paper', async () => {
  const { repetition, life } = await dryRun(() => ourStep(config, 1, all));
  expect(repetition).toMatchObject(steady);
  expect(repetition.dispatches).toBeLessThanOrEqual(3150);
  expect(life.pipelines).toBeLessThanOrEqual(80);
});

it('a step of paper without discriminator updates', async () => {
  const { repetition } = await dryRun(() => ourStep(config, 1, { face: false, expression: false }));
  expect(repetition).toMatchObject(steady);
  expect(repetition.dispatches).toBeLessThanOrEqual(2400);
});

it('no shader depends on a size: another model and batch need only other packings and tiles', async () => {
  const { life } = await dryRun(() => ourStep({ ...presets.compact.config, imageSize: 96 }, 3, all));
  expect(life.pipelines).toBeLessThanOrEqual(80);
});

it('memory of a full step at batch 8, moments included, against stock tfjs', async () => {
  const ours = await dryRun(() => ourStep(config, 8, all));
  const stock = await dryRun(() => stockTdganStep(config, 8, all));
  expect(ours.life.peakBytes / stock.life.peakBytes).toBeLessThanOrEqual(0.19);
});

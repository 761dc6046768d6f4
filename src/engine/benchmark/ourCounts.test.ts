// What a step of ours costs in calls and bytes, gated: dispatches, submits, buffers, readbacks,
// pipelines, and memory against stock tfjs. Counted on a device that does nothing.

import { expect, it } from 'vitest';
import { presets } from '../../config';
import { ourStep, stockTdganStep } from './contenders';
import { dryRun } from './dryRun';

const { config } = presets.paper;

it('a full step of paper', async () => {
  const { repetition, life } = await dryRun(() => ourStep(config, 1, { face: true, expression: true }));
  console.log(JSON.stringify({ repetition, life }));
  expect(repetition).toMatchObject({ newBuffers: 0, readbacks: 0, pipelines: 0 });
  expect(repetition.dispatches).toBeLessThanOrEqual(3500);
});

it('a step of paper without discriminator updates', async () => {
  const { repetition } = await dryRun(() => ourStep(config, 1, { face: false, expression: false }));
  console.log(JSON.stringify({ repetition }));
  expect(repetition).toMatchObject({ newBuffers: 0, readbacks: 0, pipelines: 0 });
  expect(repetition.dispatches).toBeLessThanOrEqual(2650);
});

it('memory of a full step at batch 8, moments included, against stock tfjs', async () => {
  const due = { face: true, expression: true };
  const ours = await dryRun(() => ourStep(config, 8, due));
  const stock = await dryRun(() => stockTdganStep(config, 8, due));
  console.log(ours.life.peakBytes, stock.life.peakBytes, ours.life.peakBytes / stock.life.peakBytes);
  expect(ours.life.peakBytes / stock.life.peakBytes).toBeLessThanOrEqual(0.2);
});

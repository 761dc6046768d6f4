// Dry counts against what is known: an op whose calls can be told in advance, and stock tfjs's full
// step of `paper`, whose 23,271 dispatches and 2.4 and 11.4 GB were once counted in a browser.

import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { presets } from '../../config';
import { stockTdganStep, type Contender } from './contenders';
import { dryRun } from './dryRun';

const { config } = presets.paper;
const due = { face: true, expression: true };

it('one addition of two tensors of 4 KiB is one dispatch, one submit, and no new buffer once there are three', async () => {
  const run = () => dryRun((): Contender => {
    const [a, b] = [tf.ones([1024]), tf.range(0, 1024)];
    return {
      who: 'ours', prepare: async () => undefined, loss: async () => 0, heldBytes: () => 0,
      issue: () => tf.add(a, b).dispose(),
      settle: async () => {
        const backend = tf.backend() as unknown as { endComputePassEncoder(): void; submitQueue(): void };
        backend.endComputePassEncoder();
        backend.submitQueue();
      },
      dispose: () => tf.dispose([a, b]),
    };
  });
  const { repetition, life } = await run();
  expect(repetition).toMatchObject({ dispatches: 1, submits: 1, newBuffers: 0, readbacks: 0, pipelines: 0 });
  expect(life).toMatchObject({ dispatches: 3, submits: 3, pipelines: 1 });
  // Two operands and the sum, and the uniforms of one program.
  expect(life.peakBytes).toBeGreaterThanOrEqual(3 * 4096);
  expect(life.peakBytes).toBeLessThan(3 * 4096 + 1024);
  expect(await run()).toEqual({ repetition, life }); // a backend of its own each time
});

/** Noise and dropout are counted here and were not there. */
function expectNear(actual: number, counted: number): void {
  expect(actual / counted).toBeGreaterThan(0.94);
  expect(actual / counted).toBeLessThan(1.06);
}

it('stock tfjs: a full step of paper at batch 1', async () => {
  const { repetition, life } = await dryRun(() => stockTdganStep(config, 1, due));
  expectNear(repetition.dispatches, 23_271);
  expectNear(repetition.submits, 1_555);
  expectNear(repetition.newBuffers, 5_178);
  expect(repetition).toMatchObject({ readbacks: 0, pipelines: 0 });
  expectNear(life.peakBytes, 2.4e9);
});

it('stock tfjs: memory at batch 8', async () => {
  const { life } = await dryRun(() => stockTdganStep(config, 8, due));
  expectNear(life.peakBytes, 11.35e9);
});

// The estimate of memory against what the steps of a run really allocate, on a device that does
// nothing, with the copies of weights that a run keeps; and what is refused, against the largest
// buffer that a step really makes.

import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { smallestConfig } from '../../../e2e/support/smallest';
import { presets, type TdganConfig } from '../../config';
import { estimateMemory, largestBatchBuffer, misfit, parameterCount } from '../../memory';
import { countParameters, createTdgan, disposeTdgan } from '../../model/tdgan';
import { GoodState } from '../../training/goodState';
import { disposeBatch } from '../../training/stepContext';
import { Trainer } from '../../training/trainer';
import { hardwareWorkPerSubmit } from '../backends';
import { randomBatch } from './batch';
import type { Contender } from './contenders';
import { dryRun } from './dryRun';

const { paper, compact, tiny } = presets;

it('counts the parameters of any config', async () => {
  await tf.setBackend('cpu');
  const configs: TdganConfig[] = [compact.config, tiny.config, smallestConfig, { ...tiny.config, imageChannels: 3, imageSize: 48, residualBlocks: 0, faceClasses: 9 }];
  for (const config of configs) {
    const model = createTdgan(config, 1);
    expect(parameterCount(config)).toBe(countParameters(model).total);
    disposeTdgan(model);
  }
  expect(parameterCount(paper.config)).toBe(36_512_099);
});

/** Steps of a run in which every update is due, and after each of which the weights before it are known to be good. */
function stepsOfRun(config: TdganConfig, batchSize: number): Contender {
  const trainer = new Trainer(config, { ...presets.paper.training, batchSize, faceDiscriminatorEvery: 1, expressionDiscriminatorEvery: 1 });
  const good = new GoodState(trainer.model, 0);
  const batch = randomBatch(trainer, batchSize);
  good.begin(0);
  return {
    who: 'ours',
    prepare: async () => undefined,
    issue: () => {
      trainer.takeStep(batch).values.dispose();
      good.confirm(trainer.step - 1, trainer.step);
    },
    settle: async () => undefined,
    loss: async () => 0,
    heldBytes: () => 0,
    dispose: () => {
      good.clear();
      disposeBatch(batch);
      trainer.dispose();
    },
  };
}

const cases: [string, TdganConfig, number][] = [
  ['paper', paper.config, 1], ['paper', paper.config, 8], ['compact', compact.config, 16], ['compact', compact.config, 1], ['wide', { ...paper.config, imageSize: 64 }, 4],
];
for (const [name, config, batch] of cases) {
  it(`${name} at batch ${batch}: within a tenth of what a run allocates, and no buffer larger than told`, async () => {
    let largest = 0;
    const { life } = await dryRun(() => {
      const device = (globalThis as unknown as { GPUDevice: { prototype: { createBuffer: (this: unknown, descriptor: { size: number }) => unknown } } }).GPUDevice.prototype;
      const create = device.createBuffer;
      device.createBuffer = function (descriptor) {
        largest = Math.max(largest, descriptor.size);
        return create.call(this, descriptor);
      };
      return stepsOfRun(config, batch);
    }, hardwareWorkPerSubmit);
    expect(Math.abs(estimateMemory(config, batch).totalBytes / life.peakBytes - 1)).toBeLessThan(0.1);
    // At batch 1 a dense kernel is the largest.
    if (batch > 1) expect(largest).toBe(largestBatchBuffer(config, batch));
  });
}

it('a start that does not fit is told with the batch that does', () => {
  const limits = { maxBufferSize: 2 ** 28, maxStorageBufferBindingSize: 2 ** 27 };
  expect(misfit(paper.config, 16, limits)).toBeNull();
  expect(misfit(paper.config, 32, limits)).toBe('A batch of 32 needs one buffer of 269 MB; this device allows 134 MB. Set the batch size to 16 or less.');
  expect(misfit({ ...paper.config, imageSize: 512, width: 4 }, 1, limits)).toMatch(/Choose the preset compact\.$/);
  expect(misfit(paper.config, 1024, {})).toBeNull(); // WASM has no such limit
});

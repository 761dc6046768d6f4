// What the parts of the engine's contract share: the inputs of their calls, and everything of an
// engine that a refused call must leave as it was.

import { expect } from 'vitest';
import type { Batch, EngineHandle, ForwardInput } from '../../src/engine/engine';
import { expectSame } from './expectSame';
import { randomImages, smallestBatch } from './smallest';

export const input = (change: Partial<ForwardInput> = {}): ForwardInput =>
  ({ face: randomImages(2, 1), expression: randomImages(2, 2), noiseSeed: 5, ...change });
export const batchWith = (change: Record<string, unknown> = {}) => ({ ...smallestBatch(), ...change }) as Batch;

/** Every number of the model that a forward pass shows, and every weight. */
export async function stateOf(engine: EngineHandle) {
  const { image, expressionLogits, discriminator } = await engine.forward(input());
  return {
    outputs: [...image, ...expressionLogits, ...discriminator.faceLogits, ...discriminator.expressionLogits],
    bytes: new Uint8Array(await engine.saveWeights()), status: await engine.status(), training: await engine.training(), config: await engine.config(),
  };
}

export async function expectUnchanged(engine: EngineHandle, before: Awaited<ReturnType<typeof stateOf>>): Promise<void> {
  const after = await stateOf(engine);
  expectSame(after.outputs, before.outputs, 'outputs');
  expectSame(after.bytes, before.bytes, 'bytes of the weights');
  expect([after.status, after.training, after.config]).toEqual([before.status, before.training, before.config]);
}

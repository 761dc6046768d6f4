// The part of the engine's contract about bad input: each call refuses it with a message that names
// what is wrong, and not a bit of the model has changed afterwards.

import { expect, it } from 'vitest';
import type { EngineHandle, StepOptions } from '../../src/engine/engine';
import { batchWith, expectUnchanged, input, stateOf } from './engineState';
import { randomImages, smallestBatch } from './smallest';

export function refusalContract(engine: () => EngineHandle): void {
  const short = new Float32Array(255);
  const holding = (value: number) => randomImages(2, 1).map((v, i) => (i === 300 ? value : v));
  const badImages: [string, Record<string, unknown>, string][] = [
    ['a wrong length', { face: short }, 'face has 255 values; each image has 16x16x1 = 256'],
    ['no values', { expression: new Float32Array() }, 'expression has 0 values'],
    ['NaN', { face: holding(NaN) }, 'face must lie in [0, 1]; value 300 is NaN'],
    ['a value of 2', { expression: randomImages(2, 2).fill(2) }, 'expression must lie in [0, 1]; value 0 is 2'],
    ['a negative value', { face: holding(-0.01) }, 'face must lie in [0, 1]; value 300 is -0.0'],
    ['infinity', { face: holding(Infinity) }, 'face must lie in [0, 1]; value 300 is Infinity'],
    ['a plain list', { face: [0.5, 0.5] }, 'face must be a Float32Array'],
    ['nothing', { expression: undefined }, 'expression must be a Float32Array'],
    ['different counts', { face: randomImages(1, 1) }, '1 face and 2 expression images'],
  ];
  const badLabels: [string, Record<string, unknown>, string][] = [
    ['a label out of range', { faceLabels: [0, 3] }, 'faceLabels[1] must be a whole number from 0 to 2, not 3'],
    ['a negative label', { expressionLabels: [-1, 0] }, 'expressionLabels[0] must be a whole number from 0 to 6, not -1'],
    ['a fractional label', { expressionLabels: [0, 1.5] }, 'expressionLabels[1] must be a whole number from 0 to 6, not 1.5'],
    ['too few labels', { faceLabels: [0] }, 'faceLabels has 1 labels for 2 images'],
    ['no labels', { expressionLabels: undefined }, 'expressionLabels must be an array'],
    ['noise of a wrong length', { noises: [null, new Float32Array(7), null] }, 'noises[1] has 7 values, not [2, 1, 1, 4] = 8'],
    ['noise out of range', { noises: [new Float32Array(8).fill(1.5)] }, 'noises[0] must lie in [0, 1]; value 0 is 1.5'],
    ['four noises', { noises: [null, null, null, null] }, 'noises has more than three entries'],
  ];
  const badSettings: [Record<string, unknown>, string][] = [
    [{ learningRate: 1 }, 'settings has unknown fields: learningRate'],
    [{ learningRates: { decoder: 1 } }, 'settings.learningRates has unknown fields: decoder'],
    [{ dropout: 1 }, 'settings.dropout must be a number from 0 to 0.99, not 1'],
    [{ faceDiscriminatorEvery: 0.5 }, 'settings.faceDiscriminatorEvery must be a whole number'],
    [{ lambdaGenFace: NaN }, 'settings.lambdaGenFace'],
  ];

  /** Each call is refused as it should be, and then nothing at all has changed. */
  const refuse = async (calls: [what: string, call: () => Promise<unknown>, message: string][]) => {
    const before = await stateOf(engine());
    for (const [what, call, message] of calls) await expect(call(), what).rejects.toThrow(message);
    await expectUnchanged(engine(), before);
  };

  it('forward refuses bad images and noise', () => refuse([
    ...badImages.map(([what, change, message]): [string, () => Promise<unknown>, string] => [what, () => engine().forward(input(change)), message]),
    ['noise of a wrong length', () => engine().forward(input({ noise: new Float32Array(9) })), 'noise has 9 values, not [2, 1, 1, 4] = 8'],
    ['a fractional noise seed', () => engine().forward(input({ noiseSeed: 0.5 })), 'noiseSeed must be a whole number'],
  ]));

  for (const method of ['step', 'gradients'] as const) {
    it(`${method} refuses bad images, labels, noises and settings`, () => refuse([
      ...[...badImages, ...badLabels].map(([what, change, message]): [string, () => Promise<unknown>, string] =>
        [what, () => engine()[method](batchWith(change)), message]),
      ...badSettings.map(([settings, message]): [string, () => Promise<unknown>, string] =>
        [JSON.stringify(settings), () => engine()[method](smallestBatch(), settings as StepOptions), message]),
    ]));
  }

  it('setTraining refuses bad settings', () => refuse([
    ...badSettings.map(([settings, message]): [string, () => Promise<unknown>, string] =>
      [JSON.stringify(settings), () => engine().setTraining(settings as StepOptions), message]),
    ['no batch', () => engine().setTraining({ batchSize: 0 }), 'settings.batchSize'],
    ['a negative seed', () => engine().setTraining({ seed: -1 }), 'settings.seed'],
  ]));

  it('train without sets says which are missing; steps must be a count', () => refuse([
    ['no sets', () => engine().train(), 'Load a face set and an expression set first.'],
    ['no steps', () => engine().train({ steps: 0 }), 'steps must be a whole number from 1'],
    ['half a step', () => engine().train({ steps: 1.5 }), 'steps must be a whole number from 1'],
  ]));
}

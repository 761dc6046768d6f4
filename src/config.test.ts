// Presets hold the published values, and whatever is wrong with a config or with settings is
// refused by the name of its field.

import { describe, expect, it } from 'vitest';
import {
  checkConfig, featureSize, mergeSettings, presets, requireNumber, scaledChannels, type StepSettingsOverride, type TdganConfig,
} from './config';

const { paper, compact, tiny } = presets;

describe('presets', () => {
  it('paper is the published model', () => {
    expect(paper.config).toEqual({
      imageSize: 128, imageChannels: 1, width: 1, fcWidth: 1024, noiseChannels: 256, residualBlocks: 6, faceClasses: 20, expressionClasses: 7,
    });
  });

  it('paper trains with the published settings', () => {
    const { seed, ...training } = paper.training;
    expect(Number.isInteger(seed)).toBe(true);
    expect(training).toEqual({
      learningRates: { generator: 1e-4, expressionClassifier: 1e-4, faceDiscriminator: 1e-4, expressionDiscriminator: 1e-4 },
      faceDiscriminatorEvery: 5, expressionDiscriminatorEvery: 10,
      lambdaGenFace: 0.2, lambdaGenExpression: 0.8, lambdaPerceptual: 1, lambdaConsistencyFace: 5, lambdaConsistencyExpression: 5,
      weightFaceReal: 1, weightFaceFake: 1, weightExpression: 1, dropout: 0.5, batchSize: 32,
    });
  });

  it('compact is smaller and learns faster, tiny is for tests', () => {
    expect(compact.config).toEqual({ ...paper.config, imageSize: 64, width: 0.5, fcWidth: 256, noiseChannels: 64, residualBlocks: 3 });
    const fast = 4e-4;
    expect(compact.training).toEqual({
      ...paper.training, faceDiscriminatorEvery: 5, expressionDiscriminatorEvery: 3, batchSize: 16,
      learningRates: { generator: fast, expressionClassifier: fast, faceDiscriminator: fast, expressionDiscriminator: fast },
    });
    expect(tiny.config).toEqual({ ...paper.config, imageSize: 32, width: 0.25, fcWidth: 32, noiseChannels: 8, residualBlocks: 2, faceClasses: 5 });
  });

  it('pass their own checks', () => {
    for (const { config, training } of Object.values(presets)) {
      expect(checkConfig(config)).toEqual(config);
      expect(mergeSettings(training)).toEqual(training);
    }
  });
});

describe('sizes', () => {
  it('channels scale with the width, halves to the even neighbor, at least one', () => {
    const channels = (width: number) => [16, 32, 64, 128, 512].map((paperChannels) => scaledChannels({ ...paper.config, width }, paperChannels));
    expect(channels(1)).toEqual([16, 32, 64, 128, 512]);
    expect(channels(0.25)).toEqual([4, 8, 16, 32, 128]);
    expect(channels(1 / 64)).toEqual([1, 1, 1, 2, 8]);
    expect(channels(5 / 32)).toEqual([2, 5, 10, 20, 80]); // 2.5
    expect(channels(7 / 32)).toEqual([4, 7, 14, 28, 112]); // 3.5
  });

  it('features are a sixteenth of the image', () => {
    expect([paper, compact, tiny].map(({ config }) => featureSize(config))).toEqual([8, 4, 2]);
  });
});

describe('checkConfig', () => {
  const changed = (change: Record<string, unknown>) => () => checkConfig({ ...paper.config, ...change } as TdganConfig);

  const bad: [Record<string, unknown>, string][] = [
    [{ imageSize: 130 }, 'config.imageSize must be a multiple of 16, not 130'],
    [{ imageSize: 8 }, 'config.imageSize must be a whole number from 16 to 512, not 8'],
    [{ imageSize: 64.5 }, 'config.imageSize must be a whole number'],
    [{ imageSize: '64' }, 'config.imageSize must be a whole number'],
    [{ imageChannels: 2 }, 'config.imageChannels must be 1 (grey) or 3 (color), not 2'],
    [{ imageChannels: 4 }, 'config.imageChannels'],
    [{ width: 0 }, 'config.width must be a number from 0.015625 to 4, not 0'],
    [{ width: NaN }, 'config.width must be a number from 0.015625 to 4, not NaN'],
    [{ fcWidth: 0 }, 'config.fcWidth'],
    [{ noiseChannels: Infinity }, 'config.noiseChannels'],
    [{ residualBlocks: -1 }, 'config.residualBlocks'],
    [{ faceClasses: 1 }, 'config.faceClasses'],
    [{ expressionClasses: undefined }, 'config.expressionClasses must be a whole number from 2 to 1000, not undefined'],
    [{ depth: 3, colour: 1 }, 'config has unknown fields: depth, colour. Known: imageSize'],
    [{ constructor: 3 }, 'config has unknown fields: constructor'],
  ];
  for (const [change, message] of bad) {
    it(`refuses ${JSON.stringify(change)} by name`, () => expect(changed(change)).toThrow(message));
  }

  it('refuses what is no object', () => {
    for (const config of [null, undefined, 3, 'paper']) expect(() => checkConfig(config as unknown as TdganConfig)).toThrow('config must be an object');
  });

  it('hands out a copy', () => {
    const config = { ...paper.config };
    const checked = checkConfig(config);
    config.imageSize = 16;
    expect(checked.imageSize).toBe(128);
  });
});

describe('mergeSettings', () => {
  const merged = (override: unknown) => () => mergeSettings(paper.training, override as StepSettingsOverride);

  it('lays single fields and single rates over the base, which stays as it was', () => {
    const before = structuredClone(paper.training);
    const result = mergeSettings(paper.training, { lambdaPerceptual: 0, batchSize: 3, learningRates: { generator: 2e-3 } });
    expect(result).toEqual({ ...before, lambdaPerceptual: 0, batchSize: 3, learningRates: { ...before.learningRates, generator: 2e-3 } });
    expect(paper.training).toEqual(before);
  });

  const bad: [unknown, string][] = [
    [{ learningRate: 1 }, 'settings has unknown fields: learningRate. Known: learningRates'],
    [{ toString: 1 }, 'settings has unknown fields: toString'],
    [{ learningRates: { decoder: 1 } }, 'settings.learningRates has unknown fields: decoder. Known: generator'],
    [{ learningRates: { generator: -1 } }, 'settings.learningRates.generator must be a number from 0 to 1000, not -1'],
    [{ learningRates: { generator: undefined } }, 'settings.learningRates.generator'],
    [{ learningRates: 1e-4 }, 'settings.learningRates must be an object'],
    [{ faceDiscriminatorEvery: 0 }, 'settings.faceDiscriminatorEvery must be a whole number from 1'],
    [{ expressionDiscriminatorEvery: 1.5 }, 'settings.expressionDiscriminatorEvery must be a whole number'],
    [{ dropout: 1 }, 'settings.dropout must be a number from 0 to 0.99, not 1'],
    [{ lambdaGenFace: NaN }, 'settings.lambdaGenFace'],
    [{ weightFaceReal: -1 }, 'settings.weightFaceReal'],
    [{ batchSize: 0 }, 'settings.batchSize'],
    [{ seed: -1 }, 'settings.seed'],
    [{ seed: 2 ** 32 }, 'settings.seed'],
    [{ dropout: undefined }, 'settings.dropout must be a number'],
    [null, 'settings must be an object'],
  ];
  for (const [override, message] of bad) {
    it(`refuses ${JSON.stringify(override)} by name`, () => expect(merged(override)).toThrow(message));
  }
});

describe('requireNumber', () => {
  it('takes the ends of its range and nothing that is no number', () => {
    const required = (value: unknown) => () => requireNumber(value, 'x', { range: [0, 2], whole: true });
    for (const value of [0, 1, 2]) expect(required(value)).not.toThrow();
    for (const value of [-1, 3, 1.5, NaN, Infinity, '1', null, undefined, 1n, [1]]) expect(required(value)).toThrow('x must be a whole number from 0 to 2');
  });
});

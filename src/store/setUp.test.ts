// The whole set-up goes into the address and comes out of it; a bad field is named and loses no other.

import { describe, expect, it } from 'vitest';
import { mergeSettings, presets } from '../config';
import { addressFields } from './setUp';
import { initialState, type AppState } from './state';
import { changeAddress, readAddress } from './url';

const { config, training } = presets.compact;
const state = (change: Partial<AppState> = {}): AppState =>
  ({ ...initialState, activity: null, config, modelSeed: 7, training: { ...training, seed: 7 }, ...change });

describe('addressFields', () => {
  it('says nothing beyond preset and seed where all is as the preset has it', () => {
    expect(changeAddress('?backend=wasm', addressFields(state())!)).toBe('?backend=wasm&preset=compact&seed=7');
  });

  it('goes there and back', () => {
    const changed = mergeSettings(training, {
      batchSize: 8, seed: 9, lambdaPerceptual: 0, dropout: 0.25, learningRates: { generator: 2e-5, faceDiscriminator: 0 },
    });
    const search = changeAddress('?demo=none', addressFields(state({ training: changed, noiseSeed: 0, noise: { ...initialState.noise, locked: false }, alphas: { face: -0.5, expression: 1.25 } }))!);
    const read = readAddress(search);
    expect(read).toMatchObject({ preset: 'compact', seed: 7, demo: false, noiseSeed: 0, noiseLocked: false, alphas: { face: -0.5, expression: 1.25 }, problems: [] });
    expect(mergeSettings({ ...training, seed: 7 }, read.settings)).toEqual(changed);
  });

  it('takes a field away again once it is back at the preset', () => {
    const fields = addressFields(state())!;
    expect(changeAddress('?preset=compact&seed=7&dropout=0.1&noise=4&noiseLock=off&alphaFace=1', fields)).toBe('?preset=compact&seed=7');
  });

  it('is silent while the model is being changed, and of a model of no preset', () => {
    expect(addressFields(state({ activity: 'creating' }))).toBeNull();
    expect(addressFields(state({ config: { ...config, fcWidth: 3 } }))).toBeNull();
  });
});

describe('bad fields', () => {
  it('are named, and the good ones beside them hold', () => {
    const { settings, noiseSeed, noiseLocked, alphas, problems } = readAddress('?batchSize=0&dropout=&rate.generator=fast&lambdaPerceptual=2&noise=-1&noiseLock=on&alphaFace=9&colour=red&rate.expressionClassifier=0.1');
    expect(settings).toEqual({ lambdaPerceptual: 2, learningRates: { expressionClassifier: 0.1 } });
    expect({ noiseSeed, noiseLocked, alphas }).toEqual({ noiseSeed: 1, noiseLocked: true, alphas: { face: 0, expression: 0.5 } });
    expect(problems.map((text) => /field "(\w+)"|asks for (\S+) /.exec(text)!.slice(1).find(Boolean)))
      .toEqual(['colour', 'dropout', 'batchSize', 'rate.generator', 'noise', 'noiseLock', 'alphaFace']);
  });
});

// The figure's data: shapes of the published model, the schedule of the discriminators, which stage
// belongs to which block, and statistics worked out by hand.

import { describe, expect, it } from 'vitest';
import { presets } from '../config';
import type { ForwardResult } from '../engine/engine';
import { countParameters, createTdgan } from '../model/tdgan';
import { blockNames, blockParameters, featureMapsOf, mapStatistics, noiseShapeText, outputShapes, stepsUntilUpdate } from './figure';

const paper = presets.paper;

describe('the figure', () => {
  it('states the published shapes', () => {
    expect(outputShapes(paper.config)).toMatchObject({
      faceEncoder: '8×8×128', embedding: '8×8×128', decoder: '128×128×1', faceDiscriminator: '20 + 1 logits', expressionDiscriminator: '7 logits',
    });
    expect(noiseShapeText(paper.config)).toBe('8×8×256');
  });

  it('counts embedding module and decoder apart', () => {
    const { config } = presets.tiny;
    const model = createTdgan(config, 1);
    const { decoder, embedding } = blockParameters(countParameters(model), config);
    const { embed, residuals, upsamples, toImage } = model.decoder;
    const size = (variables: { size: number }[]) => variables.reduce((sum, variable) => sum + variable.size, 0);
    expect(embedding).toBe(size([embed, ...residuals].flatMap(({ kernel, bias }) => [kernel, bias])));
    expect(decoder).toBe(size([...upsamples, toImage]));
  });

  it('says how long each discriminator waits', () => {
    const waits = (step: number) => {
      const { faceDiscriminator, expressionDiscriminator, decoder, expressionClassifier } = stepsUntilUpdate(step, paper.training);
      return [faceDiscriminator, expressionDiscriminator, decoder, expressionClassifier];
    };
    expect([0, 1, 4, 5, 9, 10].map(waits)).toEqual([[0, 0, 0, 0], [4, 9, 0, 0], [1, 6, 0, 0], [0, 5, 0, 0], [1, 1, 0, 0], [0, 0, 0, 0]]);
  });

  it('puts every stage under its block', () => {
    const { config } = presets.tiny;
    const map = (channels: number) => ({ shape: [1, 2, 2, channels], values: new Float32Array(4 * channels) });
    const features = new Float32Array(4 * 32).fill(1);
    const result: ForwardResult = {
      image: new Float32Array(1), faceFeatures: features, expressionFeatures: features, expressionLogits: new Float32Array(7),
      discriminator: { faceFeatures: features, faceLogits: new Float32Array(6), expressionLogits: new Float32Array(7) },
      stages: { 'enc_FR.conv1': map(1), 'enc_ER.conv2': map(2), 'dec.emb1': map(3), 'dec.us1': map(4), 'D_f.enc.conv3': map(5), 'D_e.enc.repeat': map(6) },
    };
    const found = featureMapsOf(result, config);
    expect(Object.fromEntries(blockNames.map((block) => [block, found[block].map(({ stage }) => stage)]))).toEqual({
      faceEncoder: ['conv1', 'd_f'], expressionEncoder: ['conv2', 'd_e'], embedding: ['emb1'], decoder: ['us1'],
      expressionClassifier: ['d_e'], faceDiscriminator: ['conv3'], expressionDiscriminator: ['repeat'],
    });
    expect(found.faceEncoder[1]!.map).toEqual({ shape: [1, 2, 2, 32], values: features });
  });

  it('tells mean, deviation, range and dead channels of a map', () => {
    // Two pixels of three channels: 1 and 3, always 0, -2 and 2.
    const values = Float32Array.from([1, 0, -2, 3, 0, 2]);
    const told = mapStatistics({ shape: [1, 1, 2, 3], values });
    expect(told).toMatchObject({ low: -2, high: 3, channels: 3 });
    expect(told.mean).toBeCloseTo(4 / 6, 10);
    expect(told.deviation).toBeCloseTo(Math.sqrt(18 / 6 - (4 / 6) ** 2), 10);
    expect(told.dead).toBeCloseTo(1 / 3, 10);
  });
});

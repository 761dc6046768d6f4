// The paper's framework figure as plain data: its blocks with the shapes that flow out of them, which
// networks the next step moves and which wait, and what can be said of a block's feature maps.

import { dueUpdates, featureSize, scaledChannels, stagePrefixes, type StepSettings, type TdganConfig } from '../config';
import type { ForwardResult, NamedArray, ParameterCounts } from '../engine/engine';

export const blockNames = [
  'faceEncoder', 'expressionEncoder', 'embedding', 'decoder', 'expressionClassifier', 'faceDiscriminator', 'expressionDiscriminator',
] as const;
export type BlockName = (typeof blockNames)[number];

/** What leaves each block: height x width x channels, or the number of logits. */
export function outputShapes(config: TdganConfig): Record<BlockName, string> {
  const side = featureSize(config);
  const features = `${side}×${side}×${scaledChannels(config, 128)}`;
  return {
    faceEncoder: features,
    expressionEncoder: features,
    embedding: features,
    decoder: `${config.imageSize}×${config.imageSize}×${config.imageChannels}`,
    expressionClassifier: `${config.expressionClasses} logits`,
    faceDiscriminator: `${config.faceClasses} + 1 logits`,
    expressionDiscriminator: `${config.expressionClasses} logits`,
  };
}

export function noiseShapeText(config: TdganConfig): string {
  return `${featureSize(config)}×${featureSize(config)}×${config.noiseChannels}`;
}

/** Parameters of each block; of the decoder without the embedding module, which it is counted with elsewhere. */
export function blockParameters(parameters: ParameterCounts, config: TdganConfig): Record<BlockName, number> {
  const embedding = embeddingParameters(config);
  return { ...parameters, embedding, decoder: parameters.decoder - embedding };
}

/** A 3x3 convolution of d_e, d_f and d_n joined, then one in each residual block, all with a bias. */
function embeddingParameters(config: TdganConfig): number {
  const channels = scaledChannels(config, 128);
  const convolution = (inputs: number) => (9 * inputs + 1) * channels;
  return convolution(2 * channels + config.noiseChannels) + config.residualBlocks * convolution(channels);
}

/** Steps until each block learns, counted from the step that comes next: 0 is that one. */
export function stepsUntilUpdate(
  nextStep: number, settings: Pick<StepSettings, 'faceDiscriminatorEvery' | 'expressionDiscriminatorEvery'>,
): Record<BlockName, number> {
  const wait = (branch: 'face' | 'expression', gap: number) => {
    let steps = 0;
    while (steps < gap && !dueUpdates(nextStep + steps, settings)[branch]) steps += 1;
    return steps;
  };
  return {
    faceEncoder: 0, expressionEncoder: 0, embedding: 0, decoder: 0, expressionClassifier: 0,
    faceDiscriminator: wait('face', settings.faceDiscriminatorEvery),
    expressionDiscriminator: wait('expression', settings.expressionDiscriminatorEvery),
  };
}

/** The feature maps of one forward pass, each under the block that it comes out of; [1,H,W,C] each. */
export type FeatureMaps = Record<BlockName, { stage: string; map: NamedArray }[]>;

export function featureMapsOf({ stages = {}, ...result }: ForwardResult, config: TdganConfig): FeatureMaps {
  const features = (values: Float32Array): NamedArray =>
    ({ shape: [1, featureSize(config), featureSize(config), scaledChannels(config, 128)], values });
  const under = (prefix: string, wanted: (stage: string) => boolean = () => true) =>
    Object.entries(stages).flatMap(([key, map]) => {
      const stage = key.slice(prefix.length + 1);
      return key.startsWith(`${prefix}.`) && wanted(stage) ? [{ stage, map }] : [];
    });
  const isEmbedding = (stage: string) => stage.startsWith('emb');
  return {
    faceEncoder: [...under(stagePrefixes.faceEncoder), { stage: 'd_f', map: features(result.faceFeatures) }],
    expressionEncoder: [...under(stagePrefixes.expressionEncoder), { stage: 'd_e', map: features(result.expressionFeatures) }],
    embedding: under(stagePrefixes.decoder, isEmbedding),
    decoder: under(stagePrefixes.decoder, (stage) => !isEmbedding(stage)),
    expressionClassifier: [{ stage: 'd_e', map: features(result.expressionFeatures) }],
    faceDiscriminator: under(stagePrefixes.faceDiscriminator),
    expressionDiscriminator: under(stagePrefixes.expressionDiscriminator),
  };
}

export interface MapStatistics {
  mean: number;
  deviation: number;
  low: number;
  high: number;
  /** Share of channels that are zero everywhere. */
  dead: number;
  channels: number;
}

/** @param map [1,H,W,C] */
export function mapStatistics({ shape, values }: NamedArray): MapStatistics {
  const channels = shape[3]!;
  const alive = new Uint8Array(channels);
  let [sum, squares, low, high] = [0, 0, Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    sum += value;
    squares += value * value;
    low = Math.min(low, value);
    high = Math.max(high, value);
    if (value !== 0) alive[i % channels] = 1;
  }
  const mean = sum / values.length;
  return {
    mean, low, high, channels,
    deviation: Math.sqrt(Math.max(0, squares / values.length - mean * mean)),
    dead: 1 - alive.reduce((count, one) => count + one, 0) / channels,
  };
}

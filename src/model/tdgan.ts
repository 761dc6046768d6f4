// The whole model: which networks there are, which of their variables each optimizer moves, how
// many parameters they have. Surprise: M_ER belongs to the published generator but to none of the
// generator's loss; it has a group, and so an optimizer, of its own.

import * as tf from '@tensorflow/tfjs';
import { checkConfig, featureSize, type ParameterGroup, type TdganConfig } from '../config';
import { uniformTensor } from '../kernels/randomNumbers';
import { streams } from '../random';
import { createDecoder, type Decoder } from './decoder';
import { createDenseHead, type DenseHead } from './denseHead';
import { createEncoder, type Encoder } from './encoder';
import { createInitializer, variablesOf } from './layers';

export interface Discriminator {
  encoder: Encoder;
  head: DenseHead;
}

export interface Tdgan {
  config: TdganConfig;
  /** E_f */
  faceEncoder: Encoder;
  /** E_e */
  expressionEncoder: Encoder;
  /** M_ER */
  expressionClassifier: DenseHead;
  /** Embedding module and D_g. */
  decoder: Decoder;
  /** D_f: one output per identity, and the fake class last. */
  faceDiscriminator: Discriminator;
  /** D_e */
  expressionDiscriminator: Discriminator;
}

/** Allocates a model with initial values that depend on the config and the seed alone. */
export function createTdgan(config: TdganConfig, seed: number): Tdgan {
  const checked = checkConfig(config);
  const init = createInitializer(seed);
  const discriminator = (classes: number): Discriminator => ({
    encoder: createEncoder(checked, init),
    head: createDenseHead(checked, classes, init),
  });
  return {
    config: checked,
    faceEncoder: createEncoder(checked, init),
    expressionEncoder: createEncoder(checked, init),
    expressionClassifier: createDenseHead(checked, checked.expressionClasses, init),
    decoder: createDecoder(checked, init),
    faceDiscriminator: discriminator(checked.faceClasses + 1),
    expressionDiscriminator: discriminator(checked.expressionClasses),
  };
}

/** The variables that each optimizer moves; every variable of the model is in exactly one group. */
export function variablesByGroup(model: Tdgan): Record<ParameterGroup, tf.Variable[]> {
  return {
    generator: variablesOf([model.decoder, model.faceEncoder, model.expressionEncoder]),
    expressionClassifier: variablesOf(model.expressionClassifier),
    faceDiscriminator: variablesOf(model.faceDiscriminator),
    expressionDiscriminator: variablesOf(model.expressionDiscriminator),
  };
}

/** Parameters of each network, and of all. */
export function countParameters(model: Tdgan) {
  const count = (network: object) => variablesOf(network).reduce((sum, variable) => sum + variable.size, 0);
  const counts = {
    faceEncoder: count(model.faceEncoder),
    expressionEncoder: count(model.expressionEncoder),
    expressionClassifier: count(model.expressionClassifier),
    decoder: count(model.decoder),
    faceDiscriminator: count(model.faceDiscriminator),
    expressionDiscriminator: count(model.expressionDiscriminator),
  };
  return { ...counts, total: Object.values(counts).reduce((sum, n) => sum + n, 0) };
}

export function disposeTdgan(model: Tdgan): void {
  for (const variables of Object.values(variablesByGroup(model))) tf.dispose(variables);
}

/** The shape of d_n for a batch. */
export function noiseShape(config: TdganConfig, batch: number): [number, number, number, number] {
  const size = featureSize(config);
  return [batch, size, size, config.noiseChannels];
}

/** d_n: uniform in [0, 1). `call` tells apart the decoder calls of one step. */
export function createNoise(
  config: TdganConfig, batch: number, { seed, step, call }: { seed: number; step: number; call: number },
): tf.Tensor4D {
  return uniformTensor<tf.Rank.R4>({ seed, step, stream: streams.noise + call }, noiseShape(config, batch));
}

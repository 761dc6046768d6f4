// The one table that says under which key the published PyTorch checkpoints hold each parameter,
// and in which layout. In PyTorch's own order. ER and FR appear here and nowhere else.

import type * as tf from '@tensorflow/tfjs';
import { featureSize, stagePrefixes } from '../config';
import type { Decoder } from '../model/decoder';
import type { DenseHead } from '../model/denseHead';
import type { Encoder, InceptionResidual } from '../model/encoder';
import type { ConvBias, ConvNormRelu, Dense } from '../model/layers';
import type { Tdgan } from '../model/tdgan';
import { toPytorchShape, type Layout } from './layout';

export interface PublishedParameter {
  /** As in the published checkpoints, after G., D_f. or D_e. */
  key: string;
  variable: tf.Variable;
  layout: Layout;
  /** PyTorch's shape. */
  shape: number[];
}

type Row = [key: string, variable: tf.Variable, layout: Layout];

/** Every parameter of the model, 405 for the paper's. */
export function publishedParameters(model: Tdgan): PublishedParameter[] {
  const { faceEncoder, expressionEncoder, decoder } = stagePrefixes;
  const rows: Row[] = [
    ...encoderRows(`G.${faceEncoder}`, model.faceEncoder),
    ...encoderRows(`G.${expressionEncoder}`, model.expressionEncoder),
    ...headRows('G.fc_ER', model.expressionClassifier),
    ...decoderRows(`G.${decoder}`, model.decoder),
    ...encoderRows('D_f.enc', model.faceDiscriminator.encoder),
    ...headRows('D_f.fc', model.faceDiscriminator.head),
    ...encoderRows('D_e.enc', model.expressionDiscriminator.encoder),
    ...headRows('D_e.fc', model.expressionDiscriminator.head),
  ];
  return rows.map(([key, variable, layout]) => ({
    key, variable, layout, shape: toPytorchShape(layout, variable.shape),
  }));
}

/** Side of the map whose flattening fc1 reads. */
export function flattenedMapSide(model: Tdgan): number {
  return featureSize(model.config);
}

function encoderRows(prefix: string, encoder: Encoder): Row[] {
  return [
    ...convNormRows(`${prefix}.conv1.0`, encoder.conv1),
    ...convNormRows(`${prefix}.conv2.0`, encoder.conv2),
    ...encoder.blocks.flatMap((block, i) => inceptionRows(`${prefix}.repeat.${i}`, block)),
    ...convNormRows(`${prefix}.conv3.0`, encoder.conv3),
    ...convNormRows(`${prefix}.conv4.0`, encoder.conv4),
  ];
}

function inceptionRows(prefix: string, block: InceptionResidual): Row[] {
  const { branch0, branch1, branch2 } = block;
  return [
    ...Object.entries({ branch0, branch1, branch2 }).flatMap(([branch, layers]) =>
      layers.flatMap((layer, i) => convNormRows(`${prefix}.${branch}.${i}`, layer))),
    ...convBiasRows(`${prefix}.conv2d`, block.mix),
  ];
}

function decoderRows(prefix: string, decoder: Decoder): Row[] {
  return [
    ...convBiasRows(`${prefix}.emb1.0`, decoder.embed),
    ...decoder.residuals.flatMap((residual, i) => convBiasRows(`${prefix}.emb2.${i}.infer.0`, residual)),
    ...decoder.upsamples.map((kernel, i): Row => [`${prefix}.us${i + 1}.0.weight`, kernel, 'transposedConv']),
    [`${prefix}.us5.0.weight`, decoder.toImage, 'transposedConv'],
  ];
}

function headRows(prefix: string, head: DenseHead): Row[] {
  return [
    ...denseRows(`${prefix}.fc1`, head.fc1, 'denseAfterFlatten'),
    ...denseRows(`${prefix}.fc2`, head.fc2, 'dense'),
    ...denseRows(`${prefix}.fc3`, head.fc3, 'dense'),
  ];
}

function convNormRows(prefix: string, layer: ConvNormRelu): Row[] {
  return [
    [`${prefix}.conv.weight`, layer.kernel, 'conv'],
    [`${prefix}.bn.weight`, layer.gain, 'vector'],
    [`${prefix}.bn.bias`, layer.offset, 'vector'],
  ];
}

function convBiasRows(prefix: string, layer: ConvBias): Row[] {
  return [[`${prefix}.weight`, layer.kernel, 'conv'], [`${prefix}.bias`, layer.bias, 'vector']];
}

function denseRows(prefix: string, layer: Dense, layout: Layout): Row[] {
  return [[`${prefix}.weight`, layer.kernel, layout], [`${prefix}.bias`, layer.bias, 'vector']];
}

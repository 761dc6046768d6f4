// TDGAN as one would write it in plain tfjs, for comparison: its ops, its tape, its Adam, its
// dropout, and no code of ours but the weights' records. Surprise: it must run on a backend that
// has tfjs's own kernels (see stockBackend.ts), or it would quietly use ours.

import * as tf from '@tensorflow/tfjs';
import { parameterGroups, type ParameterGroup, type TdganConfig } from '../../config';
import type { Decoder } from '../../model/decoder';
import type { DenseHead } from '../../model/denseHead';
import type { Encoder, InceptionResidual } from '../../model/encoder';
import type { ConvBias, ConvNormRelu, Kernel4D } from '../../model/layers';
import { createTdgan, disposeTdgan, noiseShape, variablesByGroup, type Tdgan } from '../../model/tdgan';
import type { TensorBatch } from '../../training/stepContext';
import type { Due } from '../../work';

export interface StockTrainer {
  model: Tdgan;
  optimizers: Record<ParameterGroup, tf.Optimizer>;
}

/** What a step draws at random; a test fixes it. */
export interface StockRandomness {
  /** Share of units dropped before fc1 and fc2. */
  dropout: number;
  /** d_n of the three decoder calls; drawn by tfjs where null. */
  noises: TensorBatch['noises'] | null;
}

/** Each optimizer's loss, of those that learned. */
export type StockLosses = Partial<Record<ParameterGroup, tf.Scalar>>;

export function createStockTrainer(config: TdganConfig, seed: number): StockTrainer {
  const optimizers = Object.fromEntries(
    parameterGroups.map((group): [ParameterGroup, tf.Optimizer] => [group, tf.train.adam(1e-4, 0.9, 0.999, 1e-8)]),
  ) as StockTrainer['optimizers'];
  return { model: createTdgan(config, seed), optimizers };
}

export function disposeStockTrainer({ model, optimizers }: StockTrainer): void {
  Object.values(optimizers).forEach((optimizer) => optimizer.dispose());
  disposeTdgan(model);
}

/** One step with the published weights of the losses. The caller disposes what it returns. */
export function stockStep(
  { model, optimizers }: StockTrainer, batch: Omit<TensorBatch, 'noises'>, { due, dropout, noises }: StockRandomness & { due: Due },
): StockLosses {
  return tf.tidy(() => {
    const { faceDiscriminator, expressionDiscriminator } = model;
    const groups = variablesByGroup(model);
    const losses: StockLosses = {};
    const minimize = (group: ParameterGroup, loss: () => tf.Scalar) => {
      losses[group] = optimizers[group].minimize(loss, true, groups[group])!;
    };
    const noise = (call: 0 | 1 | 2) =>
      noises?.[call] ?? tf.randomUniform(noiseShape(model.config, batch.face.shape[0])) as tf.Tensor4D;
    const transfer = (face: tf.Tensor4D, expression: tf.Tensor4D, call: 0 | 1 | 2) => {
      const features = [encode(model.expressionEncoder, expression), encode(model.faceEncoder, face), noise(call)];
      return decode(model.decoder, tf.concat(features, 3));
    };
    const judge = (head: DenseHead, features: tf.Tensor4D, labels: tf.Tensor1D) => crossEntropy(classify(head, features, dropout), labels);

    const expressionFeatures = encode(model.expressionEncoder, batch.expression);
    minimize('expressionClassifier', () => judge(model.expressionClassifier, expressionFeatures, batch.expressionLabels));

    let realFeatures: tf.Tensor4D | null = null;
    if (due.face) {
      const generated = transfer(batch.face, batch.expression, 0);
      const fake = tf.fill([generated.shape[0]], model.config.faceClasses, 'int32') as tf.Tensor1D;
      minimize('faceDiscriminator', () => {
        const { encoder, head } = faceDiscriminator;
        realFeatures = tf.keep(encode(encoder, batch.face));
        return judge(head, realFeatures, batch.faceLabels).add(judge(head, encode(encoder, generated), fake));
      });
    } else {
      realFeatures = tf.keep(encode(faceDiscriminator.encoder, batch.face));
    }
    if (due.expression) {
      const { encoder, head } = expressionDiscriminator;
      minimize('expressionDiscriminator', () => judge(head, encode(encoder, batch.expression), batch.expressionLabels));
    }

    minimize('generator', () => {
      const generated = transfer(batch.face, batch.expression, 0);
      const features = encode(faceDiscriminator.encoder, generated);
      const identity = judge(faceDiscriminator.head, features, batch.faceLabels);
      const expression = judge(expressionDiscriminator.head, encode(expressionDiscriminator.encoder, generated), batch.expressionLabels);
      const faceAgain: tf.Scalar = tf.losses.absoluteDifference(batch.face, transfer(generated, batch.face, 1));
      const expressionAgain: tf.Scalar = tf.losses.absoluteDifference(batch.expression, transfer(batch.expression, generated, 2));
      const consistency = faceAgain.add(expressionAgain);
      const perceptual: tf.Scalar = tf.losses.meanSquaredError(realFeatures!, features);
      return identity.mul(0.2).add(expression.mul(0.8)).add(consistency.mul(5)).add(perceptual);
    });
    realFeatures!.dispose();
    return losses;
  });
}

/** Loss (the features' mean square) of an encoder's forward pass and its gradient by every weight; the caller disposes them. */
export function stockEncoderPass(encoder: Encoder, variables: tf.Variable[], images: tf.Tensor4D): { loss: tf.Scalar; gradients: tf.NamedTensorMap } {
  const { value, grads } = tf.variableGrads(() => encode(encoder, images).square().mean().asScalar(), variables);
  return { loss: value, gradients: grads };
}

function crossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Scalar {
  return tf.losses.softmaxCrossEntropy(tf.oneHot(labels, logits.shape[1]), logits);
}

function normRelu(x: tf.Tensor4D, epsilon: number, affine?: ConvNormRelu): tf.Tensor4D {
  const { mean, variance } = tf.moments(x, [1, 2], true);
  const normalized: tf.Tensor4D = x.sub(mean).div(variance.add(epsilon).sqrt());
  return affine ? normalized.mul<tf.Tensor4D>(affine.gain).add<tf.Tensor4D>(affine.offset).relu() : normalized.relu();
}

const convNormRelu = (layer: ConvNormRelu, x: tf.Tensor4D) => normRelu(tf.conv2d(x, layer.kernel, 1, 'same'), 1e-3, layer);
const convBias = (layer: ConvBias, x: tf.Tensor4D): tf.Tensor4D => tf.conv2d(x, layer.kernel, 1, 'same').add(layer.bias);
const pool = (x: tf.Tensor4D) => tf.maxPool(x, 3, 2, 'same');

function inceptionResidual({ branch0, branch1, branch2, mix }: InceptionResidual, x: tf.Tensor4D): tf.Tensor4D {
  const path = (layers: ConvNormRelu[]) => layers.reduce((out, layer) => convNormRelu(layer, out), x);
  return x.add(convBias(mix, tf.concat([path(branch0), path(branch1), path(branch2)], 3)).mul(0.17)).relu();
}

function encode(encoder: Encoder, images: tf.Tensor4D): tf.Tensor4D {
  let x = pool(convNormRelu(encoder.conv1, images));
  x = pool(convNormRelu(encoder.conv2, x));
  for (const block of encoder.blocks) x = inceptionResidual(block, x);
  return pool(convNormRelu(encoder.conv4, pool(convNormRelu(encoder.conv3, x))));
}

function transposed(kernel: Kernel4D, x: tf.Tensor4D, stride: number): tf.Tensor4D {
  const [n, height, width] = x.shape;
  return tf.conv2dTranspose(x, kernel, [n, stride * height, stride * width, kernel.shape[2]], stride, 'same');
}

function decode({ embed, residuals, upsamples, toImage }: Decoder, joined: tf.Tensor4D): tf.Tensor4D {
  let x: tf.Tensor4D = convBias(embed, joined).relu();
  for (const residual of residuals) x = x.add(convBias(residual, x).relu());
  for (const kernel of upsamples) x = normRelu(transposed(kernel, x, 2), 1e-5);
  return transposed(toImage, x, 1).sigmoid();
}

function classify({ fc1, fc2, fc3 }: DenseHead, features: tf.Tensor4D, dropout: number): tf.Tensor2D {
  const drop = (x: tf.Tensor2D) => (dropout > 0 ? tf.dropout(x, dropout) as tf.Tensor2D : x);
  let x: tf.Tensor2D = drop(features.reshape([features.shape[0], -1]));
  x = drop(tf.matMul(x, fc1.kernel).add<tf.Tensor2D>(fc1.bias).relu());
  x = tf.matMul(x, fc2.kernel).add<tf.Tensor2D>(fc2.bias).relu();
  return tf.matMul(x, fc3.kernel).add(fc3.bias);
}

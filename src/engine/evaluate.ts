// One forward pass in evaluation mode: the transfer, M_ER's verdict on the expression image, both
// discriminators' verdicts on the generated one, and every named stage where asked for.

import * as tf from '@tensorflow/tfjs';
import { stagePrefixes } from '../config';
import { decode } from '../model/decoder';
import { classify } from '../model/denseHead';
import { encode } from '../model/encoder';
import type { Tdgan } from '../model/tdgan';
import type { ForwardResult, NamedArray } from './engine';

/** Reads everything back in one go. The inputs stay the caller's. */
export async function evaluate(
  model: Tdgan, input: { face: tf.Tensor4D; expression: tf.Tensor4D; noise: tf.Tensor4D }, withStages: boolean,
): Promise<ForwardResult> {
  const stages: Record<string, tf.Tensor> = {};
  const observe = (prefix: string) =>
    withStages ? (stage: string, output: tf.Tensor) => { stages[`${prefix}.${stage}`] = tf.keep(output.clone()); } : undefined;
  const outputs = tf.tidy(() => {
    const faceFeatures = encode(model.faceEncoder, input.face, observe(stagePrefixes.faceEncoder));
    const expressionFeatures = encode(model.expressionEncoder, input.expression, observe(stagePrefixes.expressionEncoder));
    const image = decode(
      model.decoder, { expressionFeatures, faceFeatures, noise: input.noise }, observe(stagePrefixes.decoder),
    );
    const judgedFeatures = encode(model.faceDiscriminator.encoder, image, observe(stagePrefixes.faceDiscriminator));
    const judgedByExpression = encode(model.expressionDiscriminator.encoder, image, observe(stagePrefixes.expressionDiscriminator));
    return {
      image, faceFeatures, expressionFeatures, judgedFeatures,
      expressionLogits: classify(model.expressionClassifier, expressionFeatures),
      faceLogits: classify(model.faceDiscriminator.head, judgedFeatures),
      judgedExpression: classify(model.expressionDiscriminator.head, judgedByExpression),
    };
  });
  try {
    const read = (tensor: tf.Tensor) => tensor.data<'float32'>();
    const names = Object.keys(stages);
    const [image, faceFeatures, expressionFeatures, expressionLogits, judgedFeatures, faceLogits, judgedExpression, ...stageValues] =
      await Promise.all([
        read(outputs.image), read(outputs.faceFeatures), read(outputs.expressionFeatures), read(outputs.expressionLogits),
        read(outputs.judgedFeatures), read(outputs.faceLogits), read(outputs.judgedExpression),
        ...names.map((name) => read(stages[name]!)),
      ]);
    return {
      image, faceFeatures, expressionFeatures, expressionLogits,
      discriminator: { faceFeatures: judgedFeatures, faceLogits, expressionLogits: judgedExpression },
      ...(withStages && {
        stages: Object.fromEntries(names.map((name, i): [string, NamedArray] =>
          [name, { shape: stages[name]!.shape, values: stageValues[i]! }])),
      }),
    };
  } finally {
    tf.dispose([outputs, stages]);
  }
}

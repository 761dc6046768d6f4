// What the generator learns in one step, without the tape. `generate` draws I_g and keeps what the
// backward needs; `learnGenerator` judges it and goes all the way back. Passes that share their
// weights run as one along the batch, which is exact because every norm is per sample.

import * as tf from '@tensorflow/tfjs';
import { crossEntropy } from '../kernels/crossEntropy';
import { absoluteDifference, squaredDifference } from '../kernels/differences';
import { decoderBackward, decoderForward, type DecoderTrace } from '../model/explicit/decoder';
import { discriminatorBackward, discriminatorForward } from '../model/explicit/discriminator';
import { encoderBackward, encoderForward, type EncoderTrace } from '../model/explicit/encoder';
import { GradientSums } from '../model/explicit/gradientSums';
import type { Traced } from '../model/explicit/layers';
import { half, type Learned } from './classifierUpdates';
import { expressionEffect } from './measures';
import type { StepContext } from './stepContext';

/** I_g and how it came to be; `learnGenerator` frees all of it. */
export interface Generation {
  /** Faces, then expression images, [2N,S,S,C]. */
  images: tf.Tensor4D;
  /** E_f and E_e of all of these: each decode of the step reads some half of some. */
  faces: Traced<EncoderTrace>;
  expressions: Traced<EncoderTrace>;
  /** d_e of the expression images, [N,S/16,S/16,128w] */
  expressionFeatures: tf.Tensor4D;
  /** I_g, [N,S,S,C] */
  drawn: Traced<DecoderTrace>;
}

export function generate({ model, batch }: StepContext): Generation {
  const images = tf.concat([batch.face, batch.expression], 0);
  const faces = encoderForward(model.faceEncoder, images);
  const expressions = encoderForward(model.expressionEncoder, images);
  const faceFeatures = half(faces.output, 0);
  const expressionFeatures = half(expressions.output, 1);
  const drawn = decoderForward(model.decoder, [{ expressionFeatures, faceFeatures, noise: batch.noises[0] }]);
  faceFeatures.dispose();
  return { images, faces, expressions, expressionFeatures, drawn };
}

/**
 * L_G = L_C + L_D + L_P (Eq. 6 to 8), back into decoder, E_f and E_e.
 * @param realFeatures D_f's features of the real faces, a constant; freed
 */
export function learnGenerator(context: StepContext, generation: Generation, realFeatures: tf.Tensor4D): Learned {
  const { model } = context;
  const { images, faces, expressions, expressionFeatures, drawn } = generation;
  const sums = new GradientSums();
  const measures = expressionEffect(context, { drawn: drawn.output, faceFeatures: faces.output, expressionFeatures });
  const judged = judge(context, drawn.output, realFeatures);
  tf.dispose([realFeatures, expressionFeatures]);
  const again = drawAgain(context, generation, sums);
  const dGenerated = addFreeing([...judged.dGenerated, ...again.dGenerated]);
  const [first] = decoderBackward(model.decoder, drawn.trace, { dOutput: dGenerated, sums });
  const dFaces = joinFreeing(first!.dFace, again.dFaceOfExpressions);
  encoderBackward(model.faceEncoder, faces.trace, { dOutput: dFaces, sums, wantInput: false });
  const dExpressions = joinFreeing(again.dExpressionOfFaces, first!.dExpression);
  encoderBackward(model.expressionEncoder, expressions.trace, { dOutput: dExpressions, sums, wantInput: false });
  images.dispose();
  return { sums, terms: { ...judged.terms, ...again.terms }, measures };
}

/** Eq. 6 and 8: D_f and D_e on I_g. They learn nothing here. */
function judge({ model, batch, settings, dropout }: StepContext, generated: tf.Tensor4D, realFeatures: tf.Tensor4D) {
  const { faceDiscriminator, expressionDiscriminator } = model;
  const through = { sums: null, wantInput: true };
  const face = discriminatorForward(faceDiscriminator, generated, dropout('faceGenerated'));
  const identity = crossEntropy(face.logits, batch.faceLabels, settings.lambdaGenFace);
  const perceptual = squaredDifference(face.features, realFeatures, settings.lambdaPerceptual);
  const byFace = discriminatorBackward(faceDiscriminator, face.trace, {
    dLogits: identity.dLogits, dFeatures: perceptual.gradient, ...through,
  })!;
  const expression = discriminatorForward(expressionDiscriminator, generated, dropout('expressionGenerated'));
  const shown = crossEntropy(expression.logits, batch.expressionLabels, settings.lambdaGenExpression);
  const byExpression = discriminatorBackward(expressionDiscriminator, expression.trace, { dLogits: shown.dLogits, ...through })!;
  const terms = { gFace: identity.loss, gExpression: shown.loss, gPerceptual: perceptual.loss };
  return { terms, dGenerated: [byFace, byExpression] };
}

/**
 * Eq. 7: G(I_g, I_f) should be I_f and G(I_e, I_g) should be I_e (face first, then expression).
 * @returns the terms, and gradients of I_g and of the features that `generation` holds
 */
function drawAgain({ model, batch, settings }: StepContext, generation: Generation, sums: GradientSums) {
  const generated = generation.drawn.output;
  const face = encoderForward(model.faceEncoder, generated);
  const expression = encoderForward(model.expressionEncoder, generated);
  const expressionOfFaces = half(generation.expressions.output, 0);
  const faceOfExpressions = half(generation.faces.output, 1);
  const again = decoderForward(model.decoder, [
    { expressionFeatures: expressionOfFaces, faceFeatures: face.output, noise: batch.noises[1] },
    { expressionFeatures: expression.output, faceFeatures: faceOfExpressions, noise: batch.noises[2] },
  ]);
  tf.dispose([expressionOfFaces, faceOfExpressions]);
  const { losses, gradient } = absoluteDifference(
    again.output, generation.images, [settings.lambdaConsistencyFace, settings.lambdaConsistencyExpression],
  );
  const [dFace, dExpression] = decoderBackward(model.decoder, again.trace, { dOutput: gradient, sums });
  const dGenerated = [
    encoderBackward(model.faceEncoder, face.trace, { dOutput: dFace!.dFace, sums, wantInput: true })!,
    encoderBackward(model.expressionEncoder, expression.trace, { dOutput: dExpression!.dExpression, sums, wantInput: true })!,
  ];
  const [gConsistencyFace, gConsistencyExpression] = tf.unstack(losses) as [tf.Scalar, tf.Scalar];
  losses.dispose();
  return {
    terms: { gConsistencyFace, gConsistencyExpression },
    dGenerated, dExpressionOfFaces: dFace!.dExpression, dFaceOfExpressions: dExpression!.dFace,
  };
}

function addFreeing(parts: tf.Tensor4D[]): tf.Tensor4D {
  const sum: tf.Tensor4D = tf.addN(parts);
  tf.dispose(parts);
  return sum;
}

/** One after the other along the batch. */
function joinFreeing(first: tf.Tensor4D, second: tf.Tensor4D): tf.Tensor4D {
  const joined = tf.concat([first, second], 0);
  tf.dispose([first, second]);
  return joined;
}

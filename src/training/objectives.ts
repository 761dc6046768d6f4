// What each of the four optimizers minimizes, as a function of the model and one batch: the
// weighted sum of its terms, and the terms themselves. Runs on the tape: everything in here is
// recorded. The training step has its gradients by hand (step.ts) and is held against these.

import * as tf from '@tensorflow/tfjs';
import type { LossTerm } from '../metrics';
import { decode } from '../model/decoder';
import { classify } from '../model/denseHead';
import { encode } from '../model/encoder';
import type { Tdgan } from '../model/tdgan';
import { classificationLoss, dualImageConsistencyLoss, perceptualLoss } from './losses';
import type { StepContext } from './stepContext';

export interface Objective {
  total: tf.Scalar;
  terms: Partial<Record<LossTerm, tf.Scalar>>;
}

/** G(face, expression): the face image redrawn with the expression image's expression. */
function transfer(
  { expressionEncoder, faceEncoder, decoder }: Tdgan, face: tf.Tensor4D, { expression, noise }: { expression: tf.Tensor4D; noise: tf.Tensor4D },
): tf.Tensor4D {
  const expressionFeatures = encode(expressionEncoder, expression);
  return decode(decoder, { expressionFeatures, faceFeatures: encode(faceEncoder, face), noise });
}

/** I_g of a batch. */
export function generate({ model, batch }: StepContext): tf.Tensor4D {
  return transfer(model, batch.face, { expression: batch.expression, noise: batch.noises[0] });
}

/** M_ER learns from d_e as a given; E_e does not learn from it. */
export function expressionClassifierObjective(
  { model, batch, dropout }: StepContext, expressionFeatures: tf.Tensor4D,
): Objective {
  const logits = classify(model.expressionClassifier, expressionFeatures, dropout('classifier'));
  const mExpression = classificationLoss(logits, batch.expressionLabels);
  return { total: mExpression, terms: { mExpression } };
}

/**
 * D_f should know the real faces and call a generated image the fake class, whatever its identity.
 * @returns besides, the features of the real faces, which Eq. 8 compares with
 */
export function faceDiscriminatorObjective(
  { model, batch, settings, dropout }: StepContext, generated: tf.Tensor4D,
): Objective & { realFeatures: tf.Tensor4D } {
  const { encoder, head } = model.faceDiscriminator;
  const realFeatures = encode(encoder, batch.face);
  const features = tf.concat([realFeatures, encode(encoder, generated)], 0);
  const [realLogits, fakeLogits]: tf.Tensor2D[] = tf.split(classify(head, features, dropout('faceUpdate')), 2, 0);
  const fake = tf.fill([generated.shape[0]], model.config.faceClasses, 'int32') as tf.Tensor1D;
  const dFaceReal = classificationLoss(realLogits!, batch.faceLabels);
  const dFaceFake = classificationLoss(fakeLogits!, fake);
  const total = dFaceReal.mul(settings.weightFaceReal).add(dFaceFake.mul(settings.weightFaceFake)).asScalar();
  return { total, terms: { dFaceReal, dFaceFake }, realFeatures };
}

export function expressionDiscriminatorObjective({ model, batch, settings, dropout }: StepContext): Objective {
  const { encoder, head } = model.expressionDiscriminator;
  const logits = classify(head, encode(encoder, batch.expression), dropout('expressionReal'));
  const dExpression = classificationLoss(logits, batch.expressionLabels);
  return { total: dExpression.mul(settings.weightExpression), terms: { dExpression } };
}

/**
 * L_G = L_C + L_D + L_P (Eq. 6 to 8). The gradient flows through both passes of Eq. 7 back into
 * the generated image.
 * @param realFeatures D_f's features of the real faces, a constant
 */
export function generatorObjective(context: StepContext, realFeatures: tf.Tensor4D): Objective {
  const { model, batch, settings, dropout } = context;
  const { faceDiscriminator, expressionDiscriminator } = model;
  const generated = generate(context);
  const judgedFeatures = encode(faceDiscriminator.encoder, generated);
  const identity = classify(faceDiscriminator.head, judgedFeatures, dropout('faceGenerated'));
  const expression = classify(
    expressionDiscriminator.head, encode(expressionDiscriminator.encoder, generated), dropout('expressionGenerated'),
  );
  // The face from the generated image, its expression from the face image itself.
  const faceAgain = transfer(model, generated, { expression: batch.face, noise: batch.noises[1] });
  // The face from the expression image itself, its expression from the generated one.
  const expressionAgain = transfer(model, batch.expression, { expression: generated, noise: batch.noises[2] });
  const terms = {
    gFace: classificationLoss(identity, batch.faceLabels),
    gExpression: classificationLoss(expression, batch.expressionLabels),
    gPerceptual: perceptualLoss(judgedFeatures, realFeatures),
    gConsistencyFace: dualImageConsistencyLoss(faceAgain, batch.face),
    gConsistencyExpression: dualImageConsistencyLoss(expressionAgain, batch.expression),
  };
  const total = tf.addN([
    terms.gFace.mul(settings.lambdaGenFace),
    terms.gExpression.mul(settings.lambdaGenExpression),
    terms.gPerceptual.mul(settings.lambdaPerceptual),
    terms.gConsistencyFace.mul(settings.lambdaConsistencyFace),
    terms.gConsistencyExpression.mul(settings.lambdaConsistencyExpression),
  ]) as tf.Scalar;
  return { total, terms };
}

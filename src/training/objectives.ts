// What each of the four optimizers minimizes, as a function of the model and one batch: the
// weighted sum of its terms, and the terms themselves. The step and the gradient check both take
// their gradients from here. Runs on the tape: everything in here is recorded.

import * as tf from '@tensorflow/tfjs';
import type { StepSettings } from '../config';
import type { LossTerm } from '../metrics';
import { decode } from '../model/decoder';
import { classify } from '../model/denseHead';
import { encode } from '../model/encoder';
import type { Tdgan } from '../model/tdgan';
import type { DropoutAt } from './dropout';
import { classificationLoss, dualImageConsistencyLoss, perceptualLoss } from './losses';

/** One batch on the backend. */
export interface TensorBatch {
  /** [N,S,S,C] in [0, 1] */
  face: tf.Tensor4D;
  /** [N] int32 */
  faceLabels: tf.Tensor1D;
  expression: tf.Tensor4D;
  expressionLabels: tf.Tensor1D;
  /** d_n of the three decoder calls: generated, face again, expression again. */
  noises: [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
}

export interface Objective {
  total: tf.Scalar;
  terms: Partial<Record<LossTerm, tf.Scalar>>;
}

/** I_g of a batch. */
export function generate(model: Tdgan, batch: TensorBatch): tf.Tensor4D {
  return decode(
    model.decoder, encode(model.expressionEncoder, batch.expression), encode(model.faceEncoder, batch.face), batch.noises[0],
  );
}

/** M_ER learns from d_e as a given; E_e does not learn from it. */
export function expressionClassifierObjective(
  model: Tdgan, batch: TensorBatch, expressionFeatures: tf.Tensor4D, dropout: DropoutAt,
): Objective {
  const logits = classify(model.expressionClassifier, expressionFeatures, dropout('classifier'));
  const mExpression = classificationLoss(logits, batch.expressionLabels);
  return { total: mExpression, terms: { mExpression } };
}

/** D_f on real faces; also hands out the features that Eq. 8 compares with. */
export function faceRealTerm(model: Tdgan, batch: TensorBatch, dropout: DropoutAt) {
  const { encoder, head } = model.faceDiscriminator;
  const features = encode(encoder, batch.face);
  return { features, dFaceReal: classificationLoss(classify(head, features, dropout('faceReal')), batch.faceLabels) };
}

/** D_f should call a generated image the fake class, whatever its identity. */
export function faceFakeTerm(model: Tdgan, generated: tf.Tensor4D, dropout: DropoutAt): tf.Scalar {
  const { encoder, head } = model.faceDiscriminator;
  const fake = tf.fill([generated.shape[0]], model.config.faceClasses, 'int32') as tf.Tensor1D;
  return classificationLoss(classify(head, encode(encoder, generated), dropout('faceFake')), fake);
}

export function expressionDiscriminatorObjective(
  model: Tdgan, batch: TensorBatch, settings: StepSettings, dropout: DropoutAt,
): Objective {
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
export function generatorObjective(
  model: Tdgan, batch: TensorBatch, realFeatures: tf.Tensor4D, settings: StepSettings, dropout: DropoutAt,
): Objective {
  const { faceEncoder, expressionEncoder, decoder, faceDiscriminator, expressionDiscriminator } = model;
  const faceFeatures = encode(faceEncoder, batch.face);
  const expressionFeatures = encode(expressionEncoder, batch.expression);
  const generated = decode(decoder, expressionFeatures, faceFeatures, batch.noises[0]);

  const judgedFeatures = encode(faceDiscriminator.encoder, generated);
  const identity = classify(faceDiscriminator.head, judgedFeatures, dropout('faceGenerated'));
  const expression = classify(
    expressionDiscriminator.head, encode(expressionDiscriminator.encoder, generated), dropout('expressionGenerated'),
  );
  // G(I_g, I_f): the face from the generated image, the expression from the face image itself.
  const faceAgain = decode(
    decoder, encode(expressionEncoder, batch.face), encode(faceEncoder, generated), batch.noises[1],
  );
  // G(I_e, I_g): the face from the expression image itself, the expression from the generated one.
  const expressionAgain = decode(
    decoder, encode(expressionEncoder, generated), encode(faceEncoder, batch.expression), batch.noises[2],
  );
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
  return { total, terms: { ...terms, gTotal: total } };
}

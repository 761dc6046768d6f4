// Forward and backward of a discriminator, off the tape: its encoder, then its dense head. Who frees
// what stands in layers.ts. Surprise: the features may have a gradient of their own (Eq. 8), which
// is added to the one that comes through the head.

import * as tf from '@tensorflow/tfjs';
import type { Dropout } from '../denseHead';
import type { Discriminator } from '../tdgan';
import { denseHeadBackward, denseHeadForward, type DenseHeadTrace } from './denseHead';
import { encoderBackward, encoderForward, type EncoderTrace } from './encoder';
import type { Upstream } from './layers';

export interface Judgment {
  /** [N,S/16,S/16,128w], which live until the backward. */
  features: tf.Tensor4D;
  /** [N,classes] */
  logits: tf.Tensor2D;
  trace: { encoder: EncoderTrace; head: DenseHeadTrace };
}

/** @param images [N,S,S,C] in [0, 1] */
export function discriminatorForward({ encoder, head }: Discriminator, images: tf.Tensor4D, dropout: Dropout): Judgment {
  const encoded = encoderForward(encoder, images);
  const judged = denseHeadForward(head, encoded.output, dropout);
  return { features: encoded.output, logits: judged.output, trace: { encoder: encoded.trace, head: judged.trace } };
}

type DiscriminatorUpstream = Omit<Upstream, 'dOutput'> & {
  dLogits: tf.Tensor2D;
  /** What the features get besides; freed. */
  dFeatures?: tf.Tensor4D;
};

/** @returns the gradient of the images where it is wanted */
export function discriminatorBackward(
  { encoder, head }: Discriminator, trace: Judgment['trace'], { dLogits, dFeatures, sums, wantInput }: DiscriminatorUpstream,
): tf.Tensor4D | null {
  let dOutput = denseHeadBackward(head, trace.head, { dOutput: dLogits, sums, wantInput: true })!;
  if (dFeatures) {
    const sum: tf.Tensor4D = dOutput.add(dFeatures);
    tf.dispose([dOutput, dFeatures]);
    dOutput = sum;
  }
  return encoderBackward(encoder, trace.encoder, { dOutput, sums, wantInput });
}

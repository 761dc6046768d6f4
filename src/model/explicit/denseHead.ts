// Forward and backward of the dense classifier, off the tape, layer by layer as in ../denseHead.ts.
// Dropout keeps no mask: it is its own gradient.

import * as tf from '@tensorflow/tfjs';
import { denseBackward, denseForward } from '../../kernels/dense';
import type { DenseHead, Dropout } from '../denseHead';
import type { Dense } from '../layers';
import type { Traced, Upstream } from './layers';

export interface DenseHeadTrace {
  dropout: Dropout;
  shape: tf.Tensor4D['shape'];
  /** Inputs of the three layers, the first two after dropout. */
  inputs: [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  /** Outputs of the first two layers; those of the third are the logits. */
  hidden: [tf.Tensor2D, tf.Tensor2D];
  logits: tf.Tensor2D;
}

/** Dropout of what nobody else reads. */
function dropFreeing(dropout: Dropout, x: tf.Tensor2D, layer: 0 | 1): tf.Tensor2D {
  const dropped = dropout(x, layer);
  if (dropped !== x) x.dispose();
  return dropped;
}

/**
 * Logits of encoder features, which may be freed when it returns.
 * @param features [N,S/16,S/16,128w]
 * @returns output [N,classes]
 */
export function denseHeadForward(
  head: DenseHead, features: tf.Tensor4D, dropout: Dropout,
): Traced<DenseHeadTrace, tf.Tensor2D> {
  const flat = dropFreeing(dropout, features.reshape([features.shape[0], -1]), 0);
  const first = denseForward(flat, head.fc1, true);
  const kept = dropout(first, 1);
  const second = denseForward(kept, head.fc2, true);
  const logits = denseForward(second, head.fc3, false);
  const trace: DenseHeadTrace = {
    dropout, shape: features.shape, inputs: [flat, kept, second], hidden: [first, second], logits,
  };
  return { output: logits, trace };
}

/** @returns the gradient of the features where it is wanted */
export function denseHeadBackward(
  head: DenseHead, { dropout, shape, inputs, hidden, logits }: DenseHeadTrace, { dOutput, sums, wantInput }: Upstream<tf.Tensor2D>,
): tf.Tensor4D | null {
  const [flat, kept, second] = inputs;
  const dSecond = layerBackward(head.fc3, { x: second, y: logits, relu: false }, { dOutput, sums, wantInput: true })!;
  const dKept = layerBackward(head.fc2, { x: kept, y: second, relu: true }, { dOutput: dSecond, sums, wantInput: true })!;
  const dFirst = dropFreeing(dropout, dKept, 1);
  const dFlat = layerBackward(head.fc1, { x: flat, y: hidden[0], relu: true }, { dOutput: dFirst, sums, wantInput });
  tf.dispose([flat, kept]);
  if (!dFlat) return null;
  const dDropped = dropFreeing(dropout, dFlat, 0);
  const dFeatures = dDropped.reshape<tf.Tensor4D>(shape);
  dDropped.dispose();
  return dFeatures;
}

/** Backward of one dense layer; frees y and not x, as every backward does. */
function layerBackward(
  layer: Dense, { x, y, relu }: { x: tf.Tensor2D; y: tf.Tensor2D; relu: boolean }, { dOutput, sums, wantInput }: Upstream<tf.Tensor2D>,
): tf.Tensor2D | null {
  const { dx, dKernel, dBias } = denseBackward({
    x, y, dy: dOutput, kernel: layer.kernel, relu, wantInput, wantWeights: sums !== null,
  });
  tf.dispose([dOutput, y]);
  sums?.add(layer.kernel, dKernel!);
  sums?.add(layer.bias, dBias!);
  return dx ?? null;
}

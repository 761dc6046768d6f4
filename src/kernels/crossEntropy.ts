// Cross entropy on logits with its gradient in the same call: softmax minus the label's one-hot
// vector. On WebGPU a thread takes one sample, and the samples' losses are then added; elsewhere it
// is composed of tfjs ops.

import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { allocate, hasKernel, runProgram, type GpuKernel, type GpuProgram } from './gpuProgram';
import { addSlices } from './sliceSums';

/**
 * @param logits [N,classes]
 * @param labels [N] int32, 0 <= label < classes
 * @returns the loss averaged over the batch, not weighted, and its gradient by the logits times `weight`
 */
export function crossEntropy(
  logits: tf.Tensor2D, labels: tf.Tensor1D, weight: number,
): { loss: tf.Scalar; dLogits: tf.Tensor2D } {
  if (hasKernel('TdCrossEntropy')) {
    const [loss, dLogits] = tf.engine().runKernel('TdCrossEntropy', { logits, labels }, { weight }) as tf.Tensor[];
    return { loss: loss as tf.Scalar, dLogits: dLogits as tf.Tensor2D };
  }
  return tf.tidy(() => {
    const target = tf.oneHot(labels, logits.shape[1]).toFloat();
    const logProbabilities = tf.logSoftmax(logits);
    return {
      loss: logProbabilities.mul(target).sum(1).mean().neg().asScalar(),
      dLogits: logProbabilities.exp().sub<tf.Tensor2D>(target).mul(weight / logits.shape[0]),
    };
  });
}

const sampleProgram: GpuProgram<'losses' | 'dLogits', 'logits' | 'labels', 'classes' | 'scale'> = {
  key: 'cross entropy',
  outputs: { losses: 'f32', dLogits: 'f32' }, inputs: { logits: 'f32', labels: 'i32' }, sizes: { classes: 'u32', scale: 'f32' },
  code: () => `
fn run(index: u32) {
  let start = index * sizes.classes;
  let end = start + sizes.classes;
  let labeled = start + u32(labels[index]);
  var top = logits[start];
  for (var i = start + 1u; i < end; i++) { top = max(top, logits[i]); }
  var total = 0.0;
  for (var i = start; i < end; i++) { total += exp(logits[i] - top); }
  losses[index] = (top - logits[labeled]) + log(total);
  for (var i = start; i < end; i++) {
    dLogits[i] = (exp(logits[i] - top) / total - select(0.0, 1.0, i == labeled)) * sizes.scale;
  }
}`,
};

/** Inputs logits, labels; returns the loss and its weighted gradient by the logits. */
const fused: GpuKernel = {
  kernelName: 'TdCrossEntropy',
  create: () => ({ inputs, attrs, backend: anyBackend }) => {
    const backend = anyBackend as WebGPUBackend;
    const { logits, labels } = inputs as { logits: tf.TensorInfo; labels: tf.TensorInfo };
    const [samples, classes] = logits.shape as [number, number];
    const losses = allocate(backend, [samples]);
    const dLogits = allocate(backend, logits.shape);
    runProgram(backend, sampleProgram, {
      outputs: { losses, dLogits }, inputs: { logits, labels }, threads: samples,
      sizes: { classes, scale: (attrs as { weight: number }).weight / samples },
    });
    return [addSlices(backend, losses, { shape: [], scale: 1 / samples }), dLogits];
  },
};

export const crossEntropyKernels: GpuKernel[] = [fused];

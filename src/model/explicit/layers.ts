// Forward and backward of the layers that networks share, off the tape. A forward returns its
// output and a trace: what its backward reads. The rule about who frees what: a backward frees the
// gradient that it is given, its forward's output and the rest of the trace, but never its
// forward's input, which is some other forward's output.

import * as tf from '@tensorflow/tfjs';
import { convolve, convolveTransposed, filterGradient } from '../../kernels/convolution';
import { normReluBackward, normReluForward } from '../../kernels/instanceNormRelu';
import { encoderEpsilon, type ConvNormRelu, type Kernel4D } from '../layers';
import type { GradientSums } from './gradientSums';

export interface Traced<Trace, Output extends tf.Tensor = tf.Tensor4D> {
  output: Output;
  trace: Trace;
}

/** What a backward is given besides the record of weights and the trace. */
export interface Upstream<Output extends tf.Tensor = tf.Tensor4D> {
  /** The gradient of the output; freed. */
  dOutput: Output;
  /** Takes the gradients of the weights; null where nobody learns from them. */
  sums: GradientSums | null;
  /** Whether the gradient of the input is wanted; null is returned where it is not. */
  wantInput: boolean;
}

export interface ConvNormReluTrace {
  /** The input, not the trace's own. */
  x: tf.Tensor4D;
  /** Before the norm. */
  z: tf.Tensor4D;
  y: tf.Tensor4D;
  /** [N,2,C] */
  statistics: tf.Tensor3D;
}

/** [N,H,W,in] -> [N,H,W,out] */
export function convNormReluForward(layer: ConvNormRelu, x: tf.Tensor4D): Traced<ConvNormReluTrace> {
  const z = convolve(x, layer.kernel);
  const { y, statistics } = normReluForward(z, layer, encoderEpsilon);
  return { output: y, trace: { x, z, y, statistics } };
}

export function convNormReluBackward(
  layer: ConvNormRelu, { x, z, y, statistics }: ConvNormReluTrace, { dOutput, sums, wantInput }: Upstream,
): tf.Tensor4D | null {
  const { dx: dz, dGain, dOffset } = normReluBackward({ x: z, y, statistics, dy: dOutput, wantWeights: sums !== null }, layer);
  tf.dispose([dOutput, z, y, statistics]);
  sums?.add(layer.gain, dGain!);
  sums?.add(layer.offset, dOffset!);
  return convolutionBackward(layer.kernel, x, { dOutput: dz, sums, wantInput });
}

/** Backward of `convolve` with stride 1. */
export function convolutionBackward(
  kernel: Kernel4D, x: tf.Tensor4D, { dOutput, sums, wantInput }: Upstream,
): tf.Tensor4D | null {
  sums?.addInto(kernel, (into) => filterGradient({ x, dy: dOutput, filterShape: kernel.shape, stride: 1, into }));
  const dx = wantInput ? convolveTransposed(dOutput, kernel, 1) : null;
  dOutput.dispose();
  return dx;
}

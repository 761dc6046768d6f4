// Forward and backward of the embedding module and the decoder, off the tape, layer by layer as in
// ../decoder.ts. Several decodes run as one along the batch. Surprise: the noise gets no gradient,
// so the first kernel's input gradient is taken by its rows for d_e and d_f alone.

import * as tf from '@tensorflow/tfjs';
import { convolve, convolveTransposed, filterGradient } from '../../kernels/convolution';
import { addBiasRelu, biasRelu, biasReluGradient, channelSums, joinChannels, maskedGradient, sigmoidGradient } from '../../kernels/elementwise';
import { normReluBackward, normReluForward } from '../../kernels/instanceNormRelu';
import { decoderEpsilon, type Decoder, type DecoderInput } from '../decoder';
import type { ConvBias, Kernel4D } from '../layers';
import { convolutionBackward, type Traced, type Upstream } from './layers';

interface ResidualTrace {
  x: tf.Tensor4D;
  /** Before the bias. */
  z: tf.Tensor4D;
  output: tf.Tensor4D;
}

interface UpsampleTrace {
  x: tf.Tensor4D;
  /** Before the norm. */
  z: tf.Tensor4D;
  y: tf.Tensor4D;
  statistics: tf.Tensor3D;
}

export interface DecoderTrace {
  /** Samples of each decode. */
  counts: number[];
  /** d_e, d_f and d_n, [N,S/16,S/16,2 128w + noiseChannels] */
  joined: tf.Tensor4D;
  embedded: tf.Tensor4D;
  residuals: ResidualTrace[];
  upsamples: UpsampleTrace[];
  image: tf.Tensor4D;
}

type UpstreamWithInput = Omit<Upstream, 'wantInput'>;

/** x + relu(convolution + bias), like x. */
export function residualForward(layer: ConvBias, x: tf.Tensor4D): Traced<ResidualTrace> {
  const z = convolve(x, layer.kernel);
  const output = addBiasRelu(x, z, layer.bias);
  return { output, trace: { x, z, output } };
}

export function residualBackward(
  layer: ConvBias, { x, z, output }: ResidualTrace, { dOutput, sums }: UpstreamWithInput,
): tf.Tensor4D {
  const dz = biasReluGradient(dOutput, z, layer.bias);
  tf.dispose([z, output]);
  sums?.add(layer.bias, channelSums(dz));
  const dx = convolutionBackward(layer.kernel, x, { dOutput: dz, sums, wantInput: true })!;
  const sum: tf.Tensor4D = dOutput.add(dx);
  tf.dispose([dOutput, dx]);
  return sum;
}

/** Transposed 4x4, stride 2, instance norm, ReLU: [N,H,W,in] -> [N,2H,2W,out]. */
export function upsampleForward(kernel: Kernel4D, x: tf.Tensor4D): Traced<UpsampleTrace> {
  const z = convolveTransposed(x, kernel, 2);
  const { y, statistics } = normReluForward(z, null, decoderEpsilon);
  return { output: y, trace: { x, z, y, statistics } };
}

export function upsampleBackward(
  kernel: Kernel4D, { x, z, y, statistics }: UpsampleTrace, { dOutput, sums }: UpstreamWithInput,
): tf.Tensor4D {
  const { dx: dz } = normReluBackward({ x: z, y, statistics, dy: dOutput }, null);
  tf.dispose([dOutput, z, y, statistics]);
  return transposedBackward(kernel, x, { dOutput: dz, sums, stride: 2 });
}

/** Backward of `convolveTransposed`, which is itself a convolution's backward: x and dy change places. */
function transposedBackward(
  kernel: Kernel4D, x: tf.Tensor4D, { dOutput, sums, stride }: UpstreamWithInput & { stride: number },
): tf.Tensor4D {
  sums?.addInto(kernel, (into) => filterGradient({ x: dOutput, dy: x, filterShape: kernel.shape, stride, into }));
  const dx = convolve(dOutput, kernel, stride);
  dOutput.dispose();
  return dx;
}

/** One decode's input after another along the batch; channels in the order d_e, d_f, d_n. */
function joinInputs(inputs: DecoderInput[]): tf.Tensor4D {
  const joined = inputs.map(({ expressionFeatures, faceFeatures, noise }) =>
    joinChannels([expressionFeatures, faceFeatures, noise]));
  if (joined.length === 1) return joined[0]!;
  const all = tf.concat(joined, 0);
  tf.dispose(joined);
  return all;
}

/**
 * Draws faces; the inputs may be freed when it returns.
 * @returns output [N of all inputs,S,S,C] in (0, 1), in their order
 */
export function decoderForward(decoder: Decoder, inputs: DecoderInput[]): Traced<DecoderTrace> {
  const joined = joinInputs(inputs);
  const z = convolve(joined, decoder.embed.kernel);
  const embedded = biasRelu(z, decoder.embed.bias); // [N,S/16,S/16,128w]
  z.dispose();
  let x = embedded;
  const residuals = decoder.residuals.map((layer) => {
    const { output, trace } = residualForward(layer, x);
    x = output;
    return trace;
  });
  const upsamples = decoder.upsamples.map((kernel) => {
    const { output, trace } = upsampleForward(kernel, x); // up to [N,S,S,64w]
    x = output;
    return trace;
  });
  const drawn = convolveTransposed(x, decoder.toImage, 1); // [N,S,S,C]
  const image = drawn.sigmoid();
  drawn.dispose();
  const counts = inputs.map(({ noise }) => noise.shape[0]);
  return { output: image, trace: { counts, joined, embedded, residuals, upsamples, image } };
}

/** Gradients of one decode's features. */
interface FeatureGradients {
  dExpression: tf.Tensor4D;
  dFace: tf.Tensor4D;
}

/** @returns the gradients of d_e and d_f of each input of the forward */
export function decoderBackward(
  decoder: Decoder, trace: DecoderTrace, { dOutput, sums }: UpstreamWithInput,
): FeatureGradients[] {
  const { counts, joined, embedded, residuals, upsamples, image } = trace;
  const dDrawn = sigmoidGradient(dOutput, image);
  tf.dispose([dOutput, image]);
  let dx = transposedBackward(decoder.toImage, upsamples.at(-1)!.y, { dOutput: dDrawn, sums, stride: 1 });
  dx = decoder.upsamples.reduceRight((dy, kernel, i) => upsampleBackward(kernel, upsamples[i]!, { dOutput: dy, sums }), dx);
  dx = decoder.residuals.reduceRight((dy, layer, i) => residualBackward(layer, residuals[i]!, { dOutput: dy, sums }), dx);
  const dEmbedded = maskedGradient(dx, embedded);
  tf.dispose([dx, embedded]);
  sums?.add(decoder.embed.bias, channelSums(dEmbedded));
  const dFeatures = featuresBackward(decoder.embed.kernel, joined, { dOutput: dEmbedded, sums });
  joined.dispose();
  return splitFeatures(dFeatures, counts);
}

/** Backward of the first convolution, without the noise's channels: [N,S/16,S/16,2 128w]. */
function featuresBackward(kernel: Kernel4D, joined: tf.Tensor4D, { dOutput, sums }: UpstreamWithInput): tf.Tensor4D {
  const [height, width, , outputs] = kernel.shape;
  const rows = kernel.slice<tf.Tensor4D>([0, 0, 0, 0], [height, width, 2 * outputs, outputs]);
  const dFeatures = convolveTransposed(dOutput, rows, 1);
  rows.dispose();
  convolutionBackward(kernel, joined, { dOutput, sums, wantInput: false });
  return dFeatures;
}

function splitFeatures(dFeatures: tf.Tensor4D, counts: number[]): FeatureGradients[] {
  const [, height, width, both] = dFeatures.shape;
  let start = 0;
  const parts = counts.map((count) => {
    const part = (channel: number): tf.Tensor4D =>
      dFeatures.slice([start, 0, 0, channel], [count, height, width, both / 2]);
    const found = { dExpression: part(0), dFace: part(both / 2) };
    start += count;
    return found;
  });
  dFeatures.dispose();
  return parts;
}

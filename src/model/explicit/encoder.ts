// Forward and backward of the encoder, off the tape, layer by layer as in ../encoder.ts. Each
// activation is freed as soon as the backward has passed it; who frees what stands in layers.ts.

import * as tf from '@tensorflow/tfjs';
import { channelSums, joinChannels, scaledResidualGradient, scaledResidualRelu, splitChannels } from '../../kernels/elementwise';
import { convolve } from '../../kernels/convolution';
import { maxPoolBackward, maxPoolForward } from '../../kernels/maxPool';
import { residualScale, type Encoder, type InceptionResidual } from '../encoder';
import type { ConvNormRelu } from '../layers';
import {
  convNormReluBackward, convNormReluForward, convolutionBackward, type ConvNormReluTrace, type Traced, type Upstream,
} from './layers';

interface ConvPoolTrace {
  conv: ConvNormReluTrace;
  output: tf.Tensor4D;
}

interface InceptionTrace {
  /** Layer by layer, of each path. */
  paths: ConvNormReluTrace[][];
  /** The paths' outputs, [N,H,W,3 bottlenecks]. */
  joined: tf.Tensor4D;
  output: tf.Tensor4D;
}

export interface EncoderTrace {
  conv1: ConvPoolTrace;
  conv2: ConvPoolTrace;
  blocks: InceptionTrace[];
  conv3: ConvPoolTrace;
  conv4: ConvPoolTrace;
}

/** Convolution, norm, ReLU, pooling: [N,H,W,in] -> [N,H/2,W/2,out]. */
function convPoolForward(layer: ConvNormRelu, x: tf.Tensor4D): Traced<ConvPoolTrace> {
  const { output: y, trace: conv } = convNormReluForward(layer, x);
  const output = maxPoolForward(y);
  return { output, trace: { conv, output } };
}

function convPoolBackward(
  layer: ConvNormRelu, { conv, output }: ConvPoolTrace, { dOutput, ...rest }: Upstream,
): tf.Tensor4D | null {
  const dy = maxPoolBackward({ x: conv.y, y: output, dy: dOutput });
  tf.dispose([dOutput, output]);
  return convNormReluBackward(layer, conv, { ...rest, dOutput: dy });
}

const pathsOf = (block: InceptionResidual): ConvNormRelu[][] => [block.branch0, block.branch1, block.branch2];

/** relu(x + 0.17 mix(concat(paths))), [N,H,W,C] -> [N,H,W,C]. */
export function inceptionForward(block: InceptionResidual, x: tf.Tensor4D): Traced<InceptionTrace> {
  const paths = pathsOf(block).map((layers) => {
    const traces: ConvNormReluTrace[] = [];
    for (const layer of layers) traces.push(convNormReluForward(layer, traces.at(-1)?.y ?? x).trace);
    return traces;
  });
  const joined = joinChannels(paths.map((path) => path.at(-1)!.y));
  const z = convolve(joined, block.mix.kernel);
  const output = scaledResidualRelu(x, z, { bias: block.mix.bias, scale: residualScale });
  z.dispose();
  return { output, trace: { paths, joined, output } };
}

/** @returns the gradient of the input, always wanted: a convolution comes before each block */
export function inceptionBackward(
  block: InceptionResidual, { paths, joined, output }: InceptionTrace, { dOutput, sums }: Omit<Upstream, 'wantInput'>,
): tf.Tensor4D {
  const { dx: dSum, dz: dMixed } = scaledResidualGradient(dOutput, output, residualScale);
  tf.dispose([dOutput, output]);
  sums?.add(block.mix.bias, channelSums(dMixed));
  const dJoined = convolutionBackward(block.mix.kernel, joined, { dOutput: dMixed, sums, wantInput: true })!;
  joined.dispose();
  const dPaths = splitChannels(dJoined, paths.map((path) => path.at(-1)!.y.shape[3]));
  dJoined.dispose();
  const dInputs = pathsOf(block).map((layers, i) => layers.reduceRight(
    (dy, layer, at) => convNormReluBackward(layer, paths[i]![at]!, { dOutput: dy, sums, wantInput: true })!, dPaths[i]!,
  ));
  const dx: tf.Tensor4D = tf.addN([dSum, ...dInputs]);
  tf.dispose([dSum, dInputs]);
  return dx;
}

/**
 * d_f or d_e of images, which live until the backward.
 * @param images [N,S,S,C] in [0, 1]
 * @returns output [N,S/16,S/16,128w], not negative
 */
export function encoderForward(encoder: Encoder, images: tf.Tensor4D): Traced<EncoderTrace> {
  const conv1 = convPoolForward(encoder.conv1, images); // [N,S/2,S/2,32w]
  const conv2 = convPoolForward(encoder.conv2, conv1.output); // [N,S/4,S/4,64w]
  let x = conv2.output;
  const blocks = encoder.blocks.map((block) => {
    const { output, trace } = inceptionForward(block, x);
    x = output;
    return trace;
  });
  const conv3 = convPoolForward(encoder.conv3, x); // [N,S/8,S/8,128w]
  const conv4 = convPoolForward(encoder.conv4, conv3.output); // [N,S/16,S/16,128w]
  const trace = { conv1: conv1.trace, conv2: conv2.trace, blocks, conv3: conv3.trace, conv4: conv4.trace };
  return { output: conv4.output, trace };
}

/** @returns the gradient of the images where it is wanted */
export function encoderBackward(
  encoder: Encoder, trace: EncoderTrace, { dOutput, sums, wantInput }: Upstream,
): tf.Tensor4D | null {
  let dx = convPoolBackward(encoder.conv4, trace.conv4, { dOutput, sums, wantInput: true })!;
  dx = convPoolBackward(encoder.conv3, trace.conv3, { dOutput: dx, sums, wantInput: true })!;
  dx = encoder.blocks.reduceRight((dy, block, i) => inceptionBackward(block, trace.blocks[i]!, { dOutput: dy, sums }), dx);
  dx = convPoolBackward(encoder.conv2, trace.conv2, { dOutput: dx, sums, wantInput: true })!;
  return convPoolBackward(encoder.conv1, trace.conv1, { dOutput: dx, sums, wantInput });
}

// The encoder that all four branches share: E_f, E_e and the trunks of D_f and D_e. Each norm is
// per sample, so a batch may be cut or joined without changing a number.

import * as tf from '@tensorflow/tfjs';
import { maxPool } from '../kernels/maxPool';
import { scaledChannels, type TdganConfig } from '../config';
import {
  convBias, convNormRelu, createConvBias, createConvNormRelu,
  type ConvBias, type ConvNormRelu, type Initializer, type Observer,
} from './layers';

/** Three paths (1x1; 1x1-3x3; 1x1-3x3-3x3), concatenated, mixed by a 1x1 with bias. */
export interface InceptionResidual {
  branch0: [ConvNormRelu];
  branch1: [ConvNormRelu, ConvNormRelu];
  branch2: [ConvNormRelu, ConvNormRelu, ConvNormRelu];
  mix: ConvBias;
}

export interface Encoder {
  conv1: ConvNormRelu;
  conv2: ConvNormRelu;
  blocks: InceptionResidual[];
  conv3: ConvNormRelu;
  conv4: ConvNormRelu;
}

const inceptionBlocks = 4;
/** What an inception-residual block's paths weigh against its input. */
export const residualScale = 0.17;

export function createInceptionResidual(init: Initializer, channels: number, bottleneck: number): InceptionResidual {
  const layer = (size: number, inputs: number) => createConvNormRelu(init, { size, inputs, outputs: bottleneck });
  return {
    branch0: [layer(1, channels)],
    branch1: [layer(1, channels), layer(3, bottleneck)],
    branch2: [layer(1, channels), layer(3, bottleneck), layer(3, bottleneck)],
    mix: createConvBias(init, { size: 1, inputs: 3 * bottleneck, outputs: channels }),
  };
}

export function createEncoder(config: TdganConfig, init: Initializer): Encoder {
  const c = (paperChannels: number) => scaledChannels(config, paperChannels);
  const conv5 = (inputs: number, outputs: number) => createConvNormRelu(init, { size: 5, inputs, outputs });
  return {
    conv1: conv5(config.imageChannels, c(32)),
    conv2: conv5(c(32), c(64)),
    blocks: Array.from({ length: inceptionBlocks }, () => createInceptionResidual(init, c(64), c(16))),
    conv3: conv5(c(64), c(128)),
    conv4: conv5(c(128), c(128)),
  };
}

/** relu(x + 0.17 mix(concat(paths))), [N,H,W,C] -> [N,H,W,C]. */
export function inceptionResidual(block: InceptionResidual, x: tf.Tensor4D): tf.Tensor4D {
  const path = (layers: ConvNormRelu[]) => layers.reduce((out, layer) => convNormRelu(layer, out), x);
  const joined = tf.concat([path(block.branch0), path(block.branch1), path(block.branch2)], 3);
  return x.add(convBias(block.mix, joined).mul(residualScale)).relu();
}

/**
 * d_f or d_e of images.
 * @param images [N,S,S,C] in [0, 1]
 * @returns [N,S/16,S/16,128w], not negative
 */
export function encode(encoder: Encoder, images: tf.Tensor4D, observe?: Observer): tf.Tensor4D {
  const seen = (stage: string, out: tf.Tensor4D) => {
    observe?.(stage, out);
    return out;
  };
  return tf.tidy(() => {
    let x = maxPool(seen('conv1', convNormRelu(encoder.conv1, images))); // [N,S/2,S/2,32w]
    x = maxPool(seen('conv2', convNormRelu(encoder.conv2, x))); // [N,S/4,S/4,64w]
    for (const block of encoder.blocks) x = inceptionResidual(block, x);
    x = maxPool(seen('conv3', convNormRelu(encoder.conv3, seen('repeat', x)))); // [N,S/8,S/8,128w]
    return maxPool(seen('conv4', convNormRelu(encoder.conv4, x))); // [N,S/16,S/16,128w]
  });
}

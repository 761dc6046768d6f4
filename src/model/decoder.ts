// The embedding module, which fuses d_e, d_f and the noise d_n, and the decoder D_g that draws the
// image from them. Norms here have no gain or offset and PyTorch's default eps, unlike the encoder's.

import * as tf from '@tensorflow/tfjs';
import { scaledChannels, type TdganConfig } from '../config';
import { instanceNormRelu } from '../kernels/instanceNormRelu';
import {
  convBias, createConvBias, type ConvBias, type Initializer, type Kernel4D, type Observer,
} from './layers';

export interface Decoder {
  embed: ConvBias;
  residuals: ConvBias[];
  /** Transposed convolutions 4x4, stride 2, [4,4,out,in]. */
  upsamples: [Kernel4D, Kernel4D, Kernel4D, Kernel4D];
  /** Transposed convolution 3x3, stride 1, [3,3,imageChannels,in]. */
  toImage: Kernel4D;
}

/** What is fused, all of side S/16. */
export interface DecoderInput {
  /** d_e, [N,S/16,S/16,128w] */
  expressionFeatures: tf.Tensor4D;
  /** d_f, like d_e */
  faceFeatures: tf.Tensor4D;
  /** d_n, [N,S/16,S/16,noiseChannels] in [0, 1) */
  noise: tf.Tensor4D;
}

const kernelDeviation = 0.02;
/** PyTorch's default, unlike the encoders'. */
export const decoderEpsilon = 1e-5;

export function createDecoder(config: TdganConfig, init: Initializer): Decoder {
  const c = (paperChannels: number) => scaledChannels(config, paperChannels);
  const transposed = (size: number, inputs: number, outputs: number) =>
    init.normal([size, size, outputs, inputs], kernelDeviation) as Kernel4D;
  return {
    embed: createConvBias(init, {
      size: 3, inputs: 2 * c(128) + config.noiseChannels, outputs: c(128), deviation: kernelDeviation,
    }),
    residuals: Array.from({ length: config.residualBlocks }, () =>
      createConvBias(init, { size: 3, inputs: c(128), outputs: c(128), deviation: kernelDeviation })),
    upsamples: [
      transposed(4, c(128), c(512)), transposed(4, c(512), c(256)),
      transposed(4, c(256), c(128)), transposed(4, c(128), c(64)),
    ],
    toImage: transposed(3, c(64), config.imageChannels),
  };
}

/** Transposed 4x4, stride 2 (twice the size), instance norm, ReLU. Torch's padding 1 is 'same' here. */
export function upsample(kernel: Kernel4D, x: tf.Tensor4D): tf.Tensor4D {
  const [n, height, width] = x.shape;
  const larger = tf.conv2dTranspose(x, kernel, [n, 2 * height, 2 * width, kernel.shape[2]], 2, 'same');
  return instanceNormRelu(larger, null, decoderEpsilon);
}

/** Transposed 3x3, stride 1, sigmoid: [N,H,W,in] -> [N,H,W,channels] in (0, 1). */
export function drawImage(kernel: Kernel4D, x: tf.Tensor4D): tf.Tensor4D {
  const [n, height, width] = x.shape;
  return tf.conv2dTranspose(x, kernel, [n, height, width, kernel.shape[2]], 1, 'same').sigmoid();
}

/**
 * Draws the face of d_f with the expression of d_e.
 * @returns I_g, [N,S,S,C] in (0, 1)
 */
export function decode(
  decoder: Decoder, { expressionFeatures, faceFeatures, noise }: DecoderInput, observe?: Observer,
): tf.Tensor4D {
  const seen = (stage: string, out: tf.Tensor4D) => {
    observe?.(stage, out);
    return out;
  };
  return tf.tidy(() => {
    const joined = tf.concat([expressionFeatures, faceFeatures, noise], 3);
    let x = seen('emb1', convBias(decoder.embed, joined).relu()); // [N,S/16,S/16,128w]
    for (const residual of decoder.residuals) x = x.add(convBias(residual, x).relu());
    seen('emb2', x);
    decoder.upsamples.forEach((kernel, i) => {
      x = seen(`us${i + 1}`, upsample(kernel, x)); // up to [N,S,S,64w]
    });
    return seen('us5', drawImage(decoder.toImage, x)); // [N,S,S,C]
  });
}

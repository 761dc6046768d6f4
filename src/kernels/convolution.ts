// Convolutions as the explicit step calls them, and their gradients. All of them are three tfjs
// kernels (Conv2D, Conv2DBackpropInput, Conv2DBackpropFilter), so that the tape and this file share
// whatever a backend has registered under those names. Surprise: a transposed convolution is the
// input gradient of a convolution, so its own gradients are a convolution and a filter gradient.

import * as tf from '@tensorflow/tfjs';
import { hasKernel } from './gpuProgram';

type Shape4D = [number, number, number, number];

/**
 * Convolution with padding 'same'.
 * @param x [N,H,W,in]
 * @param kernel [k,k,in,out]
 * @returns [N,ceil(H/stride),ceil(W/stride),out]
 */
export function convolve(x: tf.Tensor4D, kernel: tf.Tensor4D, stride = 1): tf.Tensor4D {
  return tf.conv2d(x, kernel, stride, 'same');
}

/**
 * Transposed convolution with padding 'same'; also the gradient of `convolve` by its input.
 * @param x [N,H,W,in]
 * @param kernel [k,k,out,in]
 * @returns [N,stride H,stride W,out]
 */
export function convolveTransposed(x: tf.Tensor4D, kernel: tf.Tensor4D, stride: number): tf.Tensor4D {
  const [n, height, width] = x.shape;
  return tf.conv2dTranspose(x, kernel, [n, stride * height, stride * width, kernel.shape[2]], stride, 'same');
}

/** What `filterGradient` takes. */
export interface FilterGradientInput {
  /** The convolution's input, [N,H,W,in]. */
  x: tf.Tensor4D;
  /** The gradient of its output, [N,ceil(H/stride),ceil(W/stride),out]. */
  dy: tf.Tensor4D;
  /** [k,k,in,out] */
  filterShape: Shape4D;
  stride: number;
  /** An earlier part of the same gradient, which is added; disposed or reused here. */
  into?: tf.Tensor4D;
}

/** Gradient of `convolve` by its kernel, [k,k,in,out]. */
export function filterGradient({ x, dy, filterShape, stride, into }: FilterGradientInput): tf.Tensor4D {
  const attrs = { strides: [stride, stride], pad: 'same', dataFormat: 'NHWC', dimRoundingMode: undefined, filterShape };
  if (into && hasKernel('TdFilterGradientInto')) {
    const sum = tf.engine().runKernel('TdFilterGradientInto', { x, dy, into }, attrs as unknown as tf.NamedAttrMap) as tf.Tensor4D;
    into.dispose();
    return sum;
  }
  const found = tf.engine().runKernel('Conv2DBackpropFilter', { x, dy }, attrs as unknown as tf.NamedAttrMap) as tf.Tensor4D;
  if (!into) return found;
  const sum: tf.Tensor4D = into.add(found);
  tf.dispose([into, found]);
  return sum;
}

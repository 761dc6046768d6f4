// The two convolution gradients composed of other kernels, for tfjs's backends that lack good ones.
// WASM has no Conv2DBackpropFilter at all (nothing with a convolution could learn) and a plain loop
// for Conv2DBackpropInput, many times slower than its XNNPACK convolution; the plain CPU's own are
// slower still.

import * as tf from '@tensorflow/tfjs';
import { joinByParity, splitByParity } from './maxPool';

type Shape4D = [number, number, number, number];

type ConvGradientAttrs = {
  strides: number | [number, number];
  pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
};

/** Largest matrix of gathered patches, in elements: 128 MB. Larger batches are taken in parts. */
const maxPatchElements = 2 ** 25;
const maxSummed = 2048;

const registered = new Set<string>();

/** True the first time that a kernel is to be replaced on a backend. */
function firstTime(kernelName: string, backendName: string): boolean {
  const key = `${kernelName} on ${backendName}`;
  return !registered.has(key) && registered.add(key).size > 0;
}

/** Puts the composed filter gradient in place of a backend's own, or where it has none. */
export function registerComposedFilterGradient(backendName: string): void {
  const kernelName = 'Conv2DBackpropFilter';
  if (!firstTime(kernelName, backendName)) return;
  if (tf.getKernel(kernelName, backendName)) tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({
    kernelName,
    backendName,
    kernelFunc: ({ inputs, attrs }) => {
      const given = attrs as unknown as ConvGradientAttrs & { filterShape: Shape4D };
      return filterGradient(inputs.x as tf.Tensor4D, inputs.dy as tf.Tensor4D, given);
    },
  });
}

/** Puts the composed input gradient in place of a backend's own; shapes that it does not cover go to that. */
export function registerComposedInputGradient(backendName: string): void {
  const kernelName = 'Conv2DBackpropInput';
  if (!firstTime(kernelName, backendName)) return;
  const stock = tf.getKernel(kernelName, backendName);
  tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({
    ...stock,
    kernelFunc: (params) => {
      const { inputShape, ...rest } = params.attrs as unknown as ConvGradientAttrs & { inputShape: Shape4D };
      const filter = params.inputs.filter as tf.Tensor4D;
      const info = convInfo(inputShape, filter.shape, rest);
      const dy = params.inputs.dy as tf.Tensor4D;
      if (isPlain(info)) return inputGradientByConvolution(dy, filter);
      if (isDoubling(info)) return inputGradientByParity(dy, filter);
      return stock.kernelFunc(params);
    },
  });
}

function convInfo(x: Shape4D, filter: Shape4D, attrs: ConvGradientAttrs) {
  return tf.backend_util.computeConv2DInfo(x, filter, attrs.strides, 1, attrs.pad, attrs.dimRoundingMode);
}

/**
 * Gradient of a convolution by its filter: patches of x, one row per tap and input channel, times dy.
 * @param x [N,H,W,in]
 * @param dy [N,outHeight,outWidth,out]
 * @returns [k,k,in,out]
 */
export function filterGradient(
  x: tf.Tensor4D, dy: tf.Tensor4D, { filterShape, ...attrs }: ConvGradientAttrs & { filterShape: Shape4D },
): tf.Tensor4D {
  return tf.tidy(() => {
    const { padInfo, strideHeight: stride, strideWidth, inHeight, inWidth, outHeight, outWidth, batchSize } =
      convInfo(x.shape, filterShape, attrs);
    if (stride !== strideWidth || stride > 2) throw new Error(`The composed filter gradient has strides 1 and 2, not ${stride}x${strideWidth}.`);
    const evenOut = (side: number) => (stride === 2 ? side % 2 : 0); // planes by parity need even sides
    const [height, width, inputs, outputs] = filterShape;
    const perSample = height * width * inputs * outHeight * outWidth;
    const part = Math.max(1, Math.floor(maxPatchElements / perSample));
    let sum: tf.Tensor2D | null = null;
    for (let start = 0; start < batchSize; start += part) {
      const count = Math.min(part, batchSize - start);
      const product: tf.Tensor2D = tf.tidy(() => {
        const padded = x.slice(start, count).pad([
          [0, 0], [padInfo.top, padInfo.bottom + evenOut(inHeight + padInfo.top + padInfo.bottom)],
          [padInfo.left, padInfo.right + evenOut(inWidth + padInfo.left + padInfo.right)], [0, 0],
        ]) as tf.Tensor4D;
        // [in,N,H,W]: rows of a map lie together, so that a tap is a run of copies.
        const planes = (stride === 1 ? [[padded]] : splitByParity(padded))
          .map((row) => row.map((plane) => plane.transpose<tf.Tensor4D>([3, 0, 1, 2])));
        const taps: tf.Tensor[] = [];
        for (let ky = 0; ky < height; ky++) {
          for (let kx = 0; kx < width; kx++) {
            const begin = [0, 0, Math.floor(ky / stride), Math.floor(kx / stride)];
            taps.push(planes[ky % stride]![kx % stride]!.slice(begin, [inputs, count, outHeight, outWidth]));
          }
        }
        const patches = tf.concat(taps, 0).reshape([height * width * inputs, -1]);
        return productInParts(patches as tf.Tensor2D, dy.slice(start, count).reshape([-1, outputs]) as tf.Tensor2D);
      });
      sum = sum ? sum.add<tf.Tensor2D>(product) : product;
    }
    return sum!.reshape(filterShape) as tf.Tensor4D;
  });
}

/** Matrix product whose long inner sum is taken in parts: one float32 sum over a large map loses a digit. */
function productInParts(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  const [rows, inner] = a.shape;
  const products: tf.Tensor2D[] = [];
  for (let start = 0; start < inner; start += maxSummed) {
    const count = Math.min(maxSummed, inner - start);
    products.push(tf.matMul(a.slice([0, start], [rows, count]), b.slice([start, 0], [count, b.shape[1]])));
  }
  return tf.addN(products);
}

/** Stride 1, odd kernel, 'same': the gradient is a convolution with the kernel turned by 180 degrees. */
function isPlain(info: tf.backend_util.Conv2DInfo): boolean {
  const { strideHeight, strideWidth, filterHeight, filterWidth, padInfo } = info;
  return strideHeight === 1 && strideWidth === 1
    && padInfo.top * 2 + 1 === filterHeight && padInfo.left * 2 + 1 === filterWidth
    && padInfo.bottom === padInfo.top && padInfo.right === padInfo.left;
}

function inputGradientByConvolution(dy: tf.Tensor4D, filter: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => tf.conv2d(dy, filter.reverse([0, 1]).transpose([0, 1, 3, 2]) as tf.Tensor4D, 1, 'same'));
}

/** Kernel 4x4, stride 2, 'same': each output pixel sees 2x2 of the 16 taps, chosen by its parity. */
function isDoubling(info: tf.backend_util.Conv2DInfo): boolean {
  const { strideHeight, strideWidth, filterHeight, filterWidth, padInfo, inHeight, inWidth } = info;
  return strideHeight === 2 && strideWidth === 2 && filterHeight === 4 && filterWidth === 4
    && padInfo.top === 1 && padInfo.left === 1 && inHeight % 2 === 0 && inWidth % 2 === 0;
}

function inputGradientByParity(dy: tf.Tensor4D, filter: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => {
    const turned = filter.transpose([0, 1, 3, 2]); // [4,4,channels of dy,outputs]
    const [height, width, inputs, outputs] = turned.shape as Shape4D;
    const planes = splitByParity(turned.reshape([1, height, width, inputs * outputs]));
    // Even outputs see dy at -1 and 0 through taps 3 and 1, odd ones at 0 and 1 through 2 and 0.
    const quarter = (py: 0 | 1, px: 0 | 1) => {
      const kernel = planes[1 - py]![1 - px]!.reshape([2, 2, inputs, outputs]).reverse([0, 1]) as tf.Tensor4D;
      return tf.conv2d(dy, kernel, 1, [[0, 0], [1 - py, py], [1 - px, px], [0, 0]]);
    };
    return joinByParity([[quarter(0, 0), quarter(0, 1)], [quarter(1, 0), quarter(1, 1)]]);
  });
}

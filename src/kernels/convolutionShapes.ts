// Which convolutions the WebGPU kernels cover, how their work is cut into dispatches, and how they
// read a pixel.

import * as tf from '@tensorflow/tfjs';
import { vectorType, type Packing } from './wgsl';

export type Shape4D = [number, number, number, number];

export interface ConvolutionAttrs {
  strides: number | [number, number];
  pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  dataFormat?: string;
  dilations?: number | [number, number];
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Largest side of a kernel whose taps are unrolled. */
const largestKernel = 7;
/** Floating-point operations of one dispatch at most: a software adapter takes about a second. */
const workPerDispatch = 4e9;

/** Sizes and padding of a convolution, or null where these kernels do not cover it. */
export function coveredInfo(x: Shape4D, filter: Shape4D, attrs: ConvolutionAttrs): tf.backend_util.Conv2DInfo | null {
  if ((attrs.dataFormat ?? 'NHWC') !== 'NHWC') return null;
  const info = tf.backend_util.computeConv2DInfo(x, filter, attrs.strides, attrs.dilations ?? 1, attrs.pad, attrs.dimRoundingMode);
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, filterHeight, filterWidth, inChannels } = info;
  const covered = filterHeight === filterWidth && filterHeight <= largestKernel && dilationHeight === 1 && dilationWidth === 1
    && strideHeight === strideWidth && strideHeight <= 2 && inChannels === filter[2];
  return covered ? info : null;
}

/** Calls `issue` for ranges of `count` like pieces, none of which is too long for one dispatch. */
export function inParts(
  count: number, workPerPiece: number, issue: (part: { from: number; count: number; work: number }) => void,
): void {
  const most = Math.max(1, Math.floor(workPerDispatch / workPerPiece));
  for (let from = 0; from < count; from += most) {
    const part = Math.min(most, count - from);
    issue({ from, count: part, work: part * workPerPiece });
  }
}

/** A load of `x` at pixel (line, column) and vector c, zero beyond the sides; without a branch. */
export const loadPixel = (vi: Packing) => `
fn pixel(line: u32, column: i32, c: u32) -> ${vectorType(vi)} {
  let inside = column >= 0 && column < i32(sizes.inWidth);
  let value = x[(line + u32(clamp(column, 0, i32(sizes.inWidth) - 1))) * (sizes.inputs / ${vi}u) + c];
  return select(${vectorType(vi)}(0.0), value, inside);
}`;

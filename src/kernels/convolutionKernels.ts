// The WebGPU kernels behind convolutions: Conv2D, and Conv2DBackpropInput, which is the input
// gradient of a convolution and, read the other way, a transposed convolution. A thread computes a
// run of pixels by a block of channels in registers: each row of input is loaded once for all
// horizontal taps, each weight once for all pixels. Surprise: only the kernel's side, the stride and
// the vector widths are in the shader; every other size is a uniform, so few shaders serve all layers.

import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { coveredInfo, inParts, type ConvolutionAttrs, type Shape4D } from './convolutionShapes';
import { filterGradientKernels } from './filterGradientKernel';
import { runProgram, type GpuKernel, type GpuProgram } from './gpuProgram';
import { components, packingOf, pairwiseSum, unrolled, upTo, vectorType, type Packing } from './wgsl';

const sizeFields = {
  firstSample: 'u32', inHeight: 'u32', inWidth: 'u32', inputs: 'u32', outHeight: 'u32', outWidth: 'u32', outputs: 'u32',
  padTop: 'u32', padLeft: 'u32', blocks: 'u32', channelBlocks: 'u32',
} as const;
type ConvolutionProgram = GpuProgram<'y', 'x' | 'w', keyof typeof sizeFields>;

interface Variant {
  /** Side of the kernel. */
  side: number;
  stride: number;
  /** Packing of what is summed over and of what is written. */
  vi: Packing;
  vo: Packing;
  /** Pixels of a row per thread. */
  pixels: number;
  /** Vectors of output channels per thread. */
  vectors: number;
}

/** Where a thread works: sample, output row, first pixel of its run, first channel (in vectors). */
const placeOf = ({ pixels, vectors }: Pick<Variant, 'pixels' | 'vectors'>) => `
  let o0 = (index % sizes.channelBlocks) * ${vectors}u;
  let rest = index / sizes.channelBlocks;
  let x0 = i32((rest % sizes.blocks) * ${pixels}u);
  let row = rest / sizes.blocks;
  let y0 = i32(row % sizes.outHeight);
  let n = sizes.firstSample + row / sizes.outHeight;`;

/** A load of `x` at pixel (iy, column) and vector c, zero beyond the sides. */
const loadPixel = (vi: Packing) => `
fn pixel(line: u32, column: i32, c: u32) -> ${vectorType(vi)} {
  if (column < 0 || column >= i32(sizes.inWidth)) { return ${vectorType(vi)}(0.0); }
  return x[(line + u32(column)) * (sizes.inputs / ${vi}u) + c];
}`;

/** Sums of products of the components of `xs` with the vectors `ws`, added to `sum` in one go. */
const productSum = (x: string, ws: string[], vi: Packing) =>
  pairwiseSum(components(vi).map((component, c) => `${x}${component} * ${ws[c]}`));

/** y[n,oy,ox,o] = sum over ky, kx, i of x[n,oy s + ky - top,ox s + kx - left,i] w[ky,kx,i,o]. */
function convolutionProgram(variant: Variant): ConvolutionProgram {
  const { side, stride, vi, vo, pixels, vectors } = variant;
  const forSums = (line: (p: number, v: number) => string) => unrolled(pixels, (p) => unrolled(vectors, (v) => line(p, v)));
  return {
    key: `convolution ${Object.values(variant).join()}`,
    outputs: { y: vectorType(vo) }, inputs: { x: vectorType(vi), w: vectorType(vo) }, sizes: sizeFields,
    code: () => `${loadPixel(vi)}
fn run(index: u32) {${placeOf(variant)}
  let outVectors = sizes.outputs / ${vo}u;
${forSums((p, v) => `  var s${p}_${v} = ${vectorType(vo)}(0.0);`)}
  for (var ky = 0; ky < ${side}; ky++) {
    let iy = y0 * ${stride} + ky - i32(sizes.padTop);
    if (iy < 0 || iy >= i32(sizes.inHeight)) { continue; }
    let line = (n * sizes.inHeight + u32(iy)) * sizes.inWidth;
    let first = x0 * ${stride} - i32(sizes.padLeft);
    for (var c = 0u; c < sizes.inputs / ${vi}u; c++) {
${unrolled((pixels - 1) * stride + side, (j) => `      let p${j} = pixel(line, first + ${j}, c);`)}
      var at = (u32(ky) * ${side}u * sizes.inputs + c * ${vi}u) * outVectors + o0;
${unrolled(side, (kx) => `      {
${unrolled(vi, (i) => unrolled(vectors, (v) => `        let w${i}_${v} = w[at + ${i}u * outVectors + ${v}u];`))}
${forSums((p, v) => `        s${p}_${v} += ${productSum(`p${p * stride + kx}`, upTo(vi).map((i) => `w${i}_${v}`), vi)};`)}
        at += sizes.inputs * outVectors;
      }`)}
    }
  }
  let out = ((n * sizes.outHeight + u32(y0)) * sizes.outWidth + u32(x0)) * outVectors + o0;
${unrolled(pixels, (p) => `  if (u32(x0) + ${p}u < sizes.outWidth) {
${unrolled(vectors, (v) => `    y[out + ${p}u * outVectors + ${v}u] = s${p}_${v};`)}
  }`)}
}`,
  };
}

/** Stores a pixel's sums, one per channel, as vectors where they can be. */
const storeChannels = (vo: Packing, vectors: number, p: number) => upTo(vectors).map((v) =>
  `y[at + ${v}u] = ${vo === 4 ? `vec4<f32>(${upTo(4).map((i) => `s${p}_${4 * v + i}`).join(', ')})` : `s${p}_${v}`};`).join(' ');

const product = (vi: Packing, a: string, b: string) => (vi === 4 ? `dot(${a}, ${b})` : `${a} * ${b}`);

/** dx[n,y,x,o] = sum over ky, kx, i of dy[n,y + top - ky,x + left - kx,i] w[ky,kx,o,i]: stride 1. */
function inputGradientProgram(variant: Variant): ConvolutionProgram {
  const { side, vi, vo, pixels, vectors } = variant;
  const channels = vectors * vo;
  const forSums = (line: (p: number, o: number) => string) => unrolled(pixels, (p) => unrolled(channels, (o) => line(p, o)));
  return {
    key: `input gradient ${Object.values(variant).join()}`,
    outputs: { y: vectorType(vo) }, inputs: { x: vectorType(vi), w: vectorType(vi) }, sizes: sizeFields,
    code: () => `${loadPixel(vi)}
fn run(index: u32) {${placeOf(variant)}
  let inVectors = sizes.inputs / ${vi}u;
${forSums((p, o) => `  var s${p}_${o} = 0.0;`)}
  for (var ky = 0; ky < ${side}; ky++) {
    let iy = y0 + i32(sizes.padTop) - ky;
    if (iy < 0 || iy >= i32(sizes.inHeight)) { continue; }
    let line = (n * sizes.inHeight + u32(iy)) * sizes.inWidth;
    let first = x0 + i32(sizes.padLeft) - ${side - 1};
    for (var c = 0u; c < inVectors; c++) {
${unrolled(pixels + side - 1, (j) => `      let p${j} = pixel(line, first + ${j}, c);`)}
      var at = (u32(ky) * ${side}u * sizes.outputs + o0 * ${vo}u) * inVectors + c;
${unrolled(side, (kx) => `      {
${unrolled(channels, (o) => `        let w${o} = w[at + ${o}u * inVectors];`)}
${forSums((p, o) => `        s${p}_${o} += ${product(vi, `p${p + side - 1 - kx}`, `w${o}`)};`)}
        at += sizes.outputs * inVectors;
      }`)}
    }
  }
  let out = ((n * sizes.outHeight + u32(y0)) * sizes.outWidth + u32(x0)) * (sizes.outputs / ${vo}u) + o0;
${unrolled(pixels, (p) => `  if (u32(x0) + ${p}u < sizes.outWidth) { let at = out + ${p}u * (sizes.outputs / ${vo}u); ${storeChannels(vo, vectors, p)} }`)}
}`,
  };
}

/**
 * The same for stride 2, side 4, padding 1: of the 16 taps each output pixel sees 2 x 2, by its
 * parity. A thread's pixels share a parity, so they are two apart, and its row sees two taps.
 */
function doublingProgram(variant: Variant): ConvolutionProgram {
  const { vi, vo, pixels, vectors } = variant;
  const channels = vectors * vo;
  const forSums = (line: (p: number, o: number) => string) => unrolled(pixels, (p) => unrolled(channels, (o) => line(p, o)));
  return {
    key: `doubling ${Object.values(variant).join()}`,
    outputs: { y: vectorType(vo) }, inputs: { x: vectorType(vi), w: vectorType(vi) }, sizes: sizeFields,
    code: () => `${loadPixel(vi)}
fn run(index: u32) {
  let o0 = (index % sizes.channelBlocks) * ${vectors}u;
  var rest = index / sizes.channelBlocks;
  let parity = i32(rest % 2u);
  rest /= 2u;
  let x0 = i32((rest % sizes.blocks) * ${pixels}u);
  let row = rest / sizes.blocks;
  let y0 = i32(row % sizes.outHeight);
  let n = sizes.firstSample + row / sizes.outHeight;
  let inVectors = sizes.inputs / ${vi}u;
${forSums((p, o) => `  var s${p}_${o} = 0.0;`)}
  for (var tap = 0; tap < 2; tap++) {
    // Even rows see taps 3 and 1 at -1 and 0, odd ones 2 and 0 at 0 and 1; columns likewise.
    let iy = y0 / 2 + tap - 1 + y0 % 2;
    if (iy < 0 || iy >= i32(sizes.inHeight)) { continue; }
    let ky = u32(3 - 2 * tap - y0 % 2);
    let line = (n * sizes.inHeight + u32(iy)) * sizes.inWidth;
    let first = x0 - 1 + parity;
    for (var c = 0u; c < inVectors; c++) {
${unrolled(pixels + 1, (j) => `      let p${j} = pixel(line, first + ${j}, c);`)}
${unrolled(2, (t) => `      {
        let at = ((ky * 4u + u32(${3 - 2 * t} - parity)) * sizes.outputs + o0 * ${vo}u) * inVectors + c;
${unrolled(channels, (o) => `        let w${o} = w[at + ${o}u * inVectors];`)}
${forSums((p, o) => `        s${p}_${o} += ${product(vi, `p${p + t}`, `w${o}`)};`)}
      }`)}
    }
  }
  let out = ((n * sizes.outHeight + u32(y0)) * sizes.outWidth + u32(2 * x0 + parity)) * (sizes.outputs / ${vo}u) + o0;
${unrolled(pixels, (p) => `  if (u32(2 * (x0 + ${p}) + parity) < sizes.outWidth) { let at = out + ${2 * p}u * (sizes.outputs / ${vo}u); ${storeChannels(vo, vectors, p)} }`)}
}`,
  };
}

/** Pixels and channel vectors per thread: 8 x 8 where the map and its channels allow. */
function tileOf(width: number, channels: number): Pick<Variant, 'vo' | 'pixels' | 'vectors'> {
  const vo = packingOf(channels);
  return { vo, pixels: width >= 8 ? 8 : 4, vectors: vo === 4 && channels % 8 === 0 ? 2 : 1 };
}

/** Issues a program over all output rows. `width` is that of the pixels a thread walks over. */
function runConvolution(backend: WebGPUBackend, { program, variant, x, w, y, pad, parities = 1 }: {
  program: ConvolutionProgram; variant: Variant; x: tf.TensorInfo; w: tf.TensorInfo; y: tf.TensorInfo;
  pad: { top: number; left: number }; parities?: 1 | 2;
}): void {
  const [batch, inHeight, inWidth, inputs] = x.shape as Shape4D;
  const [, outHeight, outWidth, outputs] = y.shape as Shape4D;
  const blocks = Math.ceil(outWidth / parities / variant.pixels);
  const channelBlocks = outputs / (variant.vo * variant.vectors);
  const taps = (variant.side / parities) ** 2;
  inParts(batch, 2 * taps * inputs * outputs * outHeight * outWidth, ({ from, count, work }) => {
    runProgram(backend, program, {
      outputs: { y }, inputs: { x, w }, work, threads: count * outHeight * parities * blocks * channelBlocks,
      sizes: {
        firstSample: from, inHeight, inWidth, inputs, outHeight, outWidth, outputs,
        padTop: pad.top, padLeft: pad.left, blocks, channelBlocks,
      },
    });
  });
}

const convolution: GpuKernel = {
  kernelName: 'Conv2D',
  create: (stock) => (params) => {
    const { x, filter } = params.inputs as { x: tf.TensorInfo; filter: tf.TensorInfo };
    const info = coveredInfo(x.shape as Shape4D, filter.shape as Shape4D, params.attrs as unknown as ConvolutionAttrs);
    if (!info) return stock!(params);
    const backend = params.backend as WebGPUBackend;
    const y = backend.makeTensorInfo(info.outShape, 'float32');
    const variant: Variant = {
      side: info.filterHeight, stride: info.strideHeight, vi: packingOf(info.inChannels), ...tileOf(info.outWidth, info.outChannels),
    };
    runConvolution(backend, { program: convolutionProgram(variant), variant, x, w: filter, y, pad: info.padInfo });
    return y;
  },
};

const inputGradient: GpuKernel = {
  kernelName: 'Conv2DBackpropInput',
  create: (stock) => (params) => {
    const { dy, filter } = params.inputs as { dy: tf.TensorInfo; filter: tf.TensorInfo };
    const { inputShape, ...attrs } = params.attrs as unknown as ConvolutionAttrs & { inputShape: Shape4D };
    const info = coveredInfo(inputShape, filter.shape as Shape4D, attrs);
    const doubles = info?.strideHeight === 2 && info.filterHeight === 4 && info.padInfo.top === 1 && info.padInfo.left === 1
      && info.inHeight === 2 * info.outHeight && info.inWidth === 2 * info.outWidth;
    if (!info || (info.strideHeight !== 1 && !doubles)) return stock!(params);
    const backend = params.backend as WebGPUBackend;
    const y = backend.makeTensorInfo(inputShape, 'float32');
    const variant: Variant = {
      side: info.filterHeight, stride: info.strideHeight, vi: packingOf(info.outChannels),
      ...tileOf(doubles ? info.outWidth : info.inWidth, info.inChannels),
    };
    const program = doubles ? doublingProgram(variant) : inputGradientProgram(variant);
    runConvolution(backend, { program, variant, x: dy, w: filter, y, pad: info.padInfo, parities: doubles ? 2 : 1 });
    return y;
  },
};

export const convolutionKernels: GpuKernel[] = [convolution, inputGradient, ...filterGradientKernels];

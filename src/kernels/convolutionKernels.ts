// The WebGPU kernels behind convolutions: Conv2D, and Conv2DBackpropInput, which is the input
// gradient of a convolution and, read the other way, a transposed convolution. A thread computes a
// run of pixels by a block of channels in registers: each row of input is loaded once for all
// horizontal taps, each weight once for all pixels. Surprise: only the kernel's side, the stride and
// the vector widths are in the shader; every other size is a uniform, so few shaders serve all layers.

import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { coveredInfo, inParts, loadPixel, type ConvolutionAttrs, type Shape4D } from './convolutionShapes';
import { filterGradientKernels } from './filterGradientKernel';
import { runProgram, type GpuKernel, type GpuProgram } from './gpuProgram';
import { packingOf, unrolled, upTo, vectorType, type Packing } from './wgsl';

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

/** Writes a pixel's sums. */
const store = (p: number, vectors: number, at: string) => upTo(vectors).map((v) => `y[${at} + ${v}u] = s${p}_${v};`).join(' ');

/** y[n,oy,ox,o] = sum over ky, kx, i of x[n,oy s + ky - top,ox s + kx - left,i] w[ky,kx,i,o]. */
function convolutionProgram(variant: Variant): ConvolutionProgram {
  const { side, stride, vi, vo, pixels, vectors } = variant;
  const forSums = (line: (p: number, v: number) => string) => unrolled(pixels, (p) => unrolled(vectors, (v) => line(p, v)));
  // All products of one pixel with one block of weights in a single operation, which software adapters like best.
  const block = (rows: string[]) => (vi === 1 ? rows[0]! : `${vo === 4 ? 'mat4x4<f32>' : 'vec4<f32>'}(${rows.join(', ')})`);
  const weights = (v: number) => block(upTo(vi).map((i) => `w[at + ${i}u * outVectors + ${v}u]`));
  const times = (weight: string, value: string) => (vi === 4 && vo === 1 ? `dot(${weight}, ${value})` : `${weight} * ${value}`);
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
${unrolled(vectors, (v) => `        let w${v} = ${weights(v)};`)}
${forSums((p, v) => `        s${p}_${v} += ${times(`w${v}`, `p${p * stride + kx}`)};`)}
        at += sizes.inputs * outVectors;
      }`)}
    }
  }
  let out = ((n * sizes.outHeight + u32(y0)) * sizes.outWidth + u32(x0)) * outVectors + o0;
${unrolled(pixels, (p) => `  if (u32(x0) + ${p}u < sizes.outWidth) { ${store(p, vectors, `out + ${p}u * outVectors`)} }`)}
}`,
  };
}

/** A block of weights [o][i], one vector over i for each of the output channels of a vector. */
function weightsByOutput({ vi, vo }: Variant, v: number): string {
  const rows = upTo(vo).map((o) => `w[at + ${v * vo + o}u * inVectors]`);
  if (vo === 1) return rows[0]!;
  return `${vi === 4 ? 'mat4x4<f32>' : 'vec4<f32>'}(${rows.join(', ')})`;
}

/** Products of a pixel with such a block: a vector over o. */
const timesByOutput = ({ vi, vo }: Variant, pixel: string, weight: string) =>
  (vi === 4 && vo === 1 ? `dot(${pixel}, ${weight})` : `${pixel} * ${weight}`);

/** dx[n,y,x,o] = sum over ky, kx, i of dy[n,y + top - ky,x + left - kx,i] w[ky,kx,o,i]: stride 1. */
function inputGradientProgram(variant: Variant): ConvolutionProgram {
  const { side, vi, vo, pixels, vectors } = variant;
  const forSums = (line: (p: number, v: number) => string) => unrolled(pixels, (p) => unrolled(vectors, (v) => line(p, v)));
  return {
    key: `input gradient ${Object.values(variant).join()}`,
    outputs: { y: vectorType(vo) }, inputs: { x: vectorType(vi), w: vectorType(vi) }, sizes: sizeFields,
    code: () => `${loadPixel(vi)}
fn run(index: u32) {${placeOf(variant)}
  let inVectors = sizes.inputs / ${vi}u;
${forSums((p, v) => `  var s${p}_${v} = ${vectorType(vo)}(0.0);`)}
  for (var ky = 0; ky < ${side}; ky++) {
    let iy = y0 + i32(sizes.padTop) - ky;
    if (iy < 0 || iy >= i32(sizes.inHeight)) { continue; }
    let line = (n * sizes.inHeight + u32(iy)) * sizes.inWidth;
    let first = x0 + i32(sizes.padLeft) - ${side - 1};
    for (var c = 0u; c < inVectors; c++) {
${unrolled(pixels + side - 1, (j) => `      let p${j} = pixel(line, first + ${j}, c);`)}
      var at = (u32(ky) * ${side}u * sizes.outputs + o0 * ${vo}u) * inVectors + c;
${unrolled(side, (kx) => `      {
${unrolled(vectors, (v) => `        let w${v} = ${weightsByOutput(variant, v)};`)}
${forSums((p, v) => `        s${p}_${v} += ${timesByOutput(variant, `p${p + side - 1 - kx}`, `w${v}`)};`)}
        at += sizes.outputs * inVectors;
      }`)}
    }
  }
  let out = ((n * sizes.outHeight + u32(y0)) * sizes.outWidth + u32(x0)) * (sizes.outputs / ${vo}u) + o0;
${unrolled(pixels, (p) => `  if (u32(x0) + ${p}u < sizes.outWidth) { ${store(p, vectors, `out + ${p}u * (sizes.outputs / ${vo}u)`)} }`)}
}`,
  };
}

/**
 * The same for stride 2, side 4, padding 1: of the 16 taps each output pixel sees 2 x 2, by its
 * parity. A thread's pixels share a parity, so they are two apart, and its row sees two taps.
 */
function doublingProgram(variant: Variant): ConvolutionProgram {
  const { vi, vo, pixels, vectors } = variant;
  const forSums = (line: (p: number, v: number) => string) => unrolled(pixels, (p) => unrolled(vectors, (v) => line(p, v)));
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
${forSums((p, v) => `  var s${p}_${v} = ${vectorType(vo)}(0.0);`)}
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
${unrolled(vectors, (v) => `        let w${v} = ${weightsByOutput(variant, v)};`)}
${forSums((p, v) => `        s${p}_${v} += ${timesByOutput(variant, `p${p + t}`, `w${v}`)};`)}
      }`)}
    }
  }
  let out = ((n * sizes.outHeight + u32(y0)) * sizes.outWidth + u32(2 * x0 + parity)) * (sizes.outputs / ${vo}u) + o0;
${unrolled(pixels, (p) => `  if (u32(2 * (x0 + ${p}) + parity) < sizes.outWidth) { ${store(p, vectors, `out + ${2 * p}u * (sizes.outputs / ${vo}u)`)} }`)}
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

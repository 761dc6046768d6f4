// The WebGPU kernel behind Conv2DBackpropFilter. A thread sums one row of taps of a few input by a
// few output channels over a slice of the batch's rows, four columns at a time; a second dispatch
// adds the slices. tfjs's own gives one thread to each weight, which walks the whole batch.

import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { coveredInfo, inParts, loadPixel, type ConvolutionAttrs, type Shape4D } from './convolutionShapes';
import { runProgram, type GpuKernel, type GpuProgram } from './gpuProgram';
import { components, packingOf, unrolled, upTo, vectorType, type Packing } from './wgsl';

interface Variant {
  /** Side of the kernel. */
  side: number;
  stride: number;
  /** Packing of input and of output channels. */
  vi: Packing;
  vo: Packing;
  /** Vectors of output channels per thread. */
  vectors: number;
}

const columns = 4;
/** Threads that keep a GPU busy. */
const enoughThreads = 4096;
/** Terms that one accumulator sums at most: a longer float32 sum loses digits. */
const longestSum = 1024;
const largestPartials = 2 ** 24;

const sliceFields = {
  firstSlice: 'u32', rows: 'u32', rowsPerSlice: 'u32', inHeight: 'u32', inWidth: 'u32', inputs: 'u32',
  outHeight: 'u32', outWidth: 'u32', outputs: 'u32', padTop: 'u32', padLeft: 'u32',
} as const;

/** dw[slice,ky,kx,i,o] = sum over the slice's rows and all columns of x[n,oy s + ky - top,ox s + kx - left,i] dy[n,oy,ox,o]. */
function sliceProgram(variant: Variant): GpuProgram<'dw', 'x' | 'dy', keyof typeof sliceFields> {
  const { side, stride, vi, vo, vectors } = variant;
  const dyType = vectorType(vo);
  const inner = components(vi);
  const slopes = vo === 4 ? 'mat4x4<f32>' : 'vec4<f32>';
  const forSums = (line: (kx: number, i: number, v: number) => string) =>
    unrolled(side, (kx) => unrolled(vi, (i) => unrolled(vectors, (v) => line(kx, i, v))));
  return {
    key: `filter gradient ${Object.values(variant).join()}`,
    outputs: { dw: dyType }, inputs: { x: vectorType(vi), dy: dyType }, sizes: sliceFields,
    code: () => `${loadPixel(vi)}
fn slope(line: u32, column: u32, o: u32) -> ${dyType} {
  let value = dy[(line + min(column, sizes.outWidth - 1u)) * (sizes.outputs / ${vo}u) + o];
  return select(${dyType}(0.0), value, column < sizes.outWidth);
}
fn run(index: u32) {
  let outVectors = sizes.outputs / ${vo}u;
  let o0 = (index % (outVectors / ${vectors}u)) * ${vectors}u;
  var rest = index / (outVectors / ${vectors}u);
  let c = rest % (sizes.inputs / ${vi}u);
  rest /= sizes.inputs / ${vi}u;
  let ky = rest % ${side}u;
  let slice = sizes.firstSlice + rest / ${side}u;
${forSums((kx, i, v) => `  var s${kx}_${i}_${v} = ${dyType}(0.0);`)}
  let end = min((slice + 1u) * sizes.rowsPerSlice, sizes.rows);
  for (var row = slice * sizes.rowsPerSlice; row < end; row++) {
    let iy = i32((row % sizes.outHeight) * ${stride}u + ky) - i32(sizes.padTop);
    if (iy < 0 || iy >= i32(sizes.inHeight)) { continue; }
    let inLine = ((row / sizes.outHeight) * sizes.inHeight + u32(iy)) * sizes.inWidth;
    let outLine = row * sizes.outWidth;
    for (var ox = 0u; ox < sizes.outWidth; ox += ${columns}u) {
      let first = i32(ox * ${stride}u) - i32(sizes.padLeft);
${unrolled((columns - 1) * stride + side, (j) => `      let p${j} = pixel(inLine, first + ${j}, c);`)}
${unrolled(vectors, (v) => `      let d${v} = ${slopes}(${upTo(columns).map((q) => `slope(outLine, ox + ${q}u, o0 + ${v}u)`).join(', ')});`)}
${unrolled(side, (kx) => unrolled(vi, (i) => `      let x${kx}_${i} = vec4<f32>(${upTo(columns).map((q) => `p${q * stride + kx}${inner[i]}`).join(', ')});`))}
${forSums((kx, i, v) => `      s${kx}_${i}_${v} += ${vo === 4 ? `d${v} * x${kx}_${i}` : `dot(d${v}, x${kx}_${i})`};`)}
    }
  }
  let out = (slice * ${side}u + ky) * ${side}u * sizes.inputs * outVectors + o0;
${forSums((kx, i, v) => `  dw[out + (${kx}u * sizes.inputs + c * ${vi}u + ${i}u) * outVectors + ${v}u] = s${kx}_${i}_${v};`)}
}`,
  };
}

const sumFields = { slices: 'u32', length: 'u32' } as const;

/** Adds the slices, and what was there before where `adds`. */
function sumProgram(packing: Packing, adds: boolean): GpuProgram<'sum', 'parts', keyof typeof sumFields> {
  const type = vectorType(packing);
  return {
    key: `sum of slices ${packing} ${adds}`,
    outputs: { sum: type }, inputs: { parts: type }, sizes: sumFields,
    code: () => `
fn run(index: u32) {
  var total = ${type}(0.0);
  for (var slice = 0u; slice < sizes.slices; slice++) { total += parts[slice * sizes.length + index]; }
  sum[index] = ${adds ? 'sum[index] + total' : 'total'};
}`,
  };
}

export interface FilterGradientTensors {
  x: tf.TensorInfo;
  dy: tf.TensorInfo;
  /** A gradient that is added to, in place. */
  into?: tf.TensorInfo;
}

/** @returns `into`, or a new tensor; null where the shape is not covered */
export function gpuFilterGradient(
  backend: WebGPUBackend, { x, dy, into }: FilterGradientTensors, { filterShape, ...attrs }: ConvolutionAttrs & { filterShape: Shape4D },
): tf.TensorInfo | null {
  const info = coveredInfo(x.shape as Shape4D, filterShape, attrs);
  if (!info) return null;
  const [vi, vo] = [packingOf(info.inChannels), packingOf(info.outChannels)];
  const vectors = vo === 4 && info.outChannels % 8 === 0 ? 2 : 1;
  const variant: Variant = { side: info.filterHeight, stride: info.strideHeight, vi, vo, vectors };
  const threadsPerSlice = variant.side * (info.inChannels / vi) * (info.outChannels / (vo * vectors));
  const length = filterShape.reduce((product, side) => product * side, 1);
  const rows = info.batchSize * info.outHeight;
  const wanted = Math.max(enoughThreads / threadsPerSlice, (rows * info.outWidth) / columns / longestSum);
  const rowsPerSlice = Math.ceil(rows / Math.min(Math.max(1, Math.ceil(wanted)), rows, Math.max(1, Math.floor(largestPartials / length))));
  const slices = Math.ceil(rows / rowsPerSlice);
  const direct = slices === 1 && !into;
  const parts = backend.makeTensorInfo(direct ? filterShape : [slices, length], 'float32');
  const workPerSlice = 2 * length * rowsPerSlice * info.outWidth;
  inParts(slices, workPerSlice, ({ from, count, work }) => {
    runProgram(backend, sliceProgram(variant), {
      outputs: { dw: parts }, inputs: { x, dy }, work, threads: count * threadsPerSlice,
      sizes: {
        firstSlice: from, rows, rowsPerSlice, inHeight: info.inHeight, inWidth: info.inWidth, inputs: info.inChannels,
        outHeight: info.outHeight, outWidth: info.outWidth, outputs: info.outChannels,
        padTop: info.padInfo.top, padLeft: info.padInfo.left,
      },
    });
  });
  if (direct) return parts;
  const sum = into ?? backend.makeTensorInfo(filterShape, 'float32');
  runProgram(backend, sumProgram(packingOf(length), into !== undefined), {
    outputs: { sum }, inputs: { parts }, sizes: { slices, length: length / packingOf(length) }, threads: length / packingOf(length),
  });
  backend.disposeData(parts.dataId);
  return sum;
}

/** Replaces tfjs's kernel. */
const stockName: GpuKernel = {
  kernelName: 'Conv2DBackpropFilter',
  create: (stock) => (params) => {
    const { x, dy } = params.inputs as unknown as FilterGradientTensors;
    const attrs = params.attrs as unknown as ConvolutionAttrs & { filterShape: Shape4D };
    return gpuFilterGradient(params.backend as WebGPUBackend, { x, dy }, attrs) ?? stock!(params);
  },
};

/** The same, added to an earlier part of the gradient in place: inputs x, dy, into; attrs as tfjs's. */
const adding: GpuKernel = {
  kernelName: 'TdFilterGradientInto',
  create: () => (params) => {
    const backend = params.backend as WebGPUBackend;
    const attrs = params.attrs as unknown as ConvolutionAttrs & { filterShape: Shape4D };
    const sum = gpuFilterGradient(backend, params.inputs as unknown as FilterGradientTensors, attrs);
    if (!sum) throw new Error(`No filter gradient of [${attrs.filterShape.join(', ')}] on WebGPU.`);
    // A second tensor of the same values, whose first is the caller's to dispose.
    backend.incRef(sum.dataId);
    return { dataId: sum.dataId, shape: attrs.filterShape, dtype: 'float32' };
  },
};

export const filterGradientKernels: GpuKernel[] = [stockName, adding];

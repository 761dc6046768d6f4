// The WebGPU kernels behind dense layers. Their batches are small and their kernels large, so the
// threads share out the kernel: each reads its piece once for up to eight samples, and what the
// threads have summed is then added. Surprise: the input gradient's threads stand side by side
// along a row of the kernel, because memory is read in lines.

import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { allocate, runProgram, type GpuKernel, type GpuProgram } from './gpuProgram';
import { addSlices } from './sliceSums';
import { components, packingOf, pairwiseSum, unrolled, upTo, vectorType, type Packing } from './wgsl';

/** Threads that keep a GPU busy. */
const enoughThreads = 16384;
/** Terms of a sum that one thread adds: fewer where threads are scarce, never more. */
const longestSum = 256;
const shortestSum = 16;
/** Neighbors along a row that fill a memory line. */
const fewestLanes = 8;

/** Samples per thread: no more than there are. */
type Rows = 1 | 2 | 4 | 8;
const rowsOf = (samples: number): Rows => (samples >= 5 ? 8 : samples >= 3 ? 4 : (samples as Rows));

const forwardFields = { samples: 'u32', inVectors: 'u32', outVectors: 'u32', slices: 'u32', sliceLength: 'u32' } as const;

interface ForwardVariant {
  rows: Rows;
  /** Packing of inputs and of outputs. */
  vi: Packing;
  vo: Packing;
}

/** parts[slice,n,o] = sum over the slice's i of x[n,i] w[i,o]. */
function forwardProgram({ rows, vi, vo }: ForwardVariant): GpuProgram<'parts', 'x' | 'w', keyof typeof forwardFields> {
  const type = vectorType(vo);
  return {
    key: `dense ${rows} ${vi} ${vo}`,
    outputs: { parts: type }, inputs: { x: vectorType(vi), w: type }, sizes: forwardFields,
    code: () => `
fn run(index: u32) {
  let o = index % sizes.outVectors;
  let rest = index / sizes.outVectors;
  let slice = rest % sizes.slices;
  let n0 = (rest / sizes.slices) * ${rows}u;
${unrolled(rows, (r) => `  let x${r} = min(n0 + ${r}u, sizes.samples - 1u) * sizes.inVectors;
  var s${r} = ${type}(0.0);`)}
  let end = min((slice + 1u) * sizes.sliceLength, sizes.inVectors);
  for (var i = slice * sizes.sliceLength; i < end; i++) {
${unrolled(vi, (c) => `    let w${c} = w[(i * ${vi}u + ${c}u) * sizes.outVectors + o];`)}
${unrolled(rows, (r) => `    { let v = x[x${r} + i]; s${r} += ${pairwiseSum(components(vi).map((part, c) => `v${part} * w${c}`))}; }`)}
  }
${unrolled(rows, (r) => `  if (n0 + ${r}u < sizes.samples) { parts[(slice * sizes.samples + n0 + ${r}u) * sizes.outVectors + o] = s${r}; }`)}
}`,
  };
}

/** y = the sum of the slices + bias, through a ReLU or not. */
function endProgram(packing: Packing, relu: boolean): GpuProgram<'y', 'parts' | 'bias', 'slices' | 'length' | 'outVectors'> {
  const type = vectorType(packing);
  return {
    key: `dense end ${packing} ${relu}`,
    outputs: { y: type }, inputs: { parts: type, bias: type }, sizes: { slices: 'u32', length: 'u32', outVectors: 'u32' },
    code: () => `
fn run(index: u32) {
  var total = ${type}(0.0);
  for (var slice = 0u; slice < sizes.slices; slice++) { total += parts[slice * sizes.length + index]; }
  total += bias[index % sizes.outVectors];
  y[index] = ${relu ? `max(total, ${type}(0.0))` : 'total'};
}`,
  };
}

/** The gradient before the ReLU, if there is one. */
const slopeCode = (packing: Packing, relu: boolean) => {
  const type = vectorType(packing);
  return `fn slope(at: u32) -> ${type} { return ${relu ? `select(${type}(0.0), dy[at], y[at] > ${type}(0.0))` : 'dy[at]'}; }`;
};

const inputGradientFields = { samples: 'u32', inVectors: 'u32', outVectors: 'u32', lanes: 'u32' } as const;

/** parts[lane,n,i] = sum over every lanes-th vector of outputs of slope[n,o] w[i,o]. */
function inputGradientProgram(
  { rows, vi, vo }: ForwardVariant, relu: boolean,
): GpuProgram<'parts', 'dy' | 'y' | 'w', keyof typeof inputGradientFields> {
  const [outType, inType] = [vectorType(vo), vectorType(vi)];
  return {
    key: `dense input gradient ${rows} ${vi} ${vo} ${relu}`,
    outputs: { parts: inType }, inputs: { dy: outType, y: outType, w: outType }, sizes: inputGradientFields,
    code: () => `${slopeCode(vo, relu)}
fn run(index: u32) {
  let lane = index % sizes.lanes;
  let rest = index / sizes.lanes;
  let i = rest % sizes.inVectors;
  let n0 = (rest / sizes.inVectors) * ${rows}u;
${unrolled(rows, (r) => `  let d${r} = min(n0 + ${r}u, sizes.samples - 1u) * sizes.outVectors;
  var s${r} = ${inType}(0.0);`)}
  for (var o = lane; o < sizes.outVectors; o += sizes.lanes) {
${unrolled(vi, (c) => `    let w${c} = w[(i * ${vi}u + ${c}u) * sizes.outVectors + o];`)}
${unrolled(rows, (r) => `    { let d = slope(d${r} + o); s${r} += ${inType}(${upTo(vi).map((c) => (vo === 4 ? `dot(d, w${c})` : `d * w${c}`)).join(', ')}); }`)}
  }
${unrolled(rows, (r) => `  if (n0 + ${r}u < sizes.samples) { parts[(lane * sizes.samples + n0 + ${r}u) * sizes.inVectors + i] = s${r}; }`)}
}`,
  };
}

/** Vectors of inputs per thread of the weight gradient. */
type Vectors = 1 | 2;

/** dw[i,o] = sum over n of x[n,i] slope[n,o]; the threads of the first inputs sum the bias's gradient too. */
function weightGradientProgram(
  { vi, vo, vectors }: { vi: Packing; vo: Packing; vectors: Vectors }, relu: boolean,
): GpuProgram<'dw' | 'db', 'x' | 'dy' | 'y', 'samples' | 'inVectors' | 'outVectors'> {
  const type = vectorType(vo);
  const forSums = (line: (v: number, part: string, k: number) => string) =>
    unrolled(vectors, (v) => components(vi).map((part, c) => line(v, part, v * vi + c)).join('\n'));
  return {
    key: `dense weight gradient ${vi} ${vo} ${vectors} ${relu}`,
    outputs: { dw: type, db: type }, inputs: { x: vectorType(vi), dy: type, y: type },
    sizes: { samples: 'u32', inVectors: 'u32', outVectors: 'u32' },
    code: () => `${slopeCode(vo, relu)}
fn run(index: u32) {
  let o = index % sizes.outVectors;
  let block = index / sizes.outVectors;
  var bias = ${type}(0.0);
${forSums((_v, _part, k) => `  var s${k} = ${type}(0.0);`)}
  for (var n = 0u; n < sizes.samples; n++) {
    let d = slope(n * sizes.outVectors + o);
    bias += d;
${unrolled(vectors, (v) => `    let x${v} = x[n * sizes.inVectors + block * ${vectors}u + ${v}u];`)}
${forSums((v, part, k) => `    s${k} += x${v}${part} * d;`)}
  }
${forSums((_v, _part, k) => `  dw[(block * ${vectors * vi}u + ${k}u) * sizes.outVectors + o] = s${k};`)}
  if (block == 0u) { db[o] = bias; }
}`,
  };
}

/** Inputs x, kernel, bias; attr relu. */
const forward: GpuKernel = {
  kernelName: 'TdDense',
  create: () => ({ inputs, attrs, backend: anyBackend }) => {
    const backend = anyBackend as WebGPUBackend;
    const { x, kernel, bias } = inputs as Record<'x' | 'kernel' | 'bias', tf.TensorInfo>;
    const [samples, ins] = x.shape as [number, number];
    const outs = kernel.shape[1]!;
    const [vi, vo, rows] = [packingOf(ins), packingOf(outs), rowsOf(samples)];
    const blocks = Math.ceil(samples / rows);
    const outVectors = outs / vo;
    const terms = Math.min(longestSum, Math.max(shortestSum, (ins * outVectors * blocks) / enoughThreads));
    const sliceLength = Math.ceil(terms / vi);
    const slices = Math.ceil(ins / vi / sliceLength);
    const parts = allocate(backend, [slices, samples, outs]);
    runProgram(backend, forwardProgram({ rows, vi, vo }), {
      outputs: { parts }, inputs: { x, w: kernel }, threads: outVectors * slices * blocks, work: 2 * samples * ins * outs,
      sizes: { samples, inVectors: ins / vi, outVectors, slices, sliceLength },
    });
    const y = allocate(backend, [samples, outs]);
    const length = samples * outVectors;
    runProgram(backend, endProgram(vo, (attrs as { relu: boolean }).relu), {
      outputs: { y }, inputs: { parts, bias }, sizes: { slices, length, outVectors }, threads: length, work: slices * samples * outs,
    });
    backend.disposeData(parts.dataId);
    return y;
  },
};

/** Inputs dy, y, kernel; attr relu. */
const inputGradient: GpuKernel = {
  kernelName: 'TdDenseInputGradient',
  create: () => ({ inputs, attrs, backend: anyBackend }) => {
    const backend = anyBackend as WebGPUBackend;
    const { dy, y, kernel } = inputs as Record<'dy' | 'y' | 'kernel', tf.TensorInfo>;
    const [samples, outs] = dy.shape as [number, number];
    const ins = kernel.shape[0]!;
    const [vi, vo, rows] = [packingOf(ins), packingOf(outs), rowsOf(samples)];
    const [inVectors, outVectors] = [ins / vi, outs / vo];
    const blocks = Math.ceil(samples / rows);
    const wanted = Math.max(fewestLanes, enoughThreads / (inVectors * blocks), outs / longestSum);
    const lanes = Math.min(Math.ceil(wanted), Math.ceil(outs / shortestSum), outVectors);
    const parts = allocate(backend, [lanes, samples, ins]);
    runProgram(backend, inputGradientProgram({ rows, vi, vo }, (attrs as { relu: boolean }).relu), {
      outputs: { parts }, inputs: { dy, y, w: kernel }, threads: lanes * inVectors * blocks, work: 2 * samples * ins * outs,
      sizes: { samples, inVectors, outVectors, lanes },
    });
    return addSlices(backend, parts, { shape: [samples, ins] });
  },
};

/** Inputs x, dy, y; attr relu; returns the gradients by the kernel and by the bias. */
const weightGradient: GpuKernel = {
  kernelName: 'TdDenseWeightGradient',
  create: () => ({ inputs, attrs, backend: anyBackend }) => {
    const backend = anyBackend as WebGPUBackend;
    const { x, dy, y } = inputs as Record<'x' | 'dy' | 'y', tf.TensorInfo>;
    const [samples, ins] = x.shape as [number, number];
    const outs = dy.shape[1]!;
    const [vi, vo] = [packingOf(ins), packingOf(outs)];
    const vectors: Vectors = ins % 8 === 0 ? 2 : 1;
    const [inVectors, outVectors] = [ins / vi, outs / vo];
    const dw = allocate(backend, [ins, outs]);
    const db = allocate(backend, [outs]);
    runProgram(backend, weightGradientProgram({ vi, vo, vectors }, (attrs as { relu: boolean }).relu), {
      outputs: { dw, db }, inputs: { x, dy, y }, threads: (inVectors / vectors) * outVectors, work: 2 * samples * ins * outs,
      sizes: { samples, inVectors, outVectors },
    });
    return [dw, db];
  },
};

export const denseKernels: GpuKernel[] = [forward, inputGradient, weightGradient];

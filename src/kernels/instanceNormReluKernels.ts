// The WebGPU kernels of the fused norm: two dispatches forward, two or three backward. A map is cut
// into about as many slices as a slice has pixels; one thread reduces a slice of a few channels, and
// in the dispatch after it each thread merges the slices of its map for itself and writes one slice.
// Surprise: a slice is no run of pixels but every few'th of a run, so that neighboring threads read
// neighboring memory.

import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { allocate, runProgram, type GpuKernel, type GpuProgram } from './gpuProgram';
import { packingOf, unrolled, vectorType, type Packing } from './wgsl';

const fields = { pixels: 'u32', vectors: 'u32', slices: 'u32', lanes: 'u32', length: 'u32', full: 'u32', epsilon: 'f32' } as const;
type Sizes = Record<keyof typeof fields, number>;
type NormProgram = GpuProgram<string, string, keyof typeof fields>;

interface Variant {
  packing: Packing;
  affine: boolean;
}

/** Pixels that a thread has in flight. */
const depth = 4;
/** Threads side by side that read one stretch of memory. */
const stretch = 64;

/** How the maps of [N,H,W,C] are cut: `full` slices of `length` pixels, then shorter ones. */
function slicingOf(shape: number[], epsilon: number): Sizes {
  const [, height, width, channels] = shape as [number, number, number, number];
  const [pixels, vectors] = [height * width, channels / packingOf(channels)];
  const wanted = Math.ceil(Math.sqrt(pixels));
  const lanes = Math.min(wanted, Math.ceil(stretch / vectors));
  const runs = Math.ceil(wanted / lanes);
  const length = Math.ceil(pixels / (runs * lanes));
  return { pixels, vectors, slices: runs * lanes, lanes, length, full: Math.floor(pixels / (lanes * length)) * lanes, epsilon };
}

/** Where a thread works: its channels (a vector), its slice and sample, and the slice's pixels. */
const place = (type: string) => `
struct Place { c: u32, slice: u32, n: u32, first: u32, end: u32 }
fn placeOf(index: u32) -> Place {
  let rest = index / sizes.vectors;
  let slice = rest % sizes.slices;
  let start = slice / sizes.lanes * sizes.lanes * sizes.length;
  let end = min(start + sizes.lanes * sizes.length, sizes.pixels);
  return Place(index % sizes.vectors, slice, rest / sizes.slices, start + slice % sizes.lanes, end);
}
/** Index of the first of two numbers that are kept per sample (or slice of it) and channel. */
fn pairAt(i: u32, c: u32) -> u32 { return i * 2u * sizes.vectors + c; }
/** Pixels of a slice. */
fn weightOf(slice: u32) -> f32 {
  if (slice < sizes.full) { return f32(sizes.length); }
  let first = slice / sizes.lanes * sizes.lanes * sizes.length + slice % sizes.lanes;
  return select(0.0, f32((sizes.pixels - first + sizes.lanes - 1u) / sizes.lanes), first < sizes.pixels);
}
const zero = ${type}(0.0);`;

/** A loop over a slice's pixels, a few at a time: `body` sees `i`, their number, and `in_i` and `at_i`, whether and where they are. */
const overPixels = (load: (i: number) => string, body: string) => `
  for (var p = here.first; p < here.end; p += ${depth}u * sizes.lanes) {
${unrolled(depth, (i) => `    let in_${i} = p + ${i}u * sizes.lanes < here.end;
    let at_${i} = (here.n * sizes.pixels + p + ${i}u * sizes.lanes) * sizes.vectors + here.c;`)}
${unrolled(depth, load)}
${body}
  }`;

const total = (name: string) => `((${name}_0 + ${name}_1) + (${name}_2 + ${name}_3))`;

/** Mean and sum of squared deviations per slice, in two passes; the second also corrects the first's mean. */
function slicesProgram({ packing }: Variant): NormProgram {
  const type = vectorType(packing);
  return {
    key: `norm slices ${packing}`,
    outputs: { slices: type }, inputs: { x: type }, sizes: fields,
    code: () => `${place(type)}
fn run(index: u32) {
  let here = placeOf(index);
  let weight = max(weightOf(here.slice), 1.0);
  var mean = zero;
  var squares = zero;
  for (var turn = 0; turn < 2; turn++) {
  var sum = zero;
  squares = zero;
${overPixels((i) => `    let d_${i} = select(zero, x[at_${i}] - mean, in_${i}); let q_${i} = d_${i} * d_${i};`, `    sum += ${total('d')}; squares += ${total('q')};`)}
  mean += sum / weight;
  squares -= sum * sum / weight;
  }
  let at = pairAt(here.n * sizes.slices + here.slice, here.c);
  slices[at] = mean;
  slices[at + sizes.vectors] = squares;
}`,
  };
}

/** gain * xHat + offset of a deviation from the mean: forward and backward must agree on its sign. */
const beforeRelu = (affine: boolean, deviation: string) => (affine ? `${deviation} * scale + offset[here.c]` : `${deviation} * scale`);
const scaleOf = (affine: boolean) => (affine ? 'inverse * gain[here.c]' : 'inverse');
const parameters = (affine: boolean, type: ReturnType<typeof vectorType>): Record<string, typeof type> => (affine ? { gain: type, offset: type } : {});

/** y and the statistics. The slices are merged as they were made, in two passes. */
function applyProgram({ packing, affine }: Variant): NormProgram {
  const type = vectorType(packing);
  return {
    key: `norm apply ${packing} ${affine}`,
    outputs: { y: type, statistics: type }, inputs: { x: type, slices: type, ...parameters(affine, type) }, sizes: fields,
    code: () => `${place(type)}
fn run(index: u32) {
  let here = placeOf(index);
  let pixels = f32(sizes.pixels);
  var mean = zero;
  var squares = zero;
  for (var turn = 0; turn < 2; turn++) {
    var sum = zero;
    squares = zero;
    for (var slice = 0u; slice < sizes.slices; slice++) {
      let at = pairAt(here.n * sizes.slices + slice, here.c);
      let deviation = slices[at] - mean;
      let weighted = weightOf(slice) * deviation;
      sum += weighted;
      squares += slices[at + sizes.vectors] + weighted * deviation;
    }
    mean += sum / pixels;
    squares -= sum * sum / pixels;
  }
  let inverse = inverseSqrt(squares / pixels + sizes.epsilon);
  let scale = ${scaleOf(affine)};
  if (here.slice == 0u) {
    statistics[pairAt(here.n, here.c)] = mean;
    statistics[pairAt(here.n, here.c) + sizes.vectors] = inverse;
  }
${overPixels((i) => `    let d_${i} = x[at_${i}] - mean;`,
    unrolled(depth, (i) => `    if (in_${i}) { y[at_${i}] = max(${beforeRelu(affine, `d_${i}`)}, zero); }`))}
}`,
  };
}

/** What both backward programs know of a pixel: its deviation d and the gradient dz before the ReLU. */
const loadGradient = (affine: boolean) => (i: number) => `    let d_${i} = x[at_${i}] - mean;
    let dz_${i} = select(zero, dy[at_${i}], ${beforeRelu(affine, `d_${i}`)} > zero);`;

const loadStatistics = (affine: boolean) => `
  let mean = statistics[pairAt(here.n, here.c)];
  let inverse = statistics[pairAt(here.n, here.c) + sizes.vectors];
  let scale = ${scaleOf(affine)};`;

/** Sums of dz and of dz xHat per slice. */
function gradientSlicesProgram({ packing, affine }: Variant): NormProgram {
  const type = vectorType(packing);
  return {
    key: `norm gradient slices ${packing} ${affine}`,
    outputs: { slices: type }, inputs: { x: type, dy: type, statistics: type, ...parameters(affine, type) }, sizes: fields,
    code: () => `${place(type)}
fn run(index: u32) {
  let here = placeOf(index);
${loadStatistics(affine)}
  var sum = zero;
  var product = zero;
${overPixels(
    (i) => `${loadGradient(affine)(i)}
    let s_${i} = select(zero, dz_${i}, in_${i}); let q_${i} = s_${i} * d_${i};`,
    `    sum += ${total('s')}; product += ${total('q')};`,
  )}
  let at = pairAt(here.n * sizes.slices + here.slice, here.c);
  slices[at] = sum;
  slices[at + sizes.vectors] = product * inverse;
}`,
  };
}

/** dx = scale (dz - mean(dz) - xHat mean(dz xHat)), and both sums per map. */
function inputGradientProgram({ packing, affine }: Variant): NormProgram {
  const type = vectorType(packing);
  return {
    key: `norm input gradient ${packing} ${affine}`,
    outputs: { dx: type, sums: type }, inputs: { x: type, dy: type, statistics: type, slices: type, ...parameters(affine, type) }, sizes: fields,
    code: () => `${place(type)}
fn run(index: u32) {
  let here = placeOf(index);
${loadStatistics(affine)}
  var sum = zero;
  var product = zero;
  for (var slice = 0u; slice < sizes.slices; slice++) {
    let at = pairAt(here.n * sizes.slices + slice, here.c);
    sum += slices[at];
    product += slices[at + sizes.vectors];
  }
  if (here.slice == 0u) {
    sums[pairAt(here.n, here.c)] = sum;
    sums[pairAt(here.n, here.c) + sizes.vectors] = product;
  }
  let meanDz = sum / f32(sizes.pixels);
  let slope = product / f32(sizes.pixels) * inverse;
${overPixels(loadGradient(affine),
    unrolled(depth, (i) => `    if (in_${i}) { dx[at_${i}] = (dz_${i} - meanDz - d_${i} * slope) * scale; }`))}
}`,
  };
}

const sumFields = { samples: 'u32', vectors: 'u32' } as const;

/** dGain and dOffset: the maps' sums over the batch. */
function parameterGradientProgram(packing: Packing): GpuProgram<'dGain' | 'dOffset', 'sums', keyof typeof sumFields> {
  const type = vectorType(packing);
  return {
    key: `norm parameter gradient ${packing}`,
    outputs: { dGain: type, dOffset: type }, inputs: { sums: type }, sizes: sumFields,
    code: () => `
fn run(c: u32) {
  var gain = ${type}(0.0);
  var offset = ${type}(0.0);
  for (var n = 0u; n < sizes.samples; n++) {
    offset += sums[n * 2u * sizes.vectors + c];
    gain += sums[(n * 2u + 1u) * sizes.vectors + c];
  }
  dGain[c] = gain;
  dOffset[c] = offset;
}`,
  };
}

/** gain and offset are absent where the norm has none. */
interface Parameters {
  gain?: tf.TensorInfo;
  offset?: tf.TensorInfo;
}

const given = ({ gain, offset }: Parameters): Record<string, tf.TensorInfo> => (gain && offset ? { gain, offset } : {});

/** Inputs x, gain, offset; attrs epsilon; gives y and the statistics [N,2,C]. */
const forward: GpuKernel = {
  kernelName: 'TdNormReluForward',
  create: () => (params) => {
    const backend = params.backend as WebGPUBackend;
    const { x, ...rest } = params.inputs as unknown as Parameters & { x: tf.TensorInfo };
    const [n, , , channels] = x.shape as [number, number, number, number];
    const sizes = slicingOf(x.shape, Number(params.attrs!.epsilon));
    const variant: Variant = { packing: packingOf(channels), affine: rest.gain !== undefined };
    const threads = n * sizes.slices * sizes.vectors;
    const work = 2 * n * sizes.pixels * channels;
    const slices = allocate(backend, [n * sizes.slices, 2, channels]);
    const [y, statistics] = [allocate(backend, x.shape), allocate(backend, [n, 2, channels])];
    runProgram(backend, slicesProgram(variant), { outputs: { slices }, inputs: { x }, sizes, threads, work });
    runProgram(backend, applyProgram(variant), { outputs: { y, statistics }, inputs: { x, slices, ...given(rest) }, sizes, threads, work });
    backend.disposeData(slices.dataId);
    return [y, statistics];
  },
};

/** Inputs x, dy, statistics, gain, offset; attrs wantWeights; gives dx, or dx, dGain and dOffset. */
const backward: GpuKernel = {
  kernelName: 'TdNormReluBackward',
  create: () => (params) => {
    const backend = params.backend as WebGPUBackend;
    const { x, dy, statistics, ...rest } = params.inputs as unknown as Parameters & Record<'x' | 'dy' | 'statistics', tf.TensorInfo>;
    const [n, , , channels] = x.shape as [number, number, number, number];
    const sizes = slicingOf(x.shape, 0);
    const variant: Variant = { packing: packingOf(channels), affine: rest.gain !== undefined };
    const threads = n * sizes.slices * sizes.vectors;
    const work = 4 * n * sizes.pixels * channels;
    const inputs = { x, dy, statistics, ...given(rest) };
    const slices = allocate(backend, [n * sizes.slices, 2, channels]);
    const [dx, sums] = [allocate(backend, x.shape), allocate(backend, [n, 2, channels])];
    runProgram(backend, gradientSlicesProgram(variant), { outputs: { slices }, inputs, sizes, threads, work });
    runProgram(backend, inputGradientProgram(variant), { outputs: { dx, sums }, inputs: { ...inputs, slices }, sizes, threads, work });
    const gradients = [dx];
    if (variant.affine && params.attrs!.wantWeights) {
      const [dGain, dOffset] = [allocate(backend, [channels]), allocate(backend, [channels])];
      runProgram(backend, parameterGradientProgram(variant.packing), {
        outputs: { dGain, dOffset }, inputs: { sums }, sizes: { samples: n, vectors: sizes.vectors }, threads: sizes.vectors,
      });
      gradients.push(dGain, dOffset);
    }
    for (const { dataId } of [slices, sums]) backend.disposeData(dataId);
    return gradients;
  },
};

export const instanceNormReluKernels: GpuKernel[] = [forward, backward];

// The WebGPU kernels of elementwise.ts: one pass over the maps each, and two for a sum over them.
// The plain ones are one expression apiece and share a program; joining and splitting channels and
// the gradients that come in pairs have programs of their own.

import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { allocate, runProgram, type GpuKernel, type GpuProgram } from './gpuProgram';
import { addSlices } from './sliceSums';
import { packingOf, unrolled, upTo, vectorType, type Packing } from './wgsl';

type Maps = Record<string, tf.TensorInfo>;

/** What is computed of an element: `maps` are like the result, `bias` is per channel. */
interface Elementwise {
  maps: string[];
  bias?: true;
  /** WGSL; names stand for values, `zero` for 0, `sizes.scale` for the attribute `scale`. */
  result: string;
}

const operations: Record<string, Elementwise> = {
  TdMaskedGradient: { maps: ['dy', 'y'], result: 'select(zero, dy, y > zero)' },
  TdBiasRelu: { maps: ['z'], bias: true, result: 'max(z + bias, zero)' },
  TdAddBiasRelu: { maps: ['x', 'z'], bias: true, result: 'x + max(z + bias, zero)' },
  TdBiasReluGradient: { maps: ['dy', 'z'], bias: true, result: 'select(zero, dy, z + bias > zero)' },
  TdScaledResidualRelu: { maps: ['x', 'z'], bias: true, result: 'max(x + sizes.scale * (z + bias), zero)' },
  TdSigmoidGradient: { maps: ['dy', 'y'], result: 'dy * (y - y * y)' },
};

const elementFields = { vectors: 'u32', scale: 'f32' } as const;

function elementProgram(name: string, packing: Packing): GpuProgram<'result', string, keyof typeof elementFields> {
  const { maps, bias, result } = operations[name]!;
  const type = vectorType(packing);
  const inputs = [...maps, ...(bias ? ['bias'] : [])];
  return {
    key: `${name} ${packing}`,
    outputs: { result: type }, inputs: Object.fromEntries(inputs.map((input) => [`all_${input}`, type])), sizes: elementFields,
    code: () => `
fn run(index: u32) {
  let zero = ${type}(0.0);
${unrolled(maps.length, (i) => `  let ${maps[i]} = all_${maps[i]}[index];`)}
${bias ? '  let bias = all_bias[index % sizes.vectors];' : ''}
  result[index] = ${result};
}`,
  };
}

const sizeOf = ({ shape }: tf.TensorInfo) => shape.reduce((product, side) => product * side, 1);
const channelsOf = ({ shape }: tf.TensorInfo) => shape.at(-1)!;

/** One kernel per operation; attrs scale. */
const elementKernels: GpuKernel[] = Object.keys(operations).map((kernelName) => ({
  kernelName,
  create: () => (params) => {
    const backend = params.backend as WebGPUBackend;
    const given = params.inputs as Maps;
    const like = given[operations[kernelName]!.maps[0]!]!;
    const packing = packingOf(channelsOf(like));
    const result = allocate(backend, like.shape);
    const { maps, bias } = operations[kernelName]!;
    runProgram(backend, elementProgram(kernelName, packing), {
      outputs: { result },
      inputs: Object.fromEntries([...maps, ...(bias ? ['bias'] : [])].map((input) => [`all_${input}`, given[input]!])),
      sizes: { vectors: channelsOf(like) / packing, scale: Number(params.attrs!.scale) },
      threads: sizeOf(like) / packing,
    });
    return result;
  },
}));

function residualGradientProgram(packing: Packing): GpuProgram<'dx' | 'dz', 'dy' | 'y', 'scale'> {
  const type = vectorType(packing);
  return {
    key: `scaled residual gradient ${packing}`,
    outputs: { dx: type, dz: type }, inputs: { dy: type, y: type }, sizes: { scale: 'f32' },
    code: () => `
fn run(index: u32) {
  let masked = select(${type}(0.0), dy[index], y[index] > ${type}(0.0));
  dx[index] = masked;
  dz[index] = sizes.scale * masked;
}`,
  };
}

/** Inputs dy, y; attrs scale; gives dx and dz. */
const residualGradient: GpuKernel = {
  kernelName: 'TdScaledResidualGradient',
  create: () => (params) => {
    const backend = params.backend as WebGPUBackend;
    const { dy, y } = params.inputs as Record<'dy' | 'y', tf.TensorInfo>;
    const packing = packingOf(channelsOf(dy));
    const [dx, dz] = [allocate(backend, dy.shape), allocate(backend, dy.shape)];
    runProgram(backend, residualGradientProgram(packing), {
      outputs: { dx, dz }, inputs: { dy, y }, sizes: { scale: Number(params.attrs!.scale) }, threads: sizeOf(dy) / packing,
    });
    return [dx, dz];
  },
};

/** Between a joined map and its parts, `part0` ..., of `width0` ... vectors of channels. */
function joiningProgram(count: number, packing: Packing, splits: boolean): GpuProgram<string, string, string> {
  const type = vectorType(packing);
  const parts = Object.fromEntries(upTo(count).map((i) => [`part${i}`, type]));
  const move = (i: number) => (splits
    ? `part${i}[pixel * sizes.width${i} + c] = joined[index];`
    : `joined[index] = part${i}[pixel * sizes.width${i} + c];`);
  return {
    key: `${splits ? 'split' : 'join'} ${count} ${packing}`,
    outputs: splits ? parts : { joined: type }, inputs: splits ? { joined: type } : parts,
    sizes: { vectors: 'u32', ...Object.fromEntries(upTo(count).map((i) => [`width${i}`, 'u32' as const])) },
    code: () => `
fn run(index: u32) {
  let pixel = index / sizes.vectors;
  var c = index % sizes.vectors;
${unrolled(count, (i) => `  if (c < sizes.width${i}) { ${move(i)} return; }
  c -= sizes.width${i};`)}
}`,
  };
}

/** Fills the joined map, or the parts where it `splits`. */
function runJoining(backend: WebGPUBackend, { joined, parts, splits }: { joined: tf.TensorInfo; parts: tf.TensorInfo[]; splits: boolean }): void {
  const packing = parts.every((part) => packingOf(channelsOf(part)) === 4) ? 4 : 1;
  const named = Object.fromEntries(parts.map((part, i) => [`part${i}`, part]));
  runProgram(backend, joiningProgram(parts.length, packing, splits), {
    outputs: splits ? named : { joined }, inputs: splits ? { joined } : named,
    sizes: {
      vectors: channelsOf(joined) / packing,
      ...Object.fromEntries(parts.map((part, i) => [`width${i}`, channelsOf(part) / packing])),
    },
    threads: sizeOf(joined) / packing,
  });
}

/** Inputs part0, part1 ... */
const join: GpuKernel = {
  kernelName: 'TdJoinChannels',
  create: () => (params) => {
    const backend = params.backend as WebGPUBackend;
    const parts = Object.values(params.inputs as Maps);
    const channels = parts.reduce((sum, part) => sum + channelsOf(part), 0);
    const joined = allocate(backend, [...parts[0]!.shape.slice(0, -1), channels]);
    runJoining(backend, { joined, parts, splits: false });
    return joined;
  },
};

/** Input joined; attrs widths, the channels of each part. */
const split: GpuKernel = {
  kernelName: 'TdSplitChannels',
  create: () => (params) => {
    const backend = params.backend as WebGPUBackend;
    const { joined } = params.inputs as { joined: tf.TensorInfo };
    const widths = params.attrs!.widths as number[];
    const parts = widths.map((width) => allocate(backend, [...joined.shape.slice(0, -1), width]));
    runJoining(backend, { joined, parts, splits: true });
    return parts;
  },
};

const sumFields = { pixels: 'u32', vectors: 'u32', length: 'u32' } as const;
/** Pixels that one thread sums at most. */
const longestSlice = 256;

function channelSlicesProgram(packing: Packing): GpuProgram<'sums', 'x', keyof typeof sumFields> {
  const type = vectorType(packing);
  return {
    key: `channel slices ${packing}`,
    outputs: { sums: type }, inputs: { x: type }, sizes: sumFields,
    code: () => `
fn run(index: u32) {
  let c = index % sizes.vectors;
  let first = index / sizes.vectors * sizes.length;
  var sum = ${type}(0.0);
  for (var pixel = first; pixel < min(first + sizes.length, sizes.pixels); pixel++) { sum += x[pixel * sizes.vectors + c]; }
  sums[index] = sum;
}`,
  };
}

/** Input x, [...,C]; gives [C]. About as many slices as a slice has pixels. */
const channelSums: GpuKernel = {
  kernelName: 'TdChannelSums',
  create: () => (params) => {
    const backend = params.backend as WebGPUBackend;
    const { x } = params.inputs as { x: tf.TensorInfo };
    const channels = channelsOf(x);
    const packing = packingOf(channels);
    const pixels = sizeOf(x) / channels;
    const length = Math.min(longestSlice, Math.ceil(Math.sqrt(pixels)));
    const slices = Math.ceil(pixels / length);
    const sums = allocate(backend, [slices, channels]);
    const vectors = channels / packing;
    runProgram(backend, channelSlicesProgram(packing), {
      outputs: { sums }, inputs: { x }, sizes: { pixels, vectors, length }, threads: slices * vectors, work: sizeOf(x),
    });
    return addSlices(backend, sums, { shape: [channels] });
  },
};

export const elementwiseKernels: GpuKernel[] = [...elementKernels, residualGradient, join, split, channelSums];

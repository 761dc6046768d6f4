// The WebGPU kernels of the pooling, a dispatch each way. Backward, a thread owns 2x2 pixels of x:
// four windows reach them, which are walked in reading order, so that a window's gradient goes to
// its first maximum, and each thread keeps what falls to its own pixels.

import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { allocate, runProgram, type GpuKernel, type GpuProgram } from './gpuProgram';
import { packingOf, unrolled, upTo, vectorType, type Packing } from './wgsl';

/** Sides are those of y; x has twice as many rows and columns. */
const fields = { height: 'u32', width: 'u32', vectors: 'u32' } as const;

/** The place of a pixel of y, and pixels of x: beyond the sides the next one within, which its window has had before. */
const places = (type: string) => `
struct Place { c: u32, column: i32, row: i32, n: i32 }
fn placeOf(index: u32) -> Place {
  let pixel = index / sizes.vectors;
  let line = pixel / sizes.width;
  return Place(index % sizes.vectors, i32(pixel % sizes.width), i32(line % sizes.height), i32(line / sizes.height));
}
fn pixelOf(here: Place, row: i32, column: i32) -> ${type} {
  let height = 2 * i32(sizes.height);
  let width = 2 * i32(sizes.width);
  let line = here.n * height + clamp(row, 0, height - 1);
  return x[u32(line * width + clamp(column, 0, width - 1)) * sizes.vectors + here.c];
}`;

/** Calls `line` for each of a window's pixels, in reading order. */
const overWindow = (line: (ky: number, kx: number) => string) => unrolled(9, (tap) => line(Math.floor(tap / 3), tap % 3));

function forwardProgram(packing: Packing): GpuProgram<'y', 'x', keyof typeof fields> {
  const type = vectorType(packing);
  return {
    key: `pooling ${packing}`,
    outputs: { y: type }, inputs: { x: type }, sizes: fields,
    code: () => `${places(type)}
fn run(index: u32) {
  let here = placeOf(index);
  var largest = pixelOf(here, 2 * here.row, 2 * here.column);
${overWindow((ky, kx) => (ky + kx === 0 ? '' : `  largest = max(largest, pixelOf(here, 2 * here.row + ${ky}, 2 * here.column + ${kx}));`))}
  y[index] = largest;
}`,
  };
}

/** The thread's pixels lie at rows and columns 2 and 3 of the 5x5 that its windows cover; `p_r_c` are those values. */
function gradientProgram(packing: Packing): GpuProgram<'dx', 'x' | 'y' | 'dy', keyof typeof fields> {
  const type = vectorType(packing);
  const window = (up: number, left: number) => `
  if (here.row >= ${up} && here.column >= ${left}) {
    let at = u32((here.n * i32(sizes.height) + here.row - ${up}) * i32(sizes.width) + here.column - ${left}) * sizes.vectors + here.c;
    let largest = y[at];
    var open = dy[at]; // what no earlier pixel of the window has taken
    var taken = ${type}(0.0);
${overWindow((ky, kx) => {
    const [row, column] = [ky + 2 - 2 * up, kx + 2 - 2 * left];
    const mine = row >= 2 && row <= 3 && column >= 2 && column <= 3;
    return `    taken = select(${type}(0.0), open, p_${row}_${column} == largest); open -= taken;${mine ? ` s_${row}_${column} += taken;` : ''}`;
  })}
  }`;
  return {
    key: `pooling gradient ${packing}`,
    outputs: { dx: type }, inputs: { x: type, y: type, dy: type }, sizes: fields,
    code: () => `${places(type)}
fn run(index: u32) {
  let here = placeOf(index);
${unrolled(5, (r) => unrolled(5, (c) => `  let p_${r}_${c} = pixelOf(here, 2 * here.row + ${r - 2}, 2 * here.column + ${c - 2});`))}
${unrolled(4, (i) => `  var s_${2 + (i >> 1)}_${2 + i % 2} = ${type}(0.0);`)}
${upTo(4).map((i) => window(1 - (i >> 1), 1 - i % 2)).join('\n')}
  let first = u32((here.n * i32(sizes.height) + here.row) * 4 * i32(sizes.width) + 2 * here.column) * sizes.vectors + here.c;
  let line = 2u * sizes.width * sizes.vectors;
${unrolled(4, (i) => `  dx[first + ${i >> 1}u * line + ${i % 2}u * sizes.vectors] = s_${2 + (i >> 1)}_${2 + i % 2};`)}
}`,
  };
}

type Shape4D = [number, number, number, number];

/** One thread for each (vector of a) pixel of y. */
const runOf = ([n, height, width, channels]: Shape4D) => {
  const vectors = channels / packingOf(channels);
  const threads = n * height * width * vectors;
  return { sizes: { height, width, vectors }, threads, work: 9 * threads * packingOf(channels) };
};

/** Input x. */
const forward: GpuKernel = {
  kernelName: 'TdMaxPool',
  create: () => (params) => {
    const backend = params.backend as WebGPUBackend;
    const { x } = params.inputs as { x: tf.TensorInfo };
    const [n, height, width, channels] = x.shape as Shape4D;
    const y = allocate(backend, [n, height / 2, width / 2, channels]);
    runProgram(backend, forwardProgram(packingOf(channels)), { outputs: { y }, inputs: { x }, ...runOf(y.shape as Shape4D) });
    return y;
  },
};

/** Inputs x, y, dy. */
const gradient: GpuKernel = {
  kernelName: 'TdMaxPoolGradient',
  create: () => (params) => {
    const backend = params.backend as WebGPUBackend;
    const { x, y, dy } = params.inputs as Record<'x' | 'y' | 'dy', tf.TensorInfo>;
    const dx = allocate(backend, x.shape);
    runProgram(backend, gradientProgram(packingOf(x.shape[3]!)), { outputs: { dx }, inputs: { x, y, dy }, ...runOf(y.shape as Shape4D) });
    return dx;
  },
};

export const maxPoolKernels: GpuKernel[] = [forward, gradient];

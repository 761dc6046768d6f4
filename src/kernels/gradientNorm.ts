// The L2 norm of many tensors taken as one vector: of all gradients of a group. On WebGPU one
// dispatch sums slices of seven tensors, as many as every device can bind beside the sums, and the
// slices of all are then added, so that no float32 sum is long; elsewhere it is composed of tfjs ops.

import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { allocate, hasKernel, runProgram, type GpuKernel, type GpuProgram } from './gpuProgram';
import { addSlices } from './sliceSums';
import { components, packingOf, pairwiseSum, upTo, vectorType, type Packing } from './wgsl';

/** Float32: squares of elements beyond 1e19 are infinite, those of elements below 1e-19 next to nothing. */
export function gradientNorm(gradients: tf.Tensor[]): tf.Scalar {
  if (hasKernel('TdGradientNorm')) return tf.engine().runKernel('TdGradientNorm', gradients as unknown as tf.NamedTensorMap) as tf.Scalar;
  return tf.tidy(() => tf.addN(gradients.map((gradient) => gradient.square().sum())).sqrt().asScalar());
}

/** Tensors of one dispatch: eight buffers are what WebGPU promises, and the sums are one. */
const tensorsAtOnce = 7;
/** Vectors that one thread sums. */
const longestSum = 64;

const places = upTo(tensorsAtOnce);
type Place = `${'x' | 'end' | 'length'}${number}`;
const named = <T>(prefix: 'x' | 'end' | 'length', value: (place: number) => T) =>
  Object.fromEntries(places.map((place) => [`${prefix}${place}`, value(place)])) as Record<Place, T>;

/** Threads up to `end0` each sum a slice of x0, those from there to `end1` one of x1, and so on; `length` counts vectors. */
function squaresProgram(packing: Packing): GpuProgram<'sums', Place, Place | 'start'> {
  const type = vectorType(packing);
  const branch = (place: number) => `
  ${place > 0 ? 'else ' : ''}if (index < sizes.end${place}) {
    let lanes = sizes.end${place} - first${place};
    for (var i = index - first${place}; i < sizes.length${place}; i += lanes) { total += x${place}[i] * x${place}[i]; }
  }`;
  return {
    key: `squares ${packing}`,
    outputs: { sums: 'f32' }, inputs: named('x', () => type),
    sizes: { start: 'u32', ...named('end', () => 'u32' as const), ...named('length', () => 'u32' as const) },
    code: () => `
fn run(index: u32) {
  let first0 = 0u;
${places.slice(1).map((place) => `  let first${place} = sizes.end${place - 1};`).join('\n')}
  var total = ${type}(0.0);
${places.map(branch).join('')}
  sums[sizes.start + index] = ${pairwiseSum(components(packing).map((component) => `total${component}`))};
}`,
  };
}

const rootProgram: GpuProgram<'value', never, never> = {
  key: 'square root',
  outputs: { value: 'f32' }, inputs: {}, sizes: {},
  code: () => `
fn run(index: u32) { value[index] = sqrt(value[index]); }`,
};

/** Inputs: tensors, one after the other; returns the norm of all of them, a scalar. */
const norm: GpuKernel = {
  kernelName: 'TdGradientNorm',
  create: () => ({ inputs, backend: anyBackend }) => {
    const backend = anyBackend as WebGPUBackend;
    const tensors = (inputs as unknown as tf.TensorInfo[]).map((tensor) => {
      const size = tf.util.sizeFromShape(tensor.shape);
      const packing = packingOf(size);
      return { tensor, packing, length: size / packing, lanes: Math.ceil(size / packing / longestSum) };
    });
    const sums = allocate(backend, [tensors.reduce((sum, { lanes }) => sum + lanes, 0)]);
    let start = 0;
    for (const packing of [4, 1] as const) {
      const alike = tensors.filter((tensor) => tensor.packing === packing);
      for (let first = 0; first < alike.length; first += tensorsAtOnce) {
        const bound = alike.slice(first, first + tensorsAtOnce);
        const ends = places.map((place) => bound.slice(0, place + 1).reduce((sum, { lanes }) => sum + lanes, 0));
        const threads = ends.at(-1)!;
        runProgram(backend, squaresProgram(packing), {
          // Places that nobody needs get no thread, and any tensor.
          outputs: { sums }, inputs: named('x', (place) => (bound[place] ?? bound[0]!).tensor), threads,
          sizes: { start, ...named('end', (place) => ends[place]!), ...named('length', (place) => bound[place]?.length ?? 0) },
          work: 2 * packing * bound.reduce((sum, { length }) => sum + length, 0),
        });
        start += threads;
      }
    }
    const value = addSlices(backend, sums, { shape: [] });
    runProgram(backend, rootProgram, { outputs: { value }, inputs: {}, sizes: {}, threads: 1 });
    return value;
  },
};

export const gradientNormKernels: GpuKernel[] = [norm];

// The end of every large sum on WebGPU: many threads have each summed a slice, and the slices' sums
// are added here, in stages where they are many, so that no float32 sum is long.

import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { allocate, runProgram, type GpuProgram } from './gpuProgram';
import { packingOf, vectorType, type Packing } from './wgsl';

/** Slices that one thread adds at most, and those that it adds where there are more. */
const mostSlices = 128;
const slicesPerStage = 32;

const sizeFields = { slices: 'u32', length: 'u32', groups: 'u32', scale: 'f32' } as const;

/** Group g adds the slices g, g + groups, g + 2 groups ... */
function groupProgram(packing: Packing): GpuProgram<'sums', 'parts', keyof typeof sizeFields> {
  const type = vectorType(packing);
  return {
    key: `slice sums ${packing}`,
    outputs: { sums: type }, inputs: { parts: type }, sizes: sizeFields,
    code: () => `
fn run(index: u32) {
  let column = index % sizes.length;
  var total = ${type}(0.0);
  for (var slice = index / sizes.length; slice < sizes.slices; slice += sizes.groups) {
    total += parts[slice * sizes.length + column];
  }
  sums[index] = total * sizes.scale;
}`,
  };
}

/**
 * @param parts [slices,...]; disposed here
 * @returns their sum times `scale`, of the given shape
 */
export function addSlices(
  backend: WebGPUBackend, parts: tf.TensorInfo, { shape, scale = 1 }: { shape: number[]; scale?: number },
): tf.TensorInfo {
  const slices = parts.shape[0]!;
  const size = shape.reduce((product, side) => product * side, 1);
  const last = slices <= mostSlices;
  const groups = last ? 1 : Math.ceil(slices / slicesPerStage);
  const sums = allocate(backend, last ? shape : [groups, size]);
  const packing = packingOf(size);
  const length = size / packing;
  runProgram(backend, groupProgram(packing), {
    outputs: { sums }, inputs: { parts }, threads: groups * length, work: slices * size,
    sizes: { slices, length, groups, scale: last ? scale : 1 },
  });
  backend.disposeData(parts.dataId);
  return last ? sums : addSlices(backend, sums, { shape, scale });
}

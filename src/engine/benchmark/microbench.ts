// What an adapter can do at best, measured with WGSL of our own on the device that tfjs uses: its
// matrix multiplication peak, its memory bandwidth and the cost of a dispatch. A step's time is held
// against these. Surprise: times are a clock's around a submit, long enough (tens of ms) for the
// way to the GPU and back not to count; timestamps would leave out what the API costs.

import type { MicrobenchResult } from '../engine';

/** One way to multiply [n,n] by [n,n], n a multiple of 64; each thread computes rows x columns. */
export interface MatmulVariant {
  name: string;
  /** Edge of what one workgroup computes. */
  tile: [number, number];
  code: (n: number) => string;
}

const bindings = `
@group(0) @binding(0) var<storage, read> a: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> b: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> c: array<vec4<f32>>;`;
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const lanes = ['x', 'y', 'z', 'w'];

/** Sums in registers, operands straight from memory; workgroups of 8 x 8 threads. */
function registerTiled(rows: number, columns: number): MatmulVariant {
  const blocks = range(columns / 4);
  const each = (line: (r: number, j: number) => string) => range(rows).flatMap((r) => blocks.map((j) => line(r, j))).join('\n');
  const inner = lanes.map((lane, q) => [
    ...blocks.map((j) => `let b${q}${j} = b[(4u * k + ${q}u) * n4 + column + ${j}u];`),
    each((r, j) => `s${r}${j} = fma(vec4(a${r}.${lane}), b${q}${j}, s${r}${j});`),
  ].join('\n')).join('\n');
  return {
    name: `${rows}x${columns} in registers`,
    tile: [8 * rows, 8 * columns],
    code: (n) => `${bindings}
@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  const n4 = ${n / 4}u;
  let row = id.y * ${rows}u;
  let column = id.x * ${columns / 4}u;
  ${each((r, j) => `var s${r}${j} = vec4<f32>();`)}
  for (var k = 0u; k < n4; k++) {
    ${range(rows).map((r) => `let a${r} = a[(row + ${r}u) * n4 + k];`).join('\n')}
    ${inner}
  }
  ${each((r, j) => `c[(row + ${r}u) * n4 + column + ${j}u] = s${r}${j};`)}
}`,
  };
}

/** Tiles of both operands in workgroup memory, 4x4 sums a thread. */
const sharedTile: MatmulVariant = {
  name: '32x32 in shared memory',
  tile: [32, 32],
  code: (n) => `${bindings}
var<workgroup> tileA: array<vec4<f32>, 256>;
var<workgroup> tileB: array<vec4<f32>, 256>;
@compute @workgroup_size(8, 8)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  const n4 = ${n / 4}u;
  let row = local.y * 4u;
  ${range(4).map((r) => `var s${r} = vec4<f32>();`).join('\n')}
  for (var tile = 0u; tile < ${n / 32}u; tile++) {
    for (var r = row; r < row + 4u; r++) {
      tileA[r * 8u + local.x] = a[(group.y * 32u + r) * n4 + tile * 8u + local.x];
      tileB[r * 8u + local.x] = b[(tile * 32u + r) * n4 + group.x * 8u + local.x];
    }
    workgroupBarrier();
    for (var k = 0u; k < 8u; k++) {
      ${range(4).map((r) => `let a${r} = tileA[(row + ${r}u) * 8u + k];`).join('\n')}
      ${lanes.map((lane, q) => [
        `let b${q} = tileB[(4u * k + ${q}u) * 8u + local.x];`,
        ...range(4).map((r) => `s${r} = fma(vec4(a${r}.${lane}), b${q}, s${r});`),
      ].join('\n')).join('\n')}
    }
    workgroupBarrier();
  }
  ${range(4).map((r) => `c[(group.y * 32u + row + ${r}u) * n4 + group.x * 8u + local.x] = s${r};`).join('\n')}
}`,
};

export const matmulVariants: MatmulVariant[] = [registerTiled(4, 4), registerTiled(8, 4), registerTiled(8, 8), sharedTile];

const copyBytes = 64 * 2 ** 20;
const copyCode = `
@group(0) @binding(0) var<storage, read> source: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> copy: array<vec4<f32>>;
@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u) { copy[id.x] = source[id.x]; }`;

const tinyDispatches = 1000;
const tinyCode = `
@group(0) @binding(0) var<storage, read_write> count: array<u32>;
@compute @workgroup_size(1)
fn main() { count[0]++; }`;

const samples = 5;
const shortestSampleMs = 20;
const longestRun = 1 << 14;

/**
 * Measures the adapter. Takes some seconds on a software adapter.
 * @param software a software adapter multiplies 512 x 512 matrices, hardware 1024 x 1024
 * @param onProgress told before each measurement
 */
export async function microbench(
  device: GPUDevice, software: boolean, onProgress: (done: number, total: number) => Promise<void> | void,
): Promise<MicrobenchResult> {
  const n = software ? 512 : 1024;
  const total = matmulVariants.length + 2;
  const matmuls: MicrobenchResult['matmuls'] = [];
  for (const [i, variant] of matmulVariants.entries()) {
    await onProgress(i, total);
    const ms = await timeMatmul(device, variant, n);
    matmuls.push({ name: variant.name, gflops: (2 * n ** 3) / (ms * 1e6) });
  }
  await onProgress(total - 2, total);
  const copyMs = await timeProgram(device, copyCode, { buffers: [copyBytes, copyBytes], groups: [copyBytes / 16 / 256, 1] });
  await onProgress(total - 1, total);
  const tinyMs = await timeProgram(device, tinyCode, { buffers: [4], groups: [1, 1], atLeast: tinyDispatches });
  await onProgress(total, total);
  return {
    matmuls, matmulSize: n, matmulGflops: Math.max(...matmuls.map(({ gflops }) => gflops)),
    bandwidthGBs: (2 * copyBytes) / (copyMs * 1e6), dispatchMicroseconds: tinyMs * 1000,
  };
}

const timeMatmul = (device: GPUDevice, { code, tile: [rows, columns] }: MatmulVariant, n: number) =>
  timeProgram(device, code(n), { buffers: [4 * n * n, 4 * n * n, 4 * n * n], groups: [n / columns, n / rows] });

/** Smallest ms per dispatch of several samples; each dispatch waits for the one before, since both write the same buffer. */
async function timeProgram(
  device: GPUDevice, code: string, { buffers: sizes, groups, atLeast = 1 }: { buffers: number[]; groups: [number, number]; atLeast?: number },
): Promise<number> {
  const buffers = sizes.map((size) => device.createBuffer({ size, usage: GPUBufferUsage.STORAGE }));
  try {
    const issue = await program(device, code, { buffers, groups });
    const time = async (dispatches: number) => {
      const start = performance.now();
      issue(dispatches);
      await device.queue.onSubmittedWorkDone();
      return (performance.now() - start) / dispatches;
    };
    let dispatches = atLeast;
    let ms = await time(dispatches); // and the memory is there now
    ms = await time(dispatches);
    while (ms * dispatches < shortestSampleMs && dispatches < longestRun) {
      dispatches *= 2;
      ms = await time(dispatches);
    }
    const found = [ms];
    while (found.length < samples) found.push(await time(dispatches));
    return Math.min(...found);
  } finally {
    buffers.forEach((buffer) => buffer.destroy());
  }
}

/** A function that submits so many dispatches of the program in one pass; binding i is buffers[i]. */
export async function program(
  device: GPUDevice, code: string, { buffers, groups }: { buffers: GPUBuffer[]; groups: [number, number] },
): Promise<(dispatches: number) => void> {
  const module = device.createShaderModule({ code });
  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module, entryPoint: 'main' } });
  const group = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  return (dispatches) => {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    for (let i = 0; i < dispatches; i++) pass.dispatchWorkgroups(...groups);
    pass.end();
    device.queue.submit([encoder.finish()]);
  };
}

// Runs WGSL programs of our own inside tfjs's WebGPU backend, in the same compute pass as its own
// kernels, so that both may be mixed freely. Sizes are uniforms, never baked into a shader; uniform
// buffers and bind groups are kept, so a step that repeats makes no GPU object. Surprise: tfjs
// holds a disposed tensor's buffer back until the next submit; since one queue runs in order, the
// buffer is given back at once here, and a whole step fits into one submit and little memory.

import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

type ElementType = 'f32' | 'i32' | 'u32' | 'vec4<f32>';

/** WGSL and what it is bound to. One thread per index runs `fn run(index: u32)`. */
export interface GpuProgram<Output extends string = string, Input extends string = string, Size extends string = string> {
  /** Names the code: pipelines are kept by it, so whatever the code depends on must be in it. */
  key: string;
  /** Buffers written (and read, where a program works in place), by the name that the code uses. */
  outputs: Record<Output, ElementType>;
  inputs: Record<Input, ElementType>;
  /** Fields of the uniform `sizes`. */
  sizes: Record<Size, 'u32' | 'f32'>;
  /** Declares `fn run(index: u32)`; asked for once per pipeline. */
  code: () => string;
  /** Threads per workgroup, 64 where absent. */
  workgroupSize?: number;
}

export interface GpuRun<Output extends string, Input extends string, Size extends string> {
  outputs: Record<Output, tf.TensorInfo>;
  inputs: Record<Input, tf.TensorInfo>;
  sizes: Record<Size, number>;
  /** `run` is called with index 0 to threads - 1. */
  threads: number;
  /** The sizes differ on each call (a seed, a step): written to a buffer that is used again. */
  volatile?: boolean;
  /** Floating-point operations, for pacing on slow adapters; the number of threads where absent. */
  work?: number;
}

type KernelFunc = tf.KernelConfig['kernelFunc'];

/** A kernel for tfjs's registry; `stock` is what tfjs has under the name, if anything. */
export interface GpuKernel {
  kernelName: string;
  create: (stock: KernelFunc | null) => KernelFunc;
}

/** What tfjs's backend hides from its type. */
interface BackendInternals {
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  pipelineCache: Record<string, GPUComputePipeline | Promise<GPUComputePipeline>>;
  dispatchCountInPass: number;
}

/** What tfjs's buffer manager hides from its type. */
interface BufferPool {
  freeBuffers: Map<string, GPUBuffer[]>;
  numFreeBuffers: number;
  numBytesAllocated: number;
}

const state = new WeakMap<GPUDevice, DeviceState>();

/** What is kept per device. */
interface DeviceState {
  layouts: Map<string, GPUBindGroupLayout>;
  bindGroups: Map<string, GPUBindGroup>;
  uniforms: Map<string, GPUBuffer>;
  volatileUniforms: GPUBuffer[];
  nextVolatile: number;
  bufferIds: WeakMap<GPUBuffer, number>;
  nextBufferId: number;
  /** Work issued since the last submit. */
  pendingWork: number;
  /** Work after which commands are submitted. */
  workPerSubmit: number;
}

/** More than any one submit uses, so that none is overwritten before it was read. */
const volatileRing = 256;
const volatileBytes = 64;
const keptUniforms = 4096;
const keptBindGroups = 16384;

/** The present backend, where it is WebGPU. */
export function webgpuBackend(): WebGPUBackend {
  return tf.backend() as WebGPUBackend;
}

/**
 * Prepares a backend for programs: buffers of disposed tensors are used again at once, and commands
 * are submitted when their results are read or `flush` is called.
 * @param workPerSubmit on slow adapters: floating-point operations after which to submit anyway, so
 *   that no submit blocks the GPU for seconds
 */
export function prepareBackend(backend: WebGPUBackend, workPerSubmit = Infinity): void {
  Object.defineProperty(backend, 'commandQueueOwnedIds', { get: () => ownsNothing, set: () => undefined });
  tf.env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', Number.isFinite(workPerSubmit) ? 100 : 1e9);
  stateOf(backend.device).workPerSubmit = workPerSubmit;
}

const ownsNothing = { add: () => undefined, has: () => false };

/** Submits what was issued. */
export function flush(backend: WebGPUBackend = webgpuBackend()): void {
  const { commandEncoder } = backend as unknown as BackendInternals;
  stateOf(backend.device).pendingWork = 0;
  if (!commandEncoder) return;
  backend.endComputePassEncoder();
  backend.submitQueue();
}

/** Submits what was issued and resolves when it is done; at once on backends that compute as they are called. */
export async function submittedWorkDone(): Promise<void> {
  if (tf.getBackend() !== 'webgpu') return;
  const backend = webgpuBackend();
  flush(backend);
  await backend.queue.onSubmittedWorkDone();
}

/**
 * A tensor of values from the CPU. On WebGPU it takes a pooled buffer and no staging buffer, where
 * tf.tensor would make one each time.
 */
export function upload(values: Float32Array | Int32Array, shape: number[]): tf.Tensor {
  const dtype = values instanceof Float32Array ? 'float32' : 'int32';
  if (tf.getBackend() !== 'webgpu') return tf.tensor(values, shape, dtype);
  const backend = webgpuBackend();
  flush(backend); // what is issued may still read the buffer, and a write overtakes what is not submitted
  const info = backend.makeTensorInfo(shape, dtype);
  backend.queue.writeBuffer(bufferOf(backend, info), 0, values as Float32Array<ArrayBuffer>);
  return tf.engine().makeTensorFromTensorInfo(info);
}

/** Gives memory that no tensor uses back to the GPU; tfjs keeps it for ever, by exact size. */
export function freePooledBuffers(): void {
  if (tf.getBackend() !== 'webgpu') return;
  const backend = webgpuBackend();
  flush(backend);
  stateOf(backend.device).bindGroups.clear(); // they hold buffers
  const pool = backend.bufferManager as unknown as BufferPool;
  for (const [key, buffers] of pool.freeBuffers) {
    for (const buffer of buffers) {
      pool.numBytesAllocated -= buffer.size;
      pool.numFreeBuffers--;
      buffer.destroy();
    }
    pool.freeBuffers.set(key, []);
  }
}

function stateOf(device: GPUDevice): DeviceState {
  let found = state.get(device);
  if (!found) {
    found = {
      layouts: new Map(), bindGroups: new Map(), uniforms: new Map(), volatileUniforms: [], nextVolatile: 0,
      bufferIds: new WeakMap(), nextBufferId: 0, pendingWork: 0, workPerSubmit: Infinity,
    };
    state.set(device, found);
  }
  return found;
}

/** A tensor on the GPU whose values are yet to be written. */
export function allocate(backend: WebGPUBackend, shape: number[], dtype: 'float32' | 'int32' = 'float32'): tf.TensorInfo {
  return backend.makeTensorInfo(shape, dtype);
}

/** Issues one dispatch. Outputs may be tensors that hold values: they are changed in place. */
export function runProgram<O extends string, I extends string, S extends string>(
  backend: WebGPUBackend, program: GpuProgram<O, I, S>, { outputs, inputs, sizes, threads, volatile = false, work = threads }: GpuRun<O, I, S>,
): void {
  const kept = stateOf(backend.device);
  const pipeline = pipelineOf(backend, program);
  const buffers = [
    ...(Object.keys(program.outputs) as O[]).map((name) => writableBuffer(backend, outputs[name])),
    ...(Object.keys(program.inputs) as I[]).map((name) => bufferOf(backend, inputs[name])),
  ];
  if (pipeline === null || threads === 0) return; // compiling only
  const values = (Object.keys(program.sizes) as S[]).map((name) => sizes[name]);
  buffers.push(uniformBuffer(backend.device, kept, { bytes: uniformBytes(Object.values(program.sizes), values, threads), volatile }));
  const group = bindGroup(backend, kept, { program, pipeline, buffers });
  const groups = Math.ceil(threads / (program.workgroupSize ?? 64));
  const rows = Math.ceil(groups / backend.device.limits.maxComputeWorkgroupsPerDimension);
  backend.ensureCommandEncoderReady();
  const internals = backend as unknown as BackendInternals;
  internals.computePassEncoder ??= internals.commandEncoder!.beginComputePass();
  const pass = internals.computePassEncoder;
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  pass.dispatchWorkgroups(Math.ceil(groups / rows), rows);
  kept.pendingWork += work;
  if (kept.pendingWork >= kept.workPerSubmit) flush(backend);
}

function bufferOf(backend: WebGPUBackend, { dataId }: tf.TensorInfo): GPUBuffer {
  backend.uploadToGPU(dataId);
  return backend.tensorMap.get(dataId).resource as GPUBuffer;
}

function writableBuffer(backend: WebGPUBackend, tensor: tf.TensorInfo): GPUBuffer {
  const buffer = bufferOf(backend, tensor);
  backend.tensorMap.get(tensor.dataId).values = null as unknown as Float32Array; // a copy read earlier is stale now
  return buffer;
}

/** The pipeline, or null in tfjs's compile-only mode, in which it is compiled beside others. */
function pipelineOf(backend: WebGPUBackend, program: GpuProgram): GPUComputePipeline | null {
  const { pipelineCache } = backend as unknown as BackendInternals;
  const key = `tdgan ${program.key}`;
  const compileOnly = tf.env().getBool('WEBGPU_ENGINE_COMPILE_ONLY');
  const cached = pipelineCache[key];
  if (cached && compileOnly) return null;
  if (cached instanceof Promise) throw new Error(`The shader ${program.key} is still being compiled; wait for the warm-up.`);
  if (cached) return cached;
  const { device } = backend;
  const descriptor: GPUComputePipelineDescriptor = {
    label: program.key,
    layout: device.createPipelineLayout({ bindGroupLayouts: [layoutOf(device, program)] }),
    compute: { module: device.createShaderModule({ label: program.key, code: shaderOf(program) }), entryPoint: 'main' },
  };
  if (compileOnly) {
    pipelineCache[key] = device.createComputePipelineAsync(descriptor);
    return null;
  }
  const pipeline = device.createComputePipeline(descriptor);
  pipelineCache[key] = pipeline;
  return pipeline;
}

/** Declarations of all bindings, an entry point that numbers the threads, and the program's own code. */
function shaderOf(program: GpuProgram): string {
  const lines: string[] = [];
  let binding = 0;
  const declare = (names: Record<string, ElementType>, access: string) => {
    for (const [name, type] of Object.entries(names)) {
      lines.push(`@group(0) @binding(${binding++}) var<storage, ${access}> ${name}: array<${type}>;`);
    }
  };
  declare(program.outputs, 'read_write');
  declare(program.inputs, 'read');
  const fields = Object.entries(program.sizes).map(([name, type]) => `  ${name}: ${type},`);
  lines.push('struct Sizes {', ...fields, '  threads: u32,', '}', `@group(0) @binding(${binding}) var<uniform> sizes: Sizes;`);
  const size = program.workgroupSize ?? 64;
  lines.push(
    program.code(),
    `@compute @workgroup_size(${size})`,
    'fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {',
    `  let index = (group.y * groups.x + group.x) * ${size}u + local;`,
    '  if (index < sizes.threads) { run(index); }',
    '}',
  );
  return lines.join('\n');
}

/** The uniform `sizes`, to a multiple of 16 bytes. */
function uniformBytes(types: ('u32' | 'f32')[], values: number[], threads: number): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil((values.length + 1) / 4) * 4);
  const floats = new Float32Array(words.buffer);
  values.forEach((value, i) => {
    if (types[i] === 'f32') floats[i] = value;
    else words[i] = value;
  });
  words[values.length] = threads;
  return words;
}

function uniformBuffer(
  device: GPUDevice, kept: DeviceState, { bytes, volatile }: { bytes: Uint32Array<ArrayBuffer>; volatile: boolean },
): GPUBuffer {
  if (volatile) return volatileUniform(device, kept, bytes);
  const key = bytes.join();
  let buffer = kept.uniforms.get(key);
  if (!buffer) {
    if (kept.uniforms.size >= keptUniforms) kept.uniforms.clear();
    buffer = device.createBuffer({ size: bytes.byteLength, usage: GPUBufferUsage.UNIFORM, mappedAtCreation: true });
    new Uint32Array(buffer.getMappedRange()).set(bytes);
    buffer.unmap();
    kept.uniforms.set(key, buffer);
  }
  return buffer;
}

/** The next buffer of a ring. A write is done before the next submit, so the ring must outlast what a submit uses. */
function volatileUniform(device: GPUDevice, kept: DeviceState, bytes: Uint32Array<ArrayBuffer>): GPUBuffer {
  if (bytes.byteLength > volatileBytes) throw new Error(`A volatile uniform has at most ${volatileBytes} bytes, not ${bytes.byteLength}.`);
  if (kept.volatileUniforms.length === 0) {
    kept.volatileUniforms = Array.from({ length: volatileRing }, () =>
      device.createBuffer({ size: volatileBytes, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST }));
  }
  if (kept.nextVolatile === volatileRing) {
    flush();
    kept.nextVolatile = 0;
  }
  const buffer = kept.volatileUniforms[kept.nextVolatile++]!;
  device.queue.writeBuffer(buffer, 0, bytes);
  return buffer;
}

function bindGroup(
  backend: WebGPUBackend, kept: DeviceState, { program, pipeline, buffers }: { program: GpuProgram; pipeline: GPUComputePipeline; buffers: GPUBuffer[] },
): GPUBindGroup {
  const key = `${program.key} ${buffers.map((buffer) => bufferId(kept, buffer)).join()}`;
  let group = kept.bindGroups.get(key);
  if (!group) {
    if (kept.bindGroups.size >= keptBindGroups) kept.bindGroups.clear();
    group = backend.device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
    kept.bindGroups.set(key, group);
  }
  return group;
}

function bufferId(kept: DeviceState, buffer: GPUBuffer): number {
  let id = kept.bufferIds.get(buffer);
  if (id === undefined) {
    id = kept.nextBufferId++;
    kept.bufferIds.set(buffer, id);
  }
  return id;
}

/** Stated, not inferred: inferred layouts leave out a binding that the code happens not to read. */
function layoutOf(device: GPUDevice, program: GpuProgram): GPUBindGroupLayout {
  const types: GPUBufferBindingType[] = [
    ...Object.keys(program.outputs).map(() => 'storage' as const),
    ...Object.keys(program.inputs).map(() => 'read-only-storage' as const),
    'uniform',
  ];
  const { layouts } = stateOf(device);
  const key = types.join();
  let layout = layouts.get(key);
  if (!layout) {
    layout = device.createBindGroupLayout({
      entries: types.map((type, binding) => ({ binding, visibility: GPUShaderStage.COMPUTE, buffer: { type } })),
    });
    layouts.set(key, layout);
  }
  return layout;
}

/** Whether the present backend has a kernel of this name; where not, an op is composed of tfjs's own. */
export function hasKernel(kernelName: string): boolean {
  return tf.getKernel(kernelName, tf.getBackend()) !== undefined;
}

// Starts the backend that tfjs computes on, as chooseBackend.ts picks it. Whatever was passed over is
// said, never swallowed. Surprise: the WebGPU device is made here and not by tfjs, so that its loss
// and its late errors can be heard.

import * as tf from '@tensorflow/tfjs';
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import wasmSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import wasmThreadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { registerComposedFilterGradient, registerComposedInputGradient } from '../kernels/convGradients';
import { prepareBackend } from '../kernels/gpuProgram';
import { registerGpuKernels } from '../kernels/register';
import { chooseBackend, SoftwareAdapterError } from './chooseBackend';
import type { BackendName, DeviceReport } from './engine';
import { selfCheck } from './selfCheck';

type Adapter = DeviceReport['adapter'];

interface Started {
  adapter: Adapter;
  limits: Record<string, number>;
}

export interface DeviceListener {
  /** The device is gone; nothing that waits for it will ever come. */
  lost(message: string): void;
  /** A command was refused or memory ran out, some time ago; what was issued with it was dropped. */
  failed(message: string): void;
}

const reportedLimits = [
  'maxBufferSize', 'maxStorageBufferBindingSize', 'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup', 'maxComputeWorkgroupsPerDimension',
] as const;

/**
 * Floating-point operations per submit, so that the browser gets a turn on the GPU in between: a tenth
 * of a second on a GPU of 1 TFLOPS, a second on a software adapter, whose watchdog waits for ten.
 */
export const hardwareWorkPerSubmit = 1e11;
const softwareWorkPerSubmit = 4e9;

/**
 * Starts and checks a backend. One that starts but computes wrong gradients counts as missing.
 * @param requested tried first, and used even on a software adapter; the others follow where it cannot be had
 * @throws Error listing what was wrong with each where none is left
 */
export async function startBackend(requested: BackendName | undefined, listener: DeviceListener): Promise<DeviceReport> {
  const { started, ...choice } = await chooseBackend(requested, async (backend, acceptsSoftware) => {
    const device = await starters[backend](listener, acceptsSoftware);
    return { ...device, selfCheck: await selfCheck() };
  });
  return { ...choice, ...started };
}

/** @throws SoftwareAdapterError where the adapter is software and that is not accepted */
type Starter = (listener: DeviceListener, acceptsSoftware: boolean) => Promise<Started>;

const starters: Record<BackendName, Starter> = {
  webgpu: startWebgpu, webgl: startWebgl, wasm: startWasm, cpu: startCpu,
};

async function startWebgpu(listener: DeviceListener, acceptsSoftware: boolean): Promise<Started> {
  // Typed as always there; older browsers and insecure pages lack it.
  const gpu = navigator.gpu as GPU | undefined;
  if (!gpu) throw new Error('this browser, or a page that is not served over https or from localhost, has no navigator.gpu');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('the browser has WebGPU but found no GPU adapter for it');
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
  const software = softwareIn(`${architecture} ${description}`) ?? (isFallbackAdapter ? 'a fallback adapter' : null);
  if (software !== null && !acceptsSoftware) throw new SoftwareAdapterError(software);
  const device = await adapter.requestDevice({
    requiredFeatures: adapter.features.has('timestamp-query') ? ['timestamp-query'] : [],
    requiredLimits: Object.fromEntries(
      [...reportedLimits, 'maxComputeWorkgroupSizeX' as const].map((limit) => [limit, adapter.limits[limit]]),
    ),
  });
  void device.lost.then(({ reason, message }) => {
    if (reason !== 'destroyed') listener.lost(message.trim().replace(/\.$/, '') || 'no reason was given');
  });
  // Errors in a command arrive long after it; on the console they fail every browser test.
  device.addEventListener('uncapturederror', ({ error }) => {
    console.error(`WebGPU error: ${error.message}`);
    listener.failed(error instanceof GPUOutOfMemoryError ? 'it ran out of memory' : error.message.split('\n')[0]!);
  });
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info));
  await useBackend('webgpu');
  prepareBackend(tf.backend() as WebGPUBackend, software === null ? hardwareWorkPerSubmit : softwareWorkPerSubmit);
  registerGpuKernels();
  return {
    adapter: { vendor, architecture, description, software: software !== null },
    limits: Object.fromEntries(reportedLimits.map((limit) => [limit, device.limits[limit]])),
  };
}

async function startWebgl(listener: DeviceListener, acceptsSoftware: boolean): Promise<Started> {
  if (!acceptsSoftware) refuseSoftwareWebgl();
  await useBackend('webgl');
  const { gl } = (tf.backend() as unknown as { gpgpu: { gl: WebGL2RenderingContext } }).gpgpu;
  gl.canvas.addEventListener('webglcontextlost', () => listener.lost('the WebGL context was lost'));
  const { vendor, description } = webglRenderer(gl);
  return {
    adapter: { vendor, architecture: '', description, software: softwareIn(description) !== null },
    limits: { maxTextureSize: Number(gl.getParameter(gl.MAX_TEXTURE_SIZE)) },
  };
}

/** Asks a context of its own, since tfjs would keep the one that it is made to start. */
function refuseSoftwareWebgl(): void {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) throw new Error('the browser has no WebGL 2');
  const software = softwareIn(webglRenderer(gl).description);
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  if (software !== null) throw new SoftwareAdapterError(software);
}

function webglRenderer(gl: WebGL2RenderingContext): { vendor: string; description: string } {
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  const parameter = (name: number) => String(gl.getParameter(name));
  return {
    vendor: parameter(names ? names.UNMASKED_VENDOR_WEBGL : gl.VENDOR),
    description: parameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER),
  };
}

async function startWasm(): Promise<Started> {
  const { setThreadsCount, setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const cores = navigator.hardwareConcurrency;
  const threads = Math.max(Math.min(2, cores), Math.ceil(cores / 2)); // half: logical cores often come in pairs
  setThreadsCount(threads);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': wasmUrl,
    'tfjs-backend-wasm-simd.wasm': wasmSimdUrl,
    'tfjs-backend-wasm-threaded-simd.wasm': wasmThreadedUrl,
  });
  await withCores(2 * threads, () => useBackend('wasm'));
  registerComposedFilterGradient('wasm');
  registerComposedInputGradient('wasm');
  return { adapter: null, limits: {} };
}

/** The WASM module never takes more threads than half the cores that it is told of, so only one of two. */
async function withCores(cores: number, start: () => Promise<void>): Promise<void> {
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: cores, configurable: true });
  try {
    await start();
  } finally {
    Reflect.deleteProperty(navigator, 'hardwareConcurrency'); // the prototype's is the true one again
  }
}

async function startCpu(): Promise<Started> {
  await useBackend('cpu');
  registerComposedFilterGradient('cpu');
  registerComposedInputGradient('cpu');
  return { adapter: null, limits: {} };
}

async function useBackend(name: BackendName): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error('tfjs could not start it');
  await tf.ready();
}

/** The software that an adapter's description names, null where it names none. */
function softwareIn(description: string): string | null {
  return description.match(/swiftshader|llvmpipe|softpipe|software|basic render/i)?.[0] ?? null;
}

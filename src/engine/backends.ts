// Starts the backend that tfjs computes on: the one asked for, else WebGPU, WebGL, WASM in this
// order. Whatever was passed over is said, never swallowed. Surprise: the WebGPU device is made
// here and not by tfjs, so that its loss and its late errors can be heard.

import * as tf from '@tensorflow/tfjs';
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import wasmSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import wasmThreadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { registerComposedFilterGradient, registerComposedInputGradient } from '../kernels/convGradients';
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
}

const preference: BackendName[] = ['webgpu', 'webgl', 'wasm'];
const reportedLimits = [
  'maxBufferSize', 'maxStorageBufferBindingSize', 'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup', 'maxComputeWorkgroupsPerDimension',
] as const;

/**
 * Starts and checks a backend. One that starts but computes wrong gradients counts as missing.
 * @param requested tried first; the others follow where it cannot be had
 * @throws Error listing what was wrong with each where none is left
 */
export async function startBackend(requested: BackendName | undefined, listener: DeviceListener): Promise<DeviceReport> {
  const order = requested ? [requested, ...preference.filter((name) => name !== requested)] : preference;
  const fallbackReasons: string[] = [];
  for (const backend of order) {
    try {
      const started = await starters[backend](listener);
      const check = await selfCheck();
      return { backend, ...started, fallbackReasons, selfCheck: check };
    } catch (error) {
      fallbackReasons.push(`${displayNames[backend]} cannot be used: ${(error as Error).message.replace(/\.$/, '')}.`);
    }
  }
  throw new Error(`No backend works in this browser. ${fallbackReasons.join(' ')}`);
}

const displayNames: Record<BackendName, string> = { webgpu: 'WebGPU', webgl: 'WebGL', wasm: 'WASM', cpu: 'Plain CPU' };

const starters: Record<BackendName, (listener: DeviceListener) => Promise<Started>> = {
  webgpu: startWebgpu, webgl: startWebgl, wasm: startWasm, cpu: startCpu,
};

async function startWebgpu(listener: DeviceListener): Promise<Started> {
  // Typed as always there; older browsers and insecure pages lack it.
  const gpu = navigator.gpu as GPU | undefined;
  if (!gpu) throw new Error('this browser, or a page that is not served over https or from localhost, has no navigator.gpu');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('the browser has WebGPU but found no GPU adapter for it');
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
  device.addEventListener('uncapturederror', ({ error }) => console.error(`WebGPU error: ${error.message}`));
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info));
  await useBackend('webgpu');
  const { vendor, architecture, description } = adapter.info;
  return {
    adapter: { vendor, architecture, description, software: adapter.info.isFallbackAdapter || isSoftware(`${architecture} ${description}`) },
    limits: Object.fromEntries(reportedLimits.map((limit) => [limit, device.limits[limit]])),
  };
}

async function startWebgl(listener: DeviceListener): Promise<Started> {
  await useBackend('webgl');
  const { gl } = (tf.backend() as unknown as { gpgpu: { gl: WebGL2RenderingContext } }).gpgpu;
  gl.canvas.addEventListener('webglcontextlost', () => listener.lost('the WebGL context was lost'));
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  const parameter = (name: number) => String(gl.getParameter(name));
  const description = parameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  return {
    adapter: {
      vendor: parameter(names ? names.UNMASKED_VENDOR_WEBGL : gl.VENDOR), architecture: '', description,
      software: isSoftware(description),
    },
    limits: { maxTextureSize: Number(gl.getParameter(gl.MAX_TEXTURE_SIZE)) },
  };
}

async function startWasm(): Promise<Started> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  setWasmPaths({
    'tfjs-backend-wasm.wasm': wasmUrl,
    'tfjs-backend-wasm-simd.wasm': wasmSimdUrl,
    'tfjs-backend-wasm-threaded-simd.wasm': wasmThreadedUrl,
  });
  await useBackend('wasm');
  registerComposedFilterGradient('wasm');
  registerComposedInputGradient('wasm');
  return { adapter: null, limits: {} };
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

function isSoftware(description: string): boolean {
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(description);
}

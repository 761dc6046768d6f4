// The choice of a backend on machines of every kind, each played by a table of what its backends answer.

import { describe, expect, it } from 'vitest';
import { chooseBackend, SoftwareAdapterError } from './chooseBackend';
import type { BackendName } from './engine';

/** What stands behind each backend: hardware (or nothing to ask for), software by its name, or a fault. */
type Machine = Partial<Record<BackendName, 'works' | { software: string } | { fault: string }>>;

async function choose(machine: Machine, requested?: BackendName) {
  const tried: string[] = [];
  const choice = await chooseBackend(requested, async (backend, acceptsSoftware) => {
    tried.push(`${backend}${acceptsSoftware ? '' : ', hardware'}`);
    const answer = machine[backend] ?? { fault: 'it is missing.' };
    if (answer === 'works') return backend;
    if ('fault' in answer) throw new Error(answer.fault);
    if (!acceptsSoftware) throw new SoftwareAdapterError(answer.software);
    return `${backend} on ${answer.software}`;
  });
  return { ...choice, tried };
}

const swiftshader = { software: 'SwiftShader' };

describe('nobody asked for a backend', () => {
  it('takes WebGPU on hardware, and tries nothing else', async () => {
    expect(await choose({ webgpu: 'works', webgl: 'works', wasm: 'works' })).toEqual({
      backend: 'webgpu', started: 'webgpu', fallbackReasons: [], tried: ['webgpu, hardware'],
      reason: 'WebGPU is the fastest backend that works here.',
    });
  });

  it('passes software WebGPU over for WebGL on hardware, which is no fault', async () => {
    expect(await choose({ webgpu: swiftshader, webgl: 'works', wasm: 'works' })).toMatchObject({
      backend: 'webgl', fallbackReasons: [],
      reason: 'WebGL is the fastest backend here: no GPU is behind WebGPU (SwiftShader), only software, which is slower.',
    });
  });

  it('takes WASM before any software GPU', async () => {
    expect(await choose({ webgpu: swiftshader, webgl: { software: 'llvmpipe' }, wasm: 'works' })).toMatchObject({
      backend: 'wasm', fallbackReasons: [], tried: ['webgpu, hardware', 'webgl, hardware', 'wasm'],
      reason: 'WASM is the fastest backend here: no GPU is behind WebGPU (SwiftShader) and WebGL (llvmpipe), only software, which is slower.',
    });
  });

  it('tells a missing backend from one passed over', async () => {
    const { backend, reason, fallbackReasons } = await choose({ webgl: swiftshader, wasm: 'works' });
    expect(backend).toBe('wasm');
    expect(fallbackReasons).toEqual(['WebGPU cannot be used: it is missing.']);
    expect(reason).toContain('no GPU is behind WebGL (SwiftShader), only');
  });

  it('takes software where WASM fails too, and tries nothing that failed again', async () => {
    expect(await choose({ webgl: swiftshader, wasm: { fault: 'it computes wrong gradients' } })).toEqual({
      backend: 'webgl', started: 'webgl on SwiftShader', reason: 'WebGL on software is all that works here.',
      fallbackReasons: ['WebGPU cannot be used: it is missing.', 'WASM cannot be used: it computes wrong gradients.'],
      tried: ['webgpu, hardware', 'webgl, hardware', 'wasm', 'webgl'],
    });
  });

  it('says what is wrong with each where none works', async () => {
    await expect(choose({})).rejects.toThrow(
      'No backend works in this browser. WebGPU cannot be used: it is missing. WebGL cannot be used: it is missing. WASM cannot be used: it is missing.');
  });
});

describe('a backend that was asked for', () => {
  it('is taken even on software', async () => {
    expect(await choose({ webgpu: swiftshader, webgl: 'works', wasm: 'works' }, 'webgpu')).toEqual({
      backend: 'webgpu', started: 'webgpu on SwiftShader', reason: 'WebGPU was asked for.', fallbackReasons: [], tried: ['webgpu'],
    });
  });

  it('gives way to the usual choice where it cannot be had, and this is said', async () => {
    expect(await choose({ webgpu: { fault: 'no adapter.' }, webgl: swiftshader, wasm: 'works' }, 'webgpu')).toMatchObject({
      backend: 'wasm', fallbackReasons: ['WebGPU cannot be used: no adapter.'], tried: ['webgpu', 'webgl, hardware', 'wasm'],
    });
  });

  it('may be plain CPU, which is never chosen unasked', async () => {
    expect((await choose({ cpu: 'works', wasm: 'works' }, 'cpu')).backend).toBe('cpu');
    await expect(choose({ cpu: 'works' })).rejects.toThrow('No backend works');
  });
});

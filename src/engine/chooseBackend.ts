// Which backend computes: the one asked for, else WebGPU or WebGL where hardware is behind it, else
// WASM. Between the page's wish and backends.ts, which starts what is tried here. Surprise: a software
// GPU looks like a GPU and is slower than WASM on the same CPU, so unasked it is only the last resort.

import type { BackendName } from './engine';

export const displayNames: Record<BackendName, string> = { webgpu: 'WebGPU', webgl: 'WebGL', wasm: 'WASM', cpu: 'Plain CPU' };

/** What starting a backend throws where only software is behind it and that will not do. No fault. */
export class SoftwareAdapterError extends Error {
  /** @param software as it names itself, such as SwiftShader */
  constructor(readonly software: string) {
    super(`only software is behind it (${software})`);
  }
}

export interface Choice<Started> {
  backend: BackendName;
  started: Started;
  /** Why this one, in a sentence. */
  reason: string;
  /** What could not be used before it, a sentence each. */
  fallbackReasons: string[];
}

/** Starts and checks one backend; throws an Error saying why it cannot be used, or a SoftwareAdapterError. */
export type StartBackend<Started> = (backend: BackendName, acceptsSoftware: boolean) => Promise<Started>;

interface Attempt {
  backend: BackendName;
  acceptsSoftware: boolean;
}

/** WASM has no adapter, so whether it may be software makes no difference to it. */
const preference: Attempt[] = [
  { backend: 'webgpu', acceptsSoftware: false },
  { backend: 'webgl', acceptsSoftware: false },
  { backend: 'wasm', acceptsSoftware: true },
  { backend: 'webgpu', acceptsSoftware: true },
  { backend: 'webgl', acceptsSoftware: true },
];

/**
 * @param requested tried first and taken even on software; the others follow where it cannot be had
 * @throws Error listing what was wrong with each where none is left
 */
export async function chooseBackend<Started>(requested: BackendName | undefined, start: StartBackend<Started>): Promise<Choice<Started>> {
  const attempts = requested ? [{ backend: requested, acceptsSoftware: true }, ...preference] : preference;
  const faults = new Map<BackendName, string>();
  const software = new Map<BackendName, string>();
  for (const { backend, acceptsSoftware } of attempts) {
    if (faults.has(backend)) continue;
    try {
      const started = await start(backend, acceptsSoftware);
      const reason = backend === requested ? `${displayNames[backend]} was asked for.` : reasonFor(backend, software);
      return { backend, started, reason, fallbackReasons: [...faults.values()] };
    } catch (error) {
      if (error instanceof SoftwareAdapterError) software.set(backend, error.software);
      else faults.set(backend, `${displayNames[backend]} cannot be used: ${(error as Error).message.replace(/\.$/, '')}.`);
    }
  }
  throw new Error(`No backend works in this browser. ${[...faults.values()].join(' ')}`);
}

/** @param software what was passed over, and how its software names itself */
function reasonFor(backend: BackendName, software: Map<BackendName, string>): string {
  const name = displayNames[backend];
  if (software.has(backend)) return `${name} on software is all that works here.`;
  if (software.size === 0) return `${name} is the fastest backend that works here.`;
  const passedOver = [...software].map(([other, adapter]) => `${displayNames[other]} (${adapter})`).join(' and ');
  return `${name} is the fastest backend here: no GPU is behind ${passedOver}, only software, which is slower.`;
}

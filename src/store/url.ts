// The experiment's address to plain values and back: which model, and all of the set-up but the
// images (setUp.ts). Surprise: what cannot be understood is reported, not guessed, so that a
// mistyped backend is never silently another one.

import { presets, type PresetName } from '../config';
import { backendNames, type BackendName } from '../engine/engine';
import { readSetUp, setUpFields, type SetUp } from './setUp';

export interface Address extends SetUp {
  /** Undefined: the fastest that this machine has. */
  backend?: BackendName;
  preset: PresetName;
  seed: number;
  /** Whether the page begins with the demo set and two of its people; `demo=none` starts empty. */
  demo: boolean;
  /** What was wrong with the address, one sentence each. */
  problems: string[];
}

export function readAddress(search: string): Address {
  const query = new URLSearchParams(search);
  const model = { preset: 'paper' as PresetName, seed: 1, demo: true, backend: undefined as BackendName | undefined };
  const problems: string[] = [];

  const backend = query.get('backend');
  if (backend !== null) {
    if (isOneOf(backendNames, backend)) model.backend = backend;
    else problems.push(`The address asks for the backend "${backend}"; known are ${backendNames.join(', ')}. The best available one is used.`);
  }

  const preset = query.get('preset');
  const presetNames = Object.keys(presets) as PresetName[];
  if (preset !== null) {
    if (isOneOf(presetNames, preset)) model.preset = preset;
    else problems.push(`The address asks for the preset "${preset}"; known are ${presetNames.join(', ')}. The paper preset is used.`);
  }

  const seed = query.get('seed');
  if (seed !== null) {
    if (isSeed(Number(seed)) && seed.trim() !== '') model.seed = Number(seed);
    else problems.push(`The address asks for the seed "${seed}"; a seed is a whole number from 0 to 4294967295. Seed 1 is used.`);
  }

  const demo = query.get('demo');
  if (demo === 'none') model.demo = false;
  else if (demo !== null) problems.push(`The address asks for the demo "${demo}"; known is none, which starts empty. The demo set is loaded.`);

  for (const field of new Set(query.keys())) {
    if (!['backend', 'preset', 'seed', 'demo', ...setUpFields].includes(field)) problems.push(`The address has a field "${field}", which this page does not know. It is left alone.`);
  }
  const { problems: setUpProblems, ...setUp } = readSetUp(query, model.preset);
  const { backend: known, ...rest } = model;
  return { ...rest, ...setUp, ...(known && { backend: known }), problems: [...problems, ...setUpProblems] };
}

/** `search` with some of its fields changed, or taken away where undefined; the other fields stay. */
export function changeAddress(search: string, change: Readonly<Record<string, string | number | undefined>>): string {
  const query = new URLSearchParams(search);
  for (const [field, value] of Object.entries(change)) {
    if (value === undefined) query.delete(field);
    else query.set(field, String(value));
  }
  return `?${query.toString()}`;
}

export function isSeed(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 0xffffffff;
}

function isOneOf<T extends string>(names: readonly T[], name: string): name is T {
  return (names as readonly string[]).includes(name);
}

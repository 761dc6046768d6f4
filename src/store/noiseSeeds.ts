// The seed of each drawing of the interpolation panel.

import type { StoreApi } from 'zustand/vanilla';
import { freshSeed, type NoiseState } from './noise';
import type { AppState } from './state';

export function updateNoise(store: StoreApi<AppState>, change: Partial<NoiseState>): void {
  store.setState(({ noise }) => ({ noise: { ...noise, ...change } }));
}

/** Of a drawing that begins now: the locked one, else one that no drawing had yet. */
export function takeNoiseSeed(store: StoreApi<AppState>): number {
  const { noiseSeed, noise: { locked, taken } } = store.getState();
  if (locked) return noiseSeed;
  updateNoise(store, { taken: taken + 1 });
  return freshSeed(noiseSeed, taken);
}

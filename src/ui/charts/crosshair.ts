// The one place on the x axis that all charts and readouts point at. Surprise: it is no state of
// React, because it moves with the mouse and must not wake the page.

export interface Crosshair {
  /** Null while nothing is pointed at. */
  get(): number | null;
  set(x: number | null): void;
  subscribe(listener: () => void): () => void;
}

export function createCrosshair(): Crosshair {
  const listeners = new Set<() => void>();
  let at: number | null = null;
  return {
    get: () => at,
    set(x) {
      if (x === at) return;
      at = x;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

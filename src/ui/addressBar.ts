// Keeps the address in step with the set-up, so that a link opens the same experiment again.
// Surprise: it is written a moment after the last change, because browsers refuse an address that
// changes with every move of a slider.

import type { AppStore } from '../store/joint';
import { addressFields } from '../store/setUp';
import { changeAddress } from '../store/url';

const restMs = 400;

/** @returns what ends it */
export function followSetUp(store: AppStore): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  function write(): void {
    const fields = addressFields(store.getState());
    if (!fields) return;
    const search = changeAddress(window.location.search, fields);
    if (search !== window.location.search && !(search === '?' && window.location.search === '')) {
      window.history.replaceState(null, '', search === '?' ? window.location.pathname : search);
    }
  }
  const unsubscribe = store.subscribe((state, before) => {
    const changed = (['config', 'training', 'modelSeed', 'noiseSeed', 'noise', 'alphas', 'activity'] as const).some((key) => state[key] !== before[key]);
    if (!changed) return;
    clearTimeout(timer);
    timer = setTimeout(write, restMs);
  });
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
}

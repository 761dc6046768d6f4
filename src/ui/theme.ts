// Light, dark, or as the system has it: the choice, and the scheme that follows from it, which stands
// on the root element for the style sheets. Surprise: the root always carries the scheme, also where
// the system decides, so that each color is written down once per scheme.

import { useSyncExternalStore } from 'react';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const darkSystem = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
let chosen: Theme = 'system';

const schemeOf = (theme: Theme): 'light' | 'dark' => (theme === 'system' ? (darkSystem.matches ? 'dark' : 'light') : theme);

function apply(): void {
  document.documentElement.dataset['scheme'] = schemeOf(chosen);
  listeners.forEach((listener) => listener());
}

darkSystem.addEventListener('change', apply);

/** @param name a theme's name, or whatever was kept: anything else is the system's scheme */
export function chooseTheme(name: string | null): void {
  chosen = themes.find((theme) => theme === name) ?? 'system';
  apply();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, () => chosen);
export const useColorScheme = (): 'light' | 'dark' => useSyncExternalStore(subscribe, () => schemeOf(chosen));

// How panels reach the store, the history and the actions, without each of them being handed down.
// Surprise: a selector must return the same object while nothing changed, or its panel never rests.

import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { History } from '../store/history';
import type { Actions } from '../store/joinEngine';
import type { AppStore } from '../store/joint';
import type { Preferences } from '../store/preferences';
import type { RunKeeper } from '../store/runKeeper';
import type { AppState } from '../store/state';
import type { Address } from '../store/url';

export interface Page {
  store: AppStore;
  history: History;
  actions: Actions;
  /** Keeps the history beyond the tab. */
  runKeeper: RunKeeper;
  /** What the page's address asked for. */
  address: Address;
  /** Small choices that outlive the tab. */
  preferences: Preferences;
}

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = use(PageContext);
  if (!page) throw new Error('Panels stand inside a PageContext.');
  return page;
}

export const useActions = (): Actions => usePage().actions;

export function useApp<T>(select: (state: AppState) => T): T {
  return useStore(usePage().store, select);
}

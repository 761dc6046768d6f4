// What every action needs in hand: engine, studio, store, and the ways in which an action may fail.
// Surprise: no action throws, since a person who clicks has nobody to catch it; what goes wrong
// becomes state.

import type { StoreApi } from 'zustand/vanilla';
import type { EngineHandle } from '../engine/engine';
import type { Studio } from '../people/studio';
import { messageOf } from './errors';
import type { History } from './history';
import type { Inference } from './inference';
import type { Activity, AppState } from './state';

export type AppStore = StoreApi<AppState>;

export interface Joint {
  engine: EngineHandle;
  studio: Studio;
  store: AppStore;
  history: History;
  inference: Inference;
}

/** Adds an alert, once. */
export function report(store: AppStore, message: string): void {
  store.setState(({ alerts }) => {
    if (alerts.some((alert) => alert.message === message)) return {};
    return { alerts: [...alerts, { id: 1 + (alerts.at(-1)?.id ?? 0), message }] };
  });
}

/** Runs `work`; what it throws becomes an alert. */
export async function attempt(store: AppStore, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    report(store, messageOf(error));
  }
}

/** The same, and meanwhile nothing else may change the model. */
export async function exclusively(store: AppStore, activity: Activity, work: () => Promise<void>): Promise<void> {
  store.setState({ activity });
  await attempt(store, work);
  store.setState({ activity: null, progress: null });
}

export function redraw({ inference }: Joint): void {
  inference.transfer.request();
  inference.compare.request();
  inference.interpolate.request();
}

// The one place where engine and store are joined: engine events flow in, and the page's actions
// come out, each a call of the engine whose result or error becomes state.

import { createStore } from 'zustand/vanilla';
import type { PresetName } from '../config';
import type { EngineHandle } from '../engine/engine';
import { createBenchmarkActions } from './benchmarkActions';
import { messageOf } from './errors';
import type { History } from './history';
import { createImageActions } from './imageActions';
import { createInference } from './inference';
import { exclusively, redraw, report, type AppStore, type Joint } from './joint';
import { createModelActions } from './modelActions';
import { receive } from './receive';
import { initialState, type Axis } from './state';

export const createAppStore = (): AppStore => createStore(() => initialState);

export type Actions = ReturnType<typeof joinEngine>;

export function joinEngine(engine: EngineHandle, store: AppStore, history: History) {
  const joint: Joint = { engine, store, history, inference: createInference(engine, store) };
  const { makeModel, ...modelActions } = createModelActions(joint);
  let modelMade: Promise<void> = new Promise(() => undefined);
  const { refitSlots, receiveDataset, loadDroppedAgain, ...imageActions } = createImageActions(joint, () => modelMade);

  engine.subscribe((event) => {
    receive(joint, event);
    if (event.kind === 'model') void refitSlots();
    if (event.kind === 'dataset') receiveDataset(event.branch, event.report);
  });

  return {
    ...modelActions,
    ...imageActions,
    ...createBenchmarkActions(joint),
    report: (message: string) => report(store, message),
    dismissAlert(id: number): void {
      store.setState(({ alerts }) => ({ alerts: alerts.filter((alert) => alert.id !== id) }));
    },
    /** Waits for the device and makes the first model; rejects, after telling the page, where either fails. */
    async start(preset: PresetName, seed: number): Promise<void> {
      modelMade = engine.device().then((device) => {
        store.setState({ device });
        return makeModel(preset, seed);
      });
      try {
        await modelMade;
      } catch (error) {
        store.setState({ failure: `The engine could not start: ${messageOf(error)}` });
        throw error;
      } finally {
        store.setState({ activity: null, progress: null });
      }
    },
    newModel: (preset: PresetName, seed: number) => exclusively(store, 'creating', async () => {
      await makeModel(preset, seed);
      await loadDroppedAgain();
    }),
    setAlpha(axis: Axis, alpha: number): void {
      store.setState(({ alphas }) => ({ alphas: { ...alphas, [axis]: alpha } }));
      joint.inference.interpolate.request();
    },
    setNoiseSeed(noiseSeed: number): void {
      store.setState({ noiseSeed });
      redraw(joint);
    },
    drawStrips: joint.inference.drawStrips,
  };
}

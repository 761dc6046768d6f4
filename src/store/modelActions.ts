// What a person does to the model: make it, train it, set it back, load and save its weights.
// Surprises: the engine keeps its training settings when a model is made, so the preset's settings
// are sent after it; and nothing here keeps settings or tidies up after new weights, since
// receive.ts does whenever the engine tells of them.

import { presets, type PresetName } from '../config';
import { messageOf } from './errors';
import { attempt, exclusively, type Joint } from './joint';
import { setStatus } from './receive';
import type { SettingsChange } from './state';

export function createModelActions(joint: Joint) {
  const { engine, store } = joint;

  return {
    /** @throws Error where the engine has no device or no room for the model */
    async makeModel(preset: PresetName, seed: number): Promise<void> {
      const { config, training } = presets[preset];
      await engine.create(config, { seed });
      await engine.setTraining({ ...training, seed });
    },
    /** Until paused, or for `steps` steps; of all networks, or of the one that was chosen. */
    train: (steps?: number) => attempt(store, () => {
      const { only } = store.getState().trainingBar;
      return engine.train({ ...(steps === undefined ? {} : { steps }), ...(only ? { only } : {}) });
    }),
    pause: () => exclusively(store, 'pausing', async () => setStatus(joint, await engine.pause())),
    reset: () => exclusively(store, 'resetting', async () => {
      await engine.reset();
    }),
    changeSettings: (change: SettingsChange) => attempt(store, async () => {
      await engine.setTraining(change);
    }),
    loadWeights: (files: readonly File[]) => exclusively(store, 'loadingWeights', async () => {
      try {
        const buffers = await Promise.all(files.map(async (file) => [file.name, await file.arrayBuffer()] as const));
        const imported = await engine.loadWeights(Object.fromEntries(buffers));
        store.setState({ weights: { report: imported, error: null } });
      } catch (error) {
        store.setState(({ weights }) => ({ weights: { ...weights, error: messageOf(error) } }));
      }
    }),
    /** The weights as one safetensors file; null where saving failed, which an alert then tells. */
    async saveWeights(): Promise<ArrayBuffer | null> {
      let saved: ArrayBuffer | null = null;
      await exclusively(store, 'savingWeights', async () => {
        saved = await engine.saveWeights();
      });
      return saved;
    },
  };
}

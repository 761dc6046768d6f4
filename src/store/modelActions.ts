// What a person does to the model: make it, train it, set it back, load and save its weights.
// Surprise: the engine keeps its training settings when a model is made, so the preset's settings
// are sent after it.

import { presets, type PresetName } from '../config';
import { messageOf } from './errors';
import { attempt, exclusively, redraw, type Joint } from './joint';
import { setStatus } from './receive';
import { initialState, type SettingsChange } from './state';

export function createModelActions(joint: Joint) {
  const { engine, store, history } = joint;

  /** Everything that was computed with weights that are no more. */
  async function forgetOldWeights(): Promise<void> {
    history.clear();
    store.setState({ latest: null, strips: initialState.strips });
    setStatus(joint, await engine.status());
  }

  return {
    /** @throws Error where the engine has no device or no room for the model */
    async makeModel(preset: PresetName, seed: number): Promise<void> {
      const { config, training } = presets[preset];
      const parameters = await engine.create(config, { seed });
      const settings = await engine.setTraining({ ...training, seed });
      store.setState({ parameters, config, training: settings, weights: initialState.weights });
      await forgetOldWeights();
    },
    train: (steps?: number) => attempt(store, () => engine.train(steps === undefined ? {} : { steps })),
    pause: () => exclusively(store, 'pausing', async () => setStatus(joint, await engine.pause())),
    reset: () => exclusively(store, 'resetting', async () => {
      store.setState({ parameters: await engine.reset(), weights: initialState.weights });
      await forgetOldWeights();
      redraw(joint);
    }),
    changeSettings: (change: SettingsChange) => attempt(store, async () => {
      store.setState({ training: await engine.setTraining(change) });
    }),
    loadWeights: (files: readonly File[]) => exclusively(store, 'loadingWeights', async () => {
      try {
        const buffers = await Promise.all(files.map(async (file) => [file.name, await file.arrayBuffer()] as const));
        const imported = await engine.loadWeights(Object.fromEntries(buffers));
        store.setState({ weights: { report: imported, error: null } });
        await forgetOldWeights();
        redraw(joint);
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

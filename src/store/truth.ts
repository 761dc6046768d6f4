// A transfer between two drawn people against the picture that would be right: the studio draws it,
// the engine compares. Surprise: the true picture does not depend on the weights, so it is kept until
// an image or the model's size changes.

import type { StoreApi } from 'zustand/vanilla';
import type { TdganConfig } from '../config';
import type { EngineHandle } from '../engine/engine';
import type { Scene, Studio } from '../people/studio';
import { messageOf } from './errors';
import { fits, toPicture } from './pictures';
import { drawnSide, trueScene } from './scenes';
import { initialState, type AppState, type Picture } from './state';

/** Who draws with the weights, who draws without them, and where it all is shown. */
export interface Drawers {
  engine: EngineHandle;
  studio: Studio;
  store: StoreApi<AppState>;
}

/** What can be compared now: both slots drawn by the studio, and prepared for this model. */
export function comparableSlots({ config, slots }: AppState): { config: TdganConfig; face: Picture; expression: Picture; scene: Scene } | null {
  const [face, expression] = [slots.face.image, slots.expression.image];
  if (!config || !face?.scene || !expression?.scene) return null;
  if (!fits(face.picture, config) || !fits(expression.picture, config)) return null;
  return { config, face: face.picture, expression: expression.picture, scene: trueScene(face.scene, expression.scene) };
}

/** @returns a run for a latest-wins loop; it never rejects */
export function createComparison({ engine, studio, store }: Drawers): () => Promise<void> {
  let kept: { scene: string; truth: Picture } | null = null;

  async function drawTruth(scene: Scene, config: TdganConfig): Promise<Picture> {
    const key = JSON.stringify(scene);
    if (kept?.scene === key && fits(kept.truth, config)) return kept.truth;
    const truth = toPicture(await engine.prepareImage(await studio.draw(scene, drawnSide)), config);
    kept = { scene: key, truth };
    return truth;
  }

  return async () => {
    const state = store.getState();
    const slots = state.truth.wanted ? comparableSlots(state) : null;
    if (!slots) {
      if (state.truth.result ?? state.truth.error) store.setState({ truth: { ...initialState.truth, wanted: state.truth.wanted } });
      return;
    }
    const { config, face, expression } = slots;
    let change: Partial<AppState['truth']>;
    try {
      const truth = await drawTruth(slots.scene, config);
      const { step } = store.getState().status;
      const { scores, difference } = await engine.compareWithTruth({
        face: face.values, expression: expression.values, truth: truth.values, noiseSeed: state.noiseSeed,
      });
      change = { error: null, result: { truth, scores, step, difference: toPicture(difference, config) } };
    } catch (error) {
      change = { error: messageOf(error) };
    }
    // Another model or other images since: what compares those is under way.
    if (store.getState().config === config) store.setState(({ truth }) => ({ truth: { ...truth, ...change } }));
  };
}

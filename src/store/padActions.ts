// The seven-expression pad. Surprise: it draws nothing until it is touched, because the means cost a
// hundred encodings; from then on it follows the face, the noise, the set and the training's pauses.

import { messageOf } from './errors';
import { isOutdated } from './gridActions';
import type { Joint } from './joint';
import { createLatestWins } from './latestWins';
import { takeNoiseSeed } from './noiseSeeds';
import { fits, toPicture } from './pictures';
import { initialState, type AppState, type PadState } from './state';

export function createPadActions({ engine, store }: Pick<Joint, 'engine' | 'store'>) {
  const update = (change: Partial<PadState>) => store.setState(({ pad }) => ({ pad: { ...pad, ...change } }));

  async function draw(): Promise<void> {
    const { config, status: { step }, pad: { weights }, ...state } = store.getState();
    const face = state.slots.face.image?.picture;
    if (!config || !face || !fits(face, config) || !state.datasets.expression.report) {
      update({ result: null, error: null });
      return;
    }
    const noiseSeed = takeNoiseSeed(store);
    try {
      const { image, images } = await engine.mixExpressions({ face: face.values, weights, noiseSeed });
      update({ error: null, result: { picture: toPicture(image, config), step, noiseSeed, images } });
    } catch (error) {
      if (store.getState().config === config) update({ error: messageOf(error) });
    }
  }
  const drawing = createLatestWins(draw);

  store.subscribe((state, before) => {
    if (state.pad.used && mustFollow(state, before)) drawing.request();
  });

  function setPadWeights(weights: number[]): void {
    update({ weights, used: true });
    drawing.request();
  }
  return {
    setPadWeights,
    setPadWeight: (index: number, weight: number) => setPadWeights(store.getState().pad.weights.map((old, i) => (i === index ? weight : old))),
    resetPad: () => setPadWeights(initialState.pad.weights),
  };
}

function mustFollow(state: AppState, before: AppState): boolean {
  const paused = state.status.state === 'idle' && (before.status.state !== 'idle' || state.status.step !== before.status.step);
  return paused || isOutdated(state, before) || state.noiseSeed !== before.noiseSeed || state.noise.locked !== before.noise.locked
    || state.datasets.expression.report !== before.datasets.expression.report;
}

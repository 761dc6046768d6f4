// Identity by expression: both axes of the interpolation at once, with one noise. Surprise: another
// image in a slot or another model takes the grid away, also one that is still being drawn.

import { messageOf } from './errors';
import { imagesOf, interpolationEnds } from './inference';
import type { Joint } from './joint';
import { takeNoiseSeed } from './noiseSeeds';
import { toPictures } from './pictures';
import { initialState, slotNames, type AppState } from './state';

/** Points per axis that a person may choose. */
export const gridSides = [3, 5, 7, 9] as const;
export type GridSide = (typeof gridSides)[number];

export function createGridActions({ engine, store }: Pick<Joint, 'engine' | 'store'>) {
  store.subscribe((state, before) => {
    if (state.grid !== initialState.grid && isOutdated(state, before)) store.setState({ grid: initialState.grid });
  });
  return {
    /** `side` points along each axis that has two images. */
    async drawGrid(side: GridSide): Promise<void> {
      const state = store.getState();
      const { status: { step } } = state;
      const ends = interpolationEnds(state);
      if (!ends) return;
      const noiseSeed = takeNoiseSeed(store);
      const begun = { ...store.getState().grid, drawing: true, error: null }; // the old one says what it was drawn with
      store.setState({ grid: begun });
      const stillWanted = () => store.getState().grid === begun;
      try {
        const { images, rows, columns, faceAlphas, expressionAlphas } = await engine.interpolate({ ...imagesOf(ends), noiseSeed, steps: side });
        const pictures = toPictures(images, ends.config);
        const cells = Array.from({ length: rows }, (_, row) => pictures.slice(row * columns, (row + 1) * columns));
        if (stillWanted()) store.setState({ grid: { drawing: false, error: null, result: { cells, faceAlphas, expressionAlphas, step, noiseSeed } } });
      } catch (error) {
        if (stillWanted()) store.setState({ grid: { ...begun, drawing: false, error: messageOf(error) } });
      }
    },
  };
}

/** The images or the weights are not those of before. */
export function isOutdated(state: AppState, before: AppState): boolean {
  return state.config !== before.config || slotNames.some((name) => state.slots[name].image !== before.slots[name].image);
}

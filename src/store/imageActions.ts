// What a person gives: images for the slots, folders for the training sets. Surprise: both keep
// their files, because a model of another size needs them decoded again.

import type { Branch, ImageFile } from '../engine/engine';
import { messageOf } from './errors';
import { redraw, type Joint } from './joint';
import { fits, toPicture } from './pictures';
import { initialState, slotNames, type AppState, type SlotName } from './state';

/** @param modelMade resolves when there is a model: what is given earlier waits for it */
export function createImageActions(joint: Joint, modelMade: () => Promise<void>) {
  const { engine, store } = joint;
  const datasetFiles: Partial<Record<Branch, ImageFile[]>> = {};
  /** Counts what was given to each slot: only the newest may fill it. */
  const turns: Record<SlotName, number> = { face: 0, expression: 0, secondFace: 0, secondExpression: 0 };

  function updateSlot(name: SlotName, change: Partial<AppState['slots'][SlotName]>): void {
    store.setState(({ slots }) => ({ slots: { ...slots, [name]: { ...slots[name], ...change } } }));
  }

  function updateDataset(branch: Branch, change: Partial<AppState['datasets'][Branch]>): void {
    store.setState(({ datasets }) => ({ datasets: { ...datasets, [branch]: { ...datasets[branch], ...change } } }));
  }

  async function fillSlot(name: SlotName, source: Blob, fileName: string): Promise<void> {
    const turn = ++turns[name];
    updateSlot(name, { reading: true, error: null });
    try {
      await modelMade();
      const config = store.getState().config!;
      const values = await engine.prepareImage(source);
      if (turn !== turns[name]) return;
      // Another model was made meanwhile: the image may have the wrong size for it.
      if (config !== store.getState().config) return await fillSlot(name, source, fileName);
      updateSlot(name, { reading: false, image: { name: fileName, source, picture: toPicture(values, config) } });
      redraw(joint);
    } catch (error) {
      if (turn === turns[name]) updateSlot(name, { reading: false, error: `${fileName}: ${messageOf(error)}` });
    }
  }

  async function loadDataset(branch: Branch, files: ImageFile[]): Promise<void> {
    updateDataset(branch, { loading: true, error: null });
    try {
      await modelMade();
      const report = await engine.loadDataset(branch, files);
      datasetFiles[branch] = files;
      updateDataset(branch, { report });
    } catch (error) {
      updateDataset(branch, { error: messageOf(error) });
    }
    updateDataset(branch, { loading: false });
    store.setState({ progress: null });
  }

  return {
    fillSlot,
    /** Something was given that is no file at all. */
    refuseSlot: (name: SlotName, message: string) => updateSlot(name, { error: message }),
    clearSlot(name: SlotName): void {
      turns[name] += 1;
      updateSlot(name, { image: null, reading: false, error: null });
      store.setState({ strips: initialState.strips });
      redraw(joint);
    },
    loadDataset,
    /** After a model of another size was made: the engine has dropped such sets. */
    async decodeAgain(): Promise<void> {
      for (const name of slotNames) {
        const { image } = store.getState().slots[name];
        if (image && !fits(image.picture, store.getState().config!)) await fillSlot(name, image.source, image.name);
      }
      for (const branch of ['face', 'expression'] as const) {
        const files = datasetFiles[branch];
        if (!files) continue;
        updateDataset(branch, { report: null });
        await loadDataset(branch, files);
      }
    },
  };
}

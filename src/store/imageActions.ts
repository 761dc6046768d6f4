// What a person gives: images for the slots, folders for the training sets. Surprise: both keep
// their files, because a model of another size needs them decoded again; but a set that the
// console loaded is the console's, and is never overwritten with the page's older files.

import type { Branch, DatasetReport, ImageFile } from '../engine/engine';
import { messageOf } from './errors';
import { redraw, report, type Joint } from './joint';
import { fits, toPicture } from './pictures';
import { initialState, slotNames, type AppState, type SlotName, type SlotState } from './state';

/** @param modelMade resolves when there is a model: what is given earlier waits for it */
export function createImageActions(joint: Joint, modelMade: () => Promise<void>) {
  const { engine, store } = joint;
  const datasetFiles: Partial<Record<Branch, ImageFile[]>> = {};
  /** Counts what was given to each slot: only the newest may fill it. */
  const turns: Record<SlotName, number> = { face: 0, expression: 0, secondFace: 0, secondExpression: 0 };

  function updateSlot(name: SlotName, change: Partial<SlotState>): void {
    store.setState(({ slots }) => ({ slots: { ...slots, [name]: { ...slots[name], ...change } } }));
  }

  function updateDataset(branch: Branch, change: Partial<AppState['datasets'][Branch]>): void {
    store.setState(({ datasets }) => ({ datasets: { ...datasets, [branch]: { ...datasets[branch], ...change } } }));
  }

  /** The image for the present model, even where that changes meanwhile. */
  async function prepare(source: Blob, name: string): Promise<NonNullable<SlotState['image']>> {
    for (;;) {
      const config = store.getState().config!;
      const values = await engine.prepareImage(source);
      if (config === store.getState().config) return { name, source, picture: toPicture(values, config) };
    }
  }

  async function fillSlot(name: SlotName, source: Blob, fileName: string): Promise<void> {
    const turn = ++turns[name];
    updateSlot(name, { reading: true, error: null });
    try {
      await modelMade();
      const image = await prepare(source, fileName);
      if (turn !== turns[name]) return;
      updateSlot(name, { reading: false, image });
      store.setState({ strips: initialState.strips });
      redraw(joint);
    } catch (error) {
      if (turn === turns[name]) updateSlot(name, { reading: false, error: `${fileName}: ${messageOf(error)}` });
    }
  }

  /** Decodes a slot's image again where it has the wrong size; @returns whether it did. */
  async function refit(name: SlotName): Promise<boolean> {
    const { image } = store.getState().slots[name];
    if (!image || fits(image.picture, store.getState().config!)) return false;
    const again = await prepare(image.source, image.name);
    if (store.getState().slots[name].image !== image) return false; // filled or cleared meanwhile
    updateSlot(name, { image: again });
    return true;
  }

  async function loadDataset(branch: Branch, files: ImageFile[]): Promise<void> {
    updateDataset(branch, { loading: true, error: null });
    try {
      await modelMade();
      const loaded = await engine.loadDataset(branch, files);
      datasetFiles[branch] = files;
      updateDataset(branch, { report: loaded });
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
    /** After any new model, the console's too. */
    async refitSlots(): Promise<void> {
      try {
        const refitted = await Promise.all(slotNames.map(refit));
        if (refitted.includes(true)) redraw(joint);
      } catch (error) {
        report(store, `The images could not be prepared for the new model. ${messageOf(error)}`);
      }
    },
    /** The engine's word on a training set: what the page loaded, what the console did, or that it was dropped. */
    receiveDataset(branch: Branch, received: DatasetReport | null): void {
      const { activity, datasets } = store.getState();
      updateDataset(branch, { report: received });
      if (datasets[branch].loading) return;
      const reloading = activity === 'creating' && datasetFiles[branch] !== undefined;
      if (received) delete datasetFiles[branch];
      updateDataset(branch, {
        error: received || reloading ? null : 'This set does not fit the new model and was dropped. Give its folder again.',
      });
    },
    /** The page's own sets, after the page made a model that they did not fit. */
    async loadDroppedAgain(): Promise<void> {
      for (const branch of ['face', 'expression'] as const) {
        const files = datasetFiles[branch];
        if (files && !store.getState().datasets[branch].report) await loadDataset(branch, files);
      }
    },
  };
}

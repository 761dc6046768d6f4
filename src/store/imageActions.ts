// The images in the slots: a person's files, and pictures of the studio. Surprise: a slot keeps its
// file, because a model of another size needs it decoded again.

import type { Scene } from '../people/studio';
import { messageOf } from './errors';
import { redraw, report, type Joint } from './joint';
import { fits } from './pictures';
import { preparePicture } from './preparePicture';
import { initialState, slotNames, type SlotName, type SlotState } from './state';

/** What may be given to a slot: a picture on its way takes its turn when it is asked for, not when it arrives. */
export interface GivenImage {
  source: Blob | Promise<Blob>;
  name: string;
  /** Where the studio drew it. */
  scene?: Scene;
  /** Rendered, by whomever. */
  synthetic?: boolean;
}

/** @param modelMade resolves when there is a model: what is given earlier waits for it */
export function createImageActions(joint: Joint, modelMade: () => Promise<void>) {
  const { store } = joint;
  /** Counts what was given to each slot: only the newest may fill it. */
  const turns: Record<SlotName, number> = { face: 0, expression: 0, secondFace: 0, secondExpression: 0 };

  function updateSlot(name: SlotName, change: Partial<SlotState>): void {
    store.setState(({ slots }) => ({ slots: { ...slots, [name]: { ...slots[name], ...change } } }));
  }

  /** @returns whether the slot now shows this image */
  async function giveSlot(slot: SlotName, { source, name, ...rest }: GivenImage): Promise<boolean> {
    const turn = ++turns[slot];
    updateSlot(slot, { reading: true, error: null });
    try {
      const blob = await source;
      await modelMade();
      const picture = await preparePicture(joint, blob);
      if (turn !== turns[slot]) return false;
      updateSlot(slot, { reading: false, image: { ...rest, name, source: blob, picture } });
      store.setState({ strips: initialState.strips });
      redraw(joint);
      return true;
    } catch (error) {
      if (turn === turns[slot]) updateSlot(slot, { reading: false, error: `${name}: ${messageOf(error)}` });
      return false;
    }
  }

  /** Decodes a slot's image again where it has the wrong size; @returns whether it did. */
  async function refit(name: SlotName): Promise<boolean> {
    const { image } = store.getState().slots[name];
    if (!image || fits(image.picture, store.getState().config!)) return false;
    const picture = await preparePicture(joint, image.source);
    if (store.getState().slots[name].image !== image) return false; // filled or cleared meanwhile
    updateSlot(name, { image: { ...image, picture } });
    return true;
  }

  return {
    giveSlot,
    /** Nothing was ever given to this slot, not even something that is still being read. */
    isUntouched: (slot: SlotName) => turns[slot] === 0,
    async fillSlot(slot: SlotName, source: Blob, name: string): Promise<void> {
      await giveSlot(slot, { source, name });
    },
    /** Something was given that is no file at all. */
    refuseSlot: (name: SlotName, message: string) => updateSlot(name, { error: message }),
    clearSlot(name: SlotName): void {
      turns[name] += 1;
      updateSlot(name, { image: null, reading: false, error: null });
      store.setState({ strips: initialState.strips });
      redraw(joint);
    },
    /** After any new model, the console's too. */
    async refitSlots(): Promise<void> {
      try {
        const refitted = await Promise.all(slotNames.map(refit));
        if (refitted.includes(true)) redraw(joint);
      } catch (error) {
        report(store, `The images could not be prepared for the new model. ${messageOf(error)}`);
      }
    },
  };
}

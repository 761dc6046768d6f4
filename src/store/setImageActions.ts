// Images of the loaded sets, to be looked at and taken into a slot.

import type { Branch } from '../engine/engine';
import type { Joint } from './joint';
import { toPictures } from './pictures';
import type { Picture, SlotName } from './state';
import type { StudioTargets } from './studioActions';

/** Images that are looked at together. */
export const setPageSize = 24;

export interface SetPicture {
  /** Its place in the set. */
  number: number;
  picture: Picture;
}

export function createSetImageActions({ engine, store }: Pick<Joint, 'engine' | 'store'>, { giveSlot }: Pick<StudioTargets, 'giveSlot'>) {
  return {
    /**
     * One page of a class of a loaded set.
     * @throws Error with the engine's reason
     */
    async readSetPage({ branch, label, page }: { branch: Branch; label: number; page: number }): Promise<SetPicture[]> {
      const { config } = store.getState();
      const { images, numbers } = await engine.setImages({ branch, label, from: page * setPageSize, count: setPageSize });
      return toPictures(images, config!).map((picture, i) => ({ picture, number: numbers[i]! }));
    },
    async fillSlotFromSet(slot: SlotName, { branch, number, name }: { branch: Branch; number: number; name: string }): Promise<void> {
      const synthetic = store.getState().datasets[branch].report?.synthetic ?? false;
      await giveSlot(slot, { source: engine.setImageFile(branch, number), name, synthetic });
    },
  };
}

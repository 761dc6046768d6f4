// An image file as the present model sees it.

import type { Joint } from './joint';
import { toPicture } from './pictures';
import type { Picture } from './state';

/** For the present model, even where that changes meanwhile. There must be one. */
export async function preparePicture({ engine, store }: Pick<Joint, 'engine' | 'store'>, source: Blob): Promise<Picture> {
  for (;;) {
    const config = store.getState().config!;
    const values = await engine.prepareImage(source);
    if (config === store.getState().config) return toPicture(values, config);
  }
}

// From the engine's flat image arrays to single pictures and back. Surprise: nothing is copied
// on the way out; a picture is a view into the array that the engine returned.

import type { TdganConfig } from '../config';
import { join } from '../join';
import type { Picture } from './state';

export function toPicture(values: Float32Array, config: TdganConfig): Picture {
  return { values, size: config.imageSize, channels: config.imageChannels };
}

/** [N,S,S,C] to its N pictures. */
export function toPictures(values: Float32Array, config: TdganConfig): Picture[] {
  const length = config.imageSize * config.imageSize * config.imageChannels;
  return Array.from({ length: values.length / length }, (_, index) =>
    toPicture(values.subarray(index * length, (index + 1) * length), config));
}

/** Pictures of one size to [N,S,S,C]. */
export function joinPictures(pictures: readonly Picture[]): Float32Array {
  return join(pictures.map(({ values }) => values));
}

export function fits(picture: Picture, config: TdganConfig): boolean {
  return picture.size === config.imageSize && picture.channels === config.imageChannels;
}

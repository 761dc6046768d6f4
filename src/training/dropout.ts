// Dropout of the dense heads, keyed by seed, step and place, so that equal settings give equal
// masks whichever terms a step computes.

import { dropout } from '../kernels/dropout';
import type { Dropout } from '../model/denseHead';
import { streams } from '../random';

/** Every place in one step where a dense head runs; `faceUpdate` is D_f on real and generated faces together. */
export const dropoutPlaces = [
  'classifier', 'faceUpdate', 'faceGenerated', 'expressionReal', 'expressionGenerated',
] as const;
export type DropoutPlace = (typeof dropoutPlaces)[number];

export type DropoutAt = (place: DropoutPlace) => Dropout;

/**
 * @param rate share of units set to 0; the rest are divided by 1 - rate, as in PyTorch
 */
export function createDropout(rate: number, key: { seed: number; step: number }): DropoutAt {
  return (place) => (x, layer) =>
    dropout(x, { rate, ...key, stream: streams.dropout + 2 * dropoutPlaces.indexOf(place) + layer });
}

// Dropout of the dense heads, keyed by seed, step and place, so that equal settings give equal
// masks whichever terms a step computes.

import * as tf from '@tensorflow/tfjs';
import type { Dropout } from '../model/denseHead';
import { streams, uniforms } from '../random';

/** Every place in one step where a dense head runs. */
export const dropoutPlaces = [
  'classifier', 'faceReal', 'faceFake', 'faceGenerated', 'expressionReal', 'expressionGenerated',
] as const;
export type DropoutPlace = (typeof dropoutPlaces)[number];

export type DropoutAt = (place: DropoutPlace) => Dropout;

/**
 * @param rate share of units set to 0; the rest are divided by 1 - rate, as in PyTorch
 */
export function createDropout(rate: number, key: { seed: number; step: number }): DropoutAt {
  return (place) => (x, layer) => {
    if (rate === 0) return x;
    const stream = streams.dropout + 2 * dropoutPlaces.indexOf(place) + layer;
    const mask = uniforms({ ...key, stream }, x.size).map((u) => (u < rate ? 0 : 1 / (1 - rate)));
    return x.mul(tf.tensor2d(mask, x.shape));
  };
}

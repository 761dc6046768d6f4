// The smallest TDGAN that still has every part, with settings and images for it: for tests of laws
// that hold at any size, where the golden `tiny` would be slow.

import { presets, type TdganConfig, type TrainingConfig } from '../../src/config';
import type { Batch } from '../../src/engine/engine';
import { uniforms } from '../../src/random';

export const smallestConfig: TdganConfig = {
  imageSize: 16, imageChannels: 1, width: 1 / 16, fcWidth: 8, noiseChannels: 4,
  residualBlocks: 1, faceClasses: 3, expressionClasses: 7,
};

/** Without dropout; D_f learns on steps 0, 2, 4 ..., D_e on steps 0, 3, 6 ... */
export const smallestTraining: TrainingConfig = {
  ...presets.tiny.training, batchSize: 2, faceDiscriminatorEvery: 2, expressionDiscriminatorEvery: 3, dropout: 0, seed: 3,
};

/** [count,S,S,C], repeatable; another stream gives other images. */
export function randomImages(count: number, stream: number, config = smallestConfig): Float32Array {
  return uniforms({ seed: 11, step: 0, stream }, count * config.imageSize ** 2 * config.imageChannels);
}

/** d_n of a batch of `count`. */
export function randomNoise(count: number, stream: number, config = smallestConfig): Float32Array {
  return uniforms({ seed: 12, step: 0, stream }, count * (config.imageSize / 16) ** 2 * config.noiseChannels);
}

/** Two images of each kind. */
export function smallestBatch(): Batch {
  return { face: randomImages(2, 1), faceLabels: [0, 2], expression: randomImages(2, 2), expressionLabels: [3, 6] };
}

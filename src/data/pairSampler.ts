// Which face image meets which expression image: the longer of the two sets is walked in shuffled
// order, the shorter wraps around. Surprise: there is no state. A position in the endless walk says
// everything, so a run resumes at any step with the pairs that it would have had.

import { permutation, streams } from '../random';
import { augmentationDraws, copyAugmented, copyImage, type ImageSet } from './imageSet';

export interface Pair {
  face: number;
  expression: number;
}

export interface PairSampler {
  /** Pairs in one epoch: the size of the longer set. */
  epochLength: number;
  /** The pair at a position >= 0 of the walk. */
  pairAt(position: number): Pair;
}

export function createPairSampler(faceCount: number, expressionCount: number, seed: number): PairSampler {
  const epochLength = Math.max(faceCount, expressionCount);
  const none: Uint32Array = new Uint32Array();
  let shuffled = { epoch: -1, face: none, expression: none };
  return {
    epochLength,
    pairAt(position) {
      const epoch = Math.floor(position / epochLength);
      if (shuffled.epoch !== epoch) {
        shuffled = {
          epoch,
          face: permutation({ seed, step: epoch, stream: streams.faceOrder }, faceCount),
          expression: permutation({ seed, step: epoch, stream: streams.expressionOrder }, expressionCount),
        };
      }
      const at = position % epochLength;
      return { face: shuffled.face[at % faceCount]!, expression: shuffled.expression[at % expressionCount]! };
    },
  };
}

export interface SampledBatch {
  /** [N,S,S,C] in [0, 1] */
  face: Float32Array;
  faceLabels: Int32Array;
  expression: Float32Array;
  expressionLabels: Int32Array;
}

/** The batch of step `step`: faces as they are, expression images cropped and mirrored at random. */
export function sampleBatch(
  sets: { face: ImageSet; expression: ImageSet }, sampler: PairSampler,
  { step, batchSize, seed }: { step: number; batchSize: number; seed: number },
): SampledBatch {
  const { side, channels } = sets.face;
  const size = side * side * channels;
  const draws = augmentationDraws(seed, step, batchSize);
  const batch: SampledBatch = {
    face: new Float32Array(batchSize * size),
    faceLabels: new Int32Array(batchSize),
    expression: new Float32Array(batchSize * size),
    expressionLabels: new Int32Array(batchSize),
  };
  for (let i = 0; i < batchSize; i++) {
    const pair = sampler.pairAt(step * batchSize + i);
    copyImage(sets.face, pair.face, batch.face.subarray(i * size));
    copyAugmented(sets.expression, pair.expression, {
      side, draws: draws.subarray(3 * i), out: batch.expression.subarray(i * size),
    });
    batch.faceLabels[i] = sets.face.labels[pair.face]!;
    batch.expressionLabels[i] = sets.expression.labels[pair.expression]!;
  }
  return batch;
}

// The protocol of the judges: two published networks that took no part in any training here, for
// evaluation only. One tells the expression, the other describes whose face it is.

import { expressionNames } from '../expressions';

export interface Judgment {
  /** [N,7]: probabilities in the order of src/expressions.ts. */
  expressions: Float32Array;
  /** [N,128]: near each other for images of one person. */
  descriptors: Float32Array;
}

/** Index, in src/expressions.ts, of the likeliest class of an image. */
export function seenClass({ expressions }: Judgment, image: number): number {
  const classes = expressionNames.length;
  const own = expressions.subarray(classes * image, classes * (image + 1));
  return own.indexOf(Math.max(...own));
}

export interface Judges {
  /**
   * @param images [N,S,S] gray in [0, 1], face crops; no face is looked for
   * @param size S, 16 to 512
   * @param onProgress told after each batch
   */
  judge: (images: Float32Array, size: number, onProgress?: (done: number, total: number) => void) => Promise<Judgment>;
  /** Frees the worker; a later call starts it anew. */
  dispose: () => void;
}

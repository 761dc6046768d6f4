// A labeled set of images of one branch, ready for sampling, and the augmentation that sampling
// applies. Expression images are kept larger than the model's input, because training crops them;
// face images are not (TDGAN.md, Data).

import { uniforms, streams } from '../random';

export interface ImageSet {
  /** [count,side,side,channels], 0..255. */
  pixels: Uint8Array;
  side: number;
  channels: number;
  count: number;
  /** [count], index into `classes`. */
  labels: Int32Array;
  classes: string[];
  /** Whether every image was rendered. */
  synthetic: boolean;
}

/** Side at which a branch's images are kept for a model of input side `imageSize` (144 for 128). */
export function storedSide(branch: 'face' | 'expression', imageSize: number): number {
  return branch === 'face' ? imageSize : (imageSize / 8) * 9;
}

/** Both sets' images, the second's after the first's; classes of the same name become one. */
export function joinSets(first: ImageSet, second: ImageSet): ImageSet {
  const classes = [...new Set([...first.classes, ...second.classes])];
  const pixels = new Uint8Array(first.pixels.length + second.pixels.length);
  pixels.set(first.pixels);
  pixels.set(second.pixels, first.pixels.length);
  return {
    ...first, pixels, classes, count: first.count + second.count, synthetic: first.synthetic && second.synthetic,
    labels: Int32Array.from([...first.labels, ...Array.from(second.labels, (label) => classes.indexOf(second.classes[label]!))]),
  };
}

/** Copies image `index` as it is to the start of `out`, as values in [0, 1]. */
export function copyImage(set: ImageSet, index: number, out: Float32Array): void {
  const size = set.side * set.side * set.channels;
  const start = index * size;
  for (let i = 0; i < size; i++) out[i] = set.pixels[start + i]! / 255;
}

/**
 * Copies a random crop of side `side` of image `index`, mirrored half of the time, to the start of `out`.
 * @param draws three numbers in [0, 1): vertical place, horizontal place, mirror
 */
export function copyAugmented(
  set: ImageSet, index: number, { side, draws, out }: { side: number; draws: ArrayLike<number>; out: Float32Array },
): void {
  const { channels } = set;
  const room = set.side - side + 1;
  const top = Math.floor(draws[0]! * room);
  const left = Math.floor(draws[1]! * room);
  const mirrored = draws[2]! < 0.5;
  const start = index * set.side * set.side * channels;
  let at = 0;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const from = start + ((top + y) * set.side + left + (mirrored ? side - 1 - x : x)) * channels;
      for (let c = 0; c < channels; c++) out[at++] = set.pixels[from + c]! / 255;
    }
  }
}

/** The augmentation draws of one step: [3 * batch]. */
export function augmentationDraws(seed: number, step: number, batch: number): Float32Array {
  return uniforms({ seed, step, stream: streams.augmentation }, 3 * batch);
}

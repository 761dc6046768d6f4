// How near a transfer comes to its true image, pixel by pixel. Surprise: over the whole image hardly
// anything can be seen, because only brows, eyes and mouth move, so copying the face scores well;
// hence the scores over the pixels that truly change, and the direction of the change.

import { ssim as structuralSimilarity } from 'ssim.js';

/** Of one pair; all images are [S,S,C] in [0, 1]. */
export interface ScoredPair {
  answer: Float32Array;
  truth: Float32Array;
  face: Float32Array;
  /** What the model makes of the face without any change: G(I_f, I_f); the face itself for an answer that no model drew. */
  reconstruction: Float32Array;
}

export interface PixelScores {
  l1: number;
  ssim: number;
  /** Null where no pixel changes. */
  l1Changed: number | null;
  ssimChanged: number | null;
  changeCosine: number | null;
}

/** A pixel truly changes where truth and face image differ by more than this. */
const change = 8 / 255;
/** SSIM's window of 11 pixels gives no value this near to the border. */
const margin = 5;

/** @param size S; 11 or more, for SSIM's window */
export function scorePair({ answer, truth, face, reconstruction }: ScoredPair, size: number): PixelScores {
  const [grayAnswer, grayTruth, grayFace] = [answer, truth, face].map((image) => toGray(image, image.length / size ** 2)) as [Float32Array, Float32Array, Float32Array];
  const changed = grayTruth.map((value, i) => (Math.abs(value - grayFace[i]!) > change ? 1 : 0));
  const everywhere = changed.map(() => 1);
  const distances = grayAnswer.map((value, i) => Math.abs(value - grayTruth[i]!));
  const map = similarityMap(grayAnswer, grayTruth, size);
  const inner = (mask: Float32Array) => map.map((_, i) => mask[innerPixel(i, size)]!);
  return {
    l1: weightedMean(distances, everywhere)!,
    ssim: weightedMean(map, inner(everywhere))!,
    l1Changed: weightedMean(distances, changed),
    ssimChanged: weightedMean(map, inner(changed)),
    changeCosine: cosine(
      answer.map((value, i) => value - reconstruction[i]!),
      truth.map((value, i) => value - face[i]!),
    ),
  };
}

/** Mean of each score over one pair or more; pairs without a value of it do not count. */
export function meanScores(scores: PixelScores[]): PixelScores {
  const mean = (name: keyof PixelScores): number | null => {
    const values = scores.map((score) => score[name]).filter((value) => value !== null);
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return {
    l1: mean('l1')!, ssim: mean('ssim')!, l1Changed: mean('l1Changed'), ssimChanged: mean('ssimChanged'), changeCosine: mean('changeCosine'),
  };
}

/** Null where one of them is zero. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  let [product, aSquares, bSquares] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    product += a[i]! * b[i]!;
    aSquares += a[i]! ** 2;
    bSquares += b[i]! ** 2;
  }
  return aSquares === 0 || bSquares === 0 ? null : product / Math.sqrt(aSquares * bSquares);
}

/**
 * Luma of ITU-R 601 where images have colors; gray ones as they are.
 * @param images [...,channels]
 */
export function toGray(images: Float32Array, channels: number): Float32Array {
  if (channels === 1) return images;
  return Float32Array.from({ length: images.length / 3 }, (_, i) => 0.299 * images[3 * i]! + 0.587 * images[3 * i + 1]! + 0.114 * images[3 * i + 2]!);
}

/** SSIM of each window that lies inside, [S-10,S-10]. */
function similarityMap(a: Float32Array, b: Float32Array, size: number): number[] {
  // The library wants RGBA, of which it makes gray and rounds to bytes, as a stored picture is.
  const toRgba = (gray: Float32Array) => ({
    width: size, height: size,
    data: Float32Array.from({ length: 4 * size * size }, (_, i) => 255 * gray[Math.floor(i / 4)]!) as unknown as Uint8ClampedArray,
  });
  return structuralSimilarity(toRgba(a), toRgba(b), { ssim: 'fast', rgb2grayVersion: 'original', downsample: false }).ssim_map.data;
}

/** Index, in the whole image, of the middle of SSIM's i-th window. */
function innerPixel(i: number, size: number): number {
  const columns = size - 2 * margin;
  return (Math.floor(i / columns) + margin) * size + (i % columns) + margin;
}

/** Null where nothing has weight. */
function weightedMean(values: ArrayLike<number>, weights: ArrayLike<number>): number | null {
  let [sum, total] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    sum += values[i]! * weights[i]!;
    total += weights[i]!;
  }
  return total === 0 ? null : sum / total;
}

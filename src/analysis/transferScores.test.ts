// Scores of transfers against numbers worked out by hand, and against the definition of SSIM.

import { describe, expect, it } from 'vitest';
import { uniforms } from '../random';
import { cosine, meanScores, scorePair } from './transferScores';

const size = 16;
const flat = (value: number) => new Float32Array(size * size).fill(value);
/** Gray 0.5 with a block of 4x4 of another value, its corner at [y,x]. */
function withBlock(value: number, [y, x]: [number, number]): Float32Array {
  const image = flat(0.5);
  for (let i = 0; i < 16; i++) image[(y + (i >> 2)) * size + x + (i & 3)] = value;
  return image;
}
const random = (stream: number) => uniforms({ seed: 1, step: 0, stream }, size * size);
const score = (...[answer, truth, face, reconstruction = face]: [Float32Array, Float32Array, Float32Array, Float32Array?]) =>
  scorePair({ answer, truth, face, reconstruction }, size);

/** SSIM of two whole images by its definition, with the Gaussian window of 11 at one place. */
function similarityAt(a: Float32Array, b: Float32Array, [y, x]: [number, number]): number {
  const weights: number[] = [];
  for (let i = -5; i <= 5; i++) for (let j = -5; j <= 5; j++) weights.push(Math.exp(-(i * i + j * j) / (2 * 1.5 ** 2)));
  const total = weights.reduce((sum, w) => sum + w, 0);
  const mean = (value: (at: number) => number) => {
    let [sum, w] = [0, 0];
    for (let i = -5; i <= 5; i++) for (let j = -5; j <= 5; j++) sum += (weights[w++]! / total) * value((y + i) * size + x + j);
    return sum;
  };
  const [ma, mb] = [mean((i) => a[i]!), mean((i) => b[i]!)];
  const va = mean((i) => (a[i]! - ma) ** 2);
  const vb = mean((i) => (b[i]! - mb) ** 2);
  const covariance = mean((i) => (a[i]! - ma) * (b[i]! - mb));
  const [c1, c2] = [0.01 ** 2, 0.03 ** 2];
  return ((2 * ma * mb + c1) * (2 * covariance + c2)) / ((ma ** 2 + mb ** 2 + c1) * (va + vb + c2));
}

describe('scores of a transfer', () => {
  const face = flat(0.5);
  const truth = withBlock(0.75, [6, 6]);

  it('are perfect for the truth itself', () => {
    const perfect = score(truth, truth, face);
    expect(perfect).toMatchObject({ l1: 0, l1Changed: 0 });
    expect(perfect.ssim).toBeCloseTo(1, 10);
    expect(perfect.ssimChanged).toBeCloseTo(1, 10);
    expect(perfect.changeCosine).toBeCloseTo(1, 6);
  });

  it('say of the face itself that hardly anything is wrong, and everything that changes', () => {
    const copied = score(face, truth, face);
    expect(copied.l1).toBeCloseTo((16 * 0.25) / 256, 7);
    expect(copied.l1Changed).toBeCloseTo(0.25, 7);
    expect(copied.changeCosine).toBeNull();
    expect(copied.ssimChanged).toBeLessThan(copied.ssim);
  });

  it('take the change from the reconstruction, not from the face', () => {
    const reconstruction = flat(0.25);
    const answer = withBlock(0.75, [6, 6]).map((value) => value - 0.25);
    expect(score(answer, truth, face, reconstruction).changeCosine).toBeCloseTo(1, 6);
    expect(score(reconstruction, truth, face, answer).changeCosine).toBeCloseTo(-1, 6);
    expect(score(withBlock(0.75, [0, 0]), truth, face).changeCosine).toBeCloseTo(0, 6);
  });

  it('count a pixel as changed from 8/255 on', () => {
    const little = flat(0.5);
    little[100] = 0.5 + 7.9 / 255;
    expect(score(little, little, face)).toMatchObject({ l1Changed: null, ssimChanged: null, changeCosine: expect.closeTo(1, 6) as number });
    little[100] = 0.5 + 8.1 / 255;
    expect(score(face, little, face).l1Changed).toBeCloseTo(8.1 / 255, 6);
  });

  it('hold SSIM to its definition', () => {
    const [a, b] = [random(1), random(2)].map((image) => image.map((value) => Math.round(255 * value) / 255)) as [Float32Array, Float32Array];
    let [sum, places] = [0, 0];
    for (let y = 5; y < size - 5; y++) {
      for (let x = 5; x < size - 5; x++) {
        sum += similarityAt(a, b, [y, x]);
        places++;
      }
    }
    expect(score(a, b, b).ssim).toBeCloseTo(sum / places, 6);
    const changedOnce = b.slice();
    changedOnce[7 * size + 9]! += changedOnce[7 * size + 9]! > 0.5 ? -0.4 : 0.4;
    expect(score(a, b, changedOnce).ssimChanged).toBeCloseTo(similarityAt(a, b, [7, 9]), 6);
    // The library rounds to bytes; that moves little.
    expect(score(random(1), random(2), face).ssim).toBeCloseTo(sum / places, 2);
  });

  it('read color images by their luma', () => {
    const color = (image: Float32Array) => Float32Array.from({ length: 3 * image.length }, (_, i) => image[Math.floor(i / 3)]!);
    const gray = score(random(1), random(2), face);
    const colored = score(color(random(1)), color(random(2)), color(face));
    expect(colored.l1).toBeCloseTo(gray.l1, 6);
    expect(colored.ssim).toBeCloseTo(gray.ssim, 6);
    expect(colored.changeCosine).toBeCloseTo(gray.changeCosine!, 6);
  });

  it('are averaged over the pairs that have them', () => {
    const one = { l1: 1, ssim: 0, l1Changed: null, ssimChanged: 1, changeCosine: null };
    const other = { l1: 3, ssim: 1, l1Changed: 2, ssimChanged: 1, changeCosine: 0.5 };
    expect(meanScores([one, other])).toEqual({ l1: 2, ssim: 0.5, l1Changed: 2, ssimChanged: 1, changeCosine: 0.5 });
    expect(meanScores([one])).toEqual(one);
  });
});

describe('cosine', () => {
  it('is that of the angle, and null where there is none', () => {
    expect(cosine([1, 0], [1, 1])).toBeCloseTo(Math.SQRT1_2, 10);
    expect(cosine([1, 2], [-2, -4])).toBeCloseTo(-1, 10);
    expect(cosine([0, 0], [1, 1])).toBeNull();
  });
});

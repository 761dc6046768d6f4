// Images leave a set as values in [0, 1], whole or as a crop, mirrored where the draw says so.

import { describe, expect, it } from 'vitest';
import { augmentationDraws, copyAugmented, copyImage, storedSide, type ImageSet } from './imageSet';

/** Each value tells its image, row, column and channel. */
const valueAt = (image: number, [y, x]: [number, number], c: number) => (image * 101 + y * 16 + x * 3 + c * 50) % 256;

function countingSet(count: number, side: number, channels: number): ImageSet {
  const pixels = new Uint8Array(count * side * side * channels);
  let at = 0;
  for (let image = 0; image < count; image++) {
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        for (let c = 0; c < channels; c++) pixels[at++] = valueAt(image, [y, x], c);
      }
    }
  }
  return { pixels, side, channels, count, labels: new Int32Array(count), classes: ['a'], synthetic: false };
}

describe('image sets', () => {
  it('keep face images at the model\'s size and expression images an eighth larger', () => {
    expect([16, 32, 64, 128].map((size) => storedSide('face', size))).toEqual([16, 32, 64, 128]);
    expect([16, 32, 64, 128].map((size) => storedSide('expression', size))).toEqual([18, 36, 72, 144]);
  });

  for (const channels of [1, 3]) {
    it(`copy an image of ${channels} channels as it is, and nothing beyond it`, () => {
      const set = countingSet(3, 4, channels);
      const size = 16 * channels;
      const out = new Float32Array(size + 5).fill(9);
      copyImage(set, 1, out);
      expect(out.subarray(0, size)).toEqual(Float32Array.from(set.pixels.subarray(size, 2 * size), (v) => v / 255));
      expect([...out.subarray(size)]).toEqual([9, 9, 9, 9, 9]);
    });

    for (const [draws, top, left, mirrored] of [
      [[0, 0, 0.9], 0, 0, false], [[0.999, 0.999, 0.9], 2, 2, false], [[0.5, 0, 0.49], 1, 0, true], [[0, 0.999, 0], 0, 2, true],
    ] as const) {
      it(`crop at ${top}, ${left}, ${mirrored ? 'mirrored' : 'as it is'}, ${channels} channels`, () => {
        const side = 4;
        const out = new Float32Array(side * side * channels + 1).fill(9);
        copyAugmented(countingSet(2, 6, channels), 1, { side, draws, out });
        for (let y = 0; y < side; y++) {
          for (let x = 0; x < side; x++) {
            const from = left + (mirrored ? side - 1 - x : x);
            for (let c = 0; c < channels; c++) {
              expect(out[(y * side + x) * channels + c]).toBe(Math.fround(valueAt(1, [top + y, from], c) / 255));
            }
          }
        }
        expect(out[side * side * channels]).toBe(9);
      });
    }
  }

  it('draws of different steps and seeds differ, and repeat', () => {
    expect(augmentationDraws(1, 4, 3)).toEqual(augmentationDraws(1, 4, 3));
    expect(augmentationDraws(1, 4, 3)).toHaveLength(9);
    expect(augmentationDraws(1, 5, 3)).not.toEqual(augmentationDraws(1, 4, 3));
    expect(augmentationDraws(2, 4, 3)).not.toEqual(augmentationDraws(1, 4, 3));
  });
});

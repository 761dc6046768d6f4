// The walk over both sets, and the batches made of it: each image of the longer set once an epoch,
// the same pair at the same position whoever asks, images with their own labels, crops inside.

import { describe, expect, it } from 'vitest';
import type { ImageSet } from './imageSet';
import { createPairSampler, sampleBatch } from './pairSampler';

describe('pair sampler', () => {
  for (const [faces, expressions] of [[10, 4], [4, 10], [6, 6], [1, 5], [1, 1]] as const) {
    it(`${faces} faces and ${expressions} expression images: the longer once an epoch, the shorter wrapping around`, () => {
      const sampler = createPairSampler(faces, expressions, 7);
      const length = Math.max(faces, expressions);
      expect(sampler.epochLength).toBe(length);
      for (const epoch of [0, 1, 5]) {
        const pairs = Array.from({ length }, (_, i) => sampler.pairAt(epoch * length + i));
        for (const [branch, count] of [['face', faces], ['expression', expressions]] as const) {
          const seen = pairs.map((pair) => pair[branch]);
          const turns = seen.map((_, i) => seen.slice(i, i + count)).filter((turn, i) => i % count === 0 && turn.length === count);
          for (const turn of turns) expect([...turn].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
          const uses = Array.from({ length: count }, (_, i) => seen.filter((index) => index === i).length);
          expect(Math.max(...uses) - Math.min(...uses)).toBeLessThanOrEqual(1);
        }
      }
    });
  }

  it('shuffles anew each epoch, differently by seed, faces apart from expressions', () => {
    const order = (seed: number, epoch: number, branch: 'face' | 'expression') => {
      const sampler = createPairSampler(30, 30, seed);
      return Array.from({ length: 30 }, (_, i) => sampler.pairAt(epoch * 30 + i)[branch]).join();
    };
    const orders = [order(1, 0, 'face'), order(1, 1, 'face'), order(2, 0, 'face'), order(1, 0, 'expression'), Array.from({ length: 30 }, (_, i) => i).join()];
    expect(new Set(orders).size).toBe(orders.length);
  });

  it('a position says everything: whatever was asked before, the pair is the same', () => {
    const walked = createPairSampler(9, 5, 3);
    const inOrder = Array.from({ length: 40 }, (_, i) => walked.pairAt(i));
    const jumping = createPairSampler(9, 5, 3);
    for (const position of [39, 0, 17, 18, 8, 9, 17, 39, 1]) expect(jumping.pairAt(position)).toEqual(inOrder[position]);
  });
});

const modelSide = 16;

/** Image i is filled with 10 * i + its row's parity, so that an image is known by any of its pixels. */
function stripedSet(count: number, side: number): ImageSet {
  const pixels = new Uint8Array(count * side * side);
  for (let at = 0; at < pixels.length; at++) {
    const image = Math.floor(at / side ** 2);
    const [y, x] = [Math.floor(at / side) % side, at % side];
    pixels[at] = 18 * image + ((y + 2 * x) % 18); // a step of 1 down, of 2 to the right
  }
  return { pixels, side, channels: 1, count, labels: Int32Array.from({ length: count }, (_, i) => i % 3), classes: ['a', 'b', 'c'], synthetic: false };
}

/** Where a crop of side 16 was taken out of a striped image of side 18; checks every pixel on the way. */
function placeOf(image: Float32Array): { image: number; shift: number; mirrored: boolean } | null {
  const bytes = Array.from(image, (v) => Math.round(v * 255));
  for (let index = 0; index < 12; index++) {
    for (let shift = 0; shift < 18; shift++) {
      for (const mirrored of [false, true]) {
        if (bytes.every((value, at) => {
          const [y, x] = [Math.floor(at / modelSide), at % modelSide];
          return value === 18 * index + ((shift + y + 2 * (mirrored ? modelSide - 1 - x : x)) % 18);
        })) return { image: index, shift, mirrored };
      }
    }
  }
  return null;
}

describe('sampled batches', () => {
  const sets = { face: stripedSet(5, modelSide), expression: stripedSet(12, 18) };
  const sampler = createPairSampler(5, 12, 3);
  const size = modelSide ** 2;
  const batchAt = (step: number, seed = 3) => sampleBatch(sets, sampler, { step, batchSize: 4, seed });

  it('hold the walk\'s images with their own labels, faces whole, expression images cropped inside', () => {
    const shifts = new Set<number>();
    let mirrored = 0;
    for (let step = 0; step < 60; step++) {
      const batch = batchAt(step);
      for (let i = 0; i < 4; i++) {
        const pair = sampler.pairAt(step * 4 + i);
        const face = batch.face.subarray(i * size, (i + 1) * size);
        expect(face).toEqual(Float32Array.from(sets.face.pixels.subarray(pair.face * size, (pair.face + 1) * size), (v) => v / 255));
        expect(batch.faceLabels[i]).toBe(pair.face % 3);
        const place = placeOf(batch.expression.subarray(i * size, (i + 1) * size));
        expect(place?.image).toBe(pair.expression);
        expect(batch.expressionLabels[i]).toBe(pair.expression % 3);
        shifts.add(place!.shift);
        if (place!.mirrored) mirrored++;
      }
    }
    // Rows 0..2 from the top and columns 0..2 from the left: shifts of y + 2 x, 0..6 and no other.
    expect([...shifts].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(Math.abs(mirrored - 120)).toBeLessThan(5 * Math.sqrt(60));
  });

  it('repeat by step and seed, whatever was sampled before', () => {
    const once = batchAt(7);
    batchAt(2);
    expect(batchAt(7)).toEqual(once);
    expect(batchAt(7, 4).expression).not.toEqual(once.expression); // other crops of the same images
    expect(batchAt(7, 4).expressionLabels).toEqual(once.expressionLabels);
  });
});

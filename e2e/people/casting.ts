// Who is in the demo set and in which views: the split by identity, and the truth pairs. All of it
// follows from seeds counted upward, so that the set can be made again.

import { expressionNames } from '../../src/expressions';
import { createIdentity, describeIdentity, type Identity } from '../../src/people/identity';
import type { Scene } from '../../src/people/studio';
import { createView } from '../../src/people/view';
import { permutation, uniforms } from '../../src/random';

export const splits = { face: 20, expression: 30, validation: 6, test: 12, heldOut: 6 } as const;
export type Split = keyof typeof splits;

/** Hair style and skin that only held-out people have. */
const heldOutHair = 'Braid01';
const heldOutSkin = 'middleage_african_female';

export const viewsEach = 8;
export const truthPairs = { test: 400, heldOut: 120 } as const;

export interface CastPerson {
  identity: number;
  split: Split;
}

/** People in the order of their splits; each split has as many women as men, and every ancestry as evenly as can be. */
export function castPeople(): CastPerson[] {
  const cast: CastPerson[] = [];
  let seed = 1;
  for (const [split, wanted] of Object.entries(splits) as [Split, number][]) {
    const room = new Map<string, number>();
    let found = 0;
    for (; found < wanted; seed++) {
      const identity = createIdentity(seed);
      const unusual = isHeldOut(identity);
      if (unusual !== (split === 'heldOut')) continue;
      const kind = unusual ? (identity.hair === heldOutHair ? 'hair' : 'skin') : `${identity.ancestry} ${identity.sex}`;
      const share = unusual ? wanted / 2 : Math.ceil(wanted / 6);
      const taken = room.get(kind) ?? 0;
      if (taken >= share) continue;
      room.set(kind, taken + 1);
      cast.push({ identity: seed, split });
      found++;
    }
  }
  return cast;
}

export function isHeldOut(identity: Identity): boolean {
  return identity.hair === heldOutHair || identity.skin === heldOutSkin;
}

/** One person in every expression and view: 7 x 8 scenes, expression by expression. */
export function scenesOf({ identity }: CastPerson): Scene[] {
  const count = expressionNames.length * viewsEach;
  const strengths = uniforms({ seed: identity, step: 0, stream: 0x600 }, count);
  return Array.from({ length: count }, (_, i) => ({
    identity,
    expression: {
      name: expressionNames[Math.floor(i / viewsEach)]!,
      strength: Number((0.6 + 0.5 * strengths[i]!).toFixed(3)),
      seed: identity * 64 + i,
    },
    view: createView(identity * 64 + i),
  }));
}

/** Pairs of image numbers, face and expression, of different people of one split. */
export function pairImages(images: { person: number; split: Split }[], split: Split, count: number): [number, number][] {
  const own = images.flatMap((image, index) => (image.split === split ? [index] : []));
  const pairs: [number, number][] = [];
  for (let round = 0; pairs.length < count; round++) {
    const faces = permutation({ seed: 1, step: round, stream: 0x601 }, own.length);
    const expressions = permutation({ seed: 1, step: round, stream: 0x602 }, own.length);
    for (let i = 0; i < own.length && pairs.length < count; i++) {
      const [face, expression] = [own[faces[i]!]!, own[expressions[i]!]!];
      if (images[face]!.person !== images[expression]!.person) pairs.push([face, expression]);
    }
  }
  return pairs;
}

export function describe(identity: number) {
  return describeIdentity(createIdentity(identity));
}

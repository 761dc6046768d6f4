// People out of seeds, in Node: equal seeds give equal geometry, to the bit; the rig holds everything
// that a person can ask of it; identities are in balance; expressions are what their recipes say.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { castPeople, isHeldOut, pairImages, scenesOf, splits } from '../../e2e/people/casting';
import { expressionNames } from '../expressions';
import { expressionUnits } from './expression';
import { cornerArrays, placeProxy, shapeHead } from './geometry';
import { parseHeadRig } from './headRig';
import { createIdentity, describeIdentity } from './identity';
import { createView } from './view';

const unpacked = gunzipSync(readFileSync(new URL('../../public/people/head.rig', import.meta.url)));
const bytes = unpacked.buffer.slice(unpacked.byteOffset, unpacked.byteOffset + unpacked.byteLength) as ArrayBuffer;
const rig = parseHeadRig(bytes);
const happy = { name: 'happiness', strength: 1, seed: 5 } as const;
const seeds = Array.from({ length: 300 }, (_, i) => i + 1);

/** Of all vertices, in micrometers. */
function hash(seed: number): string {
  const { vertices } = shapeHead(rig, createIdentity(seed), expressionUnits(happy));
  return createHash('sha256').update(Int32Array.from(vertices, (v) => Math.round(v * 1e5))).digest('hex').slice(0, 16);
}

describe('head rig', () => {
  it('refuses another version', () => {
    const other = bytes.slice(0);
    const at = new TextDecoder().decode(other.slice(0, 200)).indexOf('"version":1') + '"version":'.length;
    new Uint8Array(other)[at] = '2'.charCodeAt(0);
    expect(() => parseHeadRig(other)).toThrow('version 2; version 1');
  });

  it('is whole: corners, triangles and references stay inside', () => {
    const vertices = rig.positions.length / 3;
    const inside = (numbers: ArrayLike<number>, limit: number) => Array.from(numbers).every((n) => n < limit);
    for (const proxy of rig.proxies.values()) {
      expect(inside(proxy.references, vertices), proxy.name).toBe(true);
      expect(inside(proxy.corners, proxy.offsets.length / 3), proxy.name).toBe(true);
      expect(inside(proxy.triangles, proxy.corners.length), proxy.name).toBe(true);
    }
    expect(inside(rig.skin.corners, vertices)).toBe(true);
    for (const [name, target] of rig.targets) expect(inside(target.vertices, vertices), name).toBe(true);
  });
});

describe('geometry', () => {
  it('is the same for the same seed, everywhere', () => {
    expect([1, 7, 123456789].map(hash)).toEqual(['d3114f3ddb48ef3e', 'e06f6158155cb8ee', 'fb74eb4e5b79f214']);
  });

  it('asks of the rig only what it has, whoever the person is', () => {
    for (const seed of seeds) {
      const identity = createIdentity(seed);
      for (const name of expressionNames) shapeHead(rig, identity, expressionUnits({ name, strength: 1, seed }));
      for (const proxy of [identity.hair, identity.eyebrows, identity.eyelashes]) {
        if (proxy) expect(rig.proxies.has(proxy), proxy).toBe(true);
      }
    }
  });

  it('moves only the face with the expression: the frame stays, hair and brows follow', () => {
    const identity = createIdentity(4);
    const resting = shapeHead(rig, identity, {});
    const showing = shapeHead(rig, identity, { 'eyebrows-left-inner-up': 1 });
    expect([showing.unit, showing.center]).toEqual([resting.unit, resting.center]);
    const brow = rig.proxies.get(identity.eyebrows)!;
    const lift = placeProxy(brow, showing.vertices).map((v, i) => v - placeProxy(brow, resting.vertices)[i]!);
    expect(Math.max(...lift.filter((_, i) => i % 3 === 1))).toBeGreaterThan(0.01);
    const right = lift.filter((_, i) => i % 3 === 1 && placeProxy(brow, resting.vertices)[i - 1]! < -0.1);
    expect(Math.max(...right.map(Math.abs))).toBeLessThan(1e-6);
  });

  it('keeps lashes and brows at the eyes, whoever the person is', () => {
    const flat = [...rig.proxies.values()].filter(({ kind }) => kind === 'eyelashes' || kind === 'eyebrows');
    for (const seed of seeds.slice(0, 100)) {
      const { vertices, unit, center } = shapeHead(rig, createIdentity(seed), expressionUnits({ name: 'fear', strength: 1.1, seed }));
      for (const proxy of flat) {
        const placed = placeProxy(proxy, vertices);
        for (let i = 0; i < placed.length; i += 3) {
          const [x, y] = [Math.abs(placed[i]! - center[0]) / unit, (placed[i + 1]! - center[1]) / unit];
          expect(x < 1.05 && Math.abs(y) < 0.7, `${proxy.name} of ${seed} at ${x}, ${y}`).toBe(true);
        }
      }
    }
  });

  it('has unit normals that point out of the face', () => {
    const { vertices, center } = shapeHead(rig, createIdentity(4), {});
    const { positions, normals } = cornerArrays(rig.skin, vertices);
    let front = -1;
    for (let i = 0; i < positions.length; i += 3) {
      expect(Math.abs(Math.hypot(normals[i]!, normals[i + 1]!, normals[i + 2]!) - 1)).toBeLessThan(1e-5);
      if (Math.abs(positions[i + 1]! - center[1]) < 0.5 && (front < 0 || positions[i + 2]! > positions[front + 2]!)) front = i;
    }
    expect(normals[front + 2]).toBeGreaterThan(0.9); // the tip of the nose
  });

  it('names a target that is missing', () => {
    expect(() => shapeHead(rig, createIdentity(1), { wink: 1 })).toThrow(/no target expression\/units\/\w+\/wink/);
  });
});

describe('identities', () => {
  const people = seeds.map((seed) => createIdentity(seed));
  const share = (wanted: (person: (typeof people)[number]) => boolean) => people.filter(wanted).length / people.length;

  it('are in balance', () => {
    expect(Math.abs(share(({ sex }) => sex === 'female') - 0.5)).toBeLessThan(0.1);
    for (const ancestry of ['african', 'asian', 'caucasian']) expect(Math.abs(share((p) => p.ancestry === ancestry) - 1 / 3)).toBeLessThan(0.1);
    for (const age of ['young', 'middle-aged', 'old']) expect(share((p) => describeIdentity(p).age === age)).toBeGreaterThan(0.15);
  });

  it('differ from each other', () => {
    expect(new Set(people.map(({ shape }) => JSON.stringify(shape))).size).toBe(people.length);
  });

  it('stay within what looks like a person', () => {
    for (const { shape } of people) {
      const sliders = Object.entries(shape).filter(([name]) => !/^(macrodetails|expression)/.test(name));
      for (const [name, weight] of sliders) expect(weight, name).toBeLessThanOrEqual(0.55);
    }
  });
});

describe('expressions', () => {
  it('grow with their strength', () => {
    const at = (strength: number) => expressionUnits({ ...happy, strength })['mouth-corner-puller']!;
    expect(at(1) - at(0)).toBeCloseTo(2 * (at(0.5) - at(0)), 5);
    expect(at(1)).toBeGreaterThan(0.5);
  });

  it('differ a little with their seed, and between the sides', () => {
    const angry = seeds.map((seed) => expressionUnits({ name: 'anger', strength: 1, seed }));
    const left = angry.map((units) => units['eyebrows-left-down']!);
    expect(Math.max(...left) - Math.min(...left)).toBeGreaterThan(0.3);
    expect(angry.some((units) => units['eyebrows-left-down'] !== units['eyebrows-right-down'])).toBe(true);
  });

  it('at rest are nearly nothing', () => {
    for (const seed of seeds) {
      for (const weight of Object.values(expressionUnits({ name: 'neutral', strength: 1, seed }))) expect(weight).toBeLessThan(0.3);
    }
  });
});

describe('the demo set', () => {
  const cast = castPeople();

  it('is split by identity, and only held-out people have the held-out hair or skin', () => {
    expect(new Set(cast.map(({ identity }) => identity)).size).toBe(cast.length);
    for (const [split, count] of Object.entries(splits)) expect(cast.filter((person) => person.split === split)).toHaveLength(count);
    for (const { identity, split } of cast) expect(isHeldOut(createIdentity(identity))).toBe(split === 'heldOut');
  });

  it('shows every person in every expression, in views that differ', () => {
    const scenes = scenesOf(cast[0]!);
    for (const name of expressionNames) expect(scenes.filter(({ expression }) => expression.name === name)).toHaveLength(8);
    expect(new Set(scenes.map(({ view }) => JSON.stringify(view))).size).toBe(scenes.length);
    for (const seed of seeds) expect(Math.abs(createView(seed).yaw)).toBeLessThanOrEqual(28);
  });

  it('pairs different people for the truth', () => {
    const images = cast.flatMap((person, p) => scenesOf(person).map(() => ({ person: p, split: person.split })));
    const pairs = pairImages(images, 'test', 400);
    expect(pairs).toHaveLength(400);
    for (const [face, expression] of pairs) {
      expect(images[face]!.person).not.toBe(images[expression]!.person);
      expect([images[face]!.split, images[expression]!.split]).toEqual(['test', 'test']);
    }
  });
});

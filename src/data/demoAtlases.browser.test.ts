// How pictures are cut out of atlases, on a set drawn here: each picture has a gray of its own, so a
// wrong place, an edge of a neighbor or a wrong label shows. And what is said where files are missing
// or damaged, and that nothing is read before it is asked for.

import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDemoSet, sceneOf, trainingSet, truthPlaces, type DemoIndex } from './demoSet';

const base = 'https://demo.invalid/set/';
const side = 16;
const columns = 4;
const each = 7;
const people = [
  { identity: 5, split: 'face' }, { identity: 9, split: 'expression' }, { identity: 12, split: 'face' },
  { identity: 20, split: 'test' }, { identity: 31, split: 'heldOut' },
] as const;
const count = people.length * each;
/** Far from those of its neighbors. */
const grayOf = (number: number) => 5 + ((number * 97) % 240);
const grayOfTruth = (place: number) => 40 + 60 * place;
const numbers = (of: (i: number) => number) => Array.from({ length: count }, (_, i) => of(i));

function createIndex(): DemoIndex {
  return {
    version: 1, side, columns,
    people: people.map(({ identity, split }) => ({ identity, split, atlas: `person-${identity}.png` })),
    images: {
      person: numbers((i) => Math.floor(i / each)), expression: numbers((i) => i % each), strength: numbers((i) => i / count),
      seed: numbers((i) => 1000 + i), yaw: numbers((i) => i - 17), pitch: numbers((i) => -i / 2), roll: numbers(() => 3), zoom: numbers(() => 1.1),
      azimuth: numbers((i) => i), elevation: numbers(() => 20), light: numbers(() => 0.9), background: numbers(() => 0.25),
    },
    truth: { face: [21, 22, 29], expression: [24, 23, 34], atlases: ['truth-0.png', 'truth-1.png'], perAtlas: 2 },
  };
}

async function atlas(grays: number[]): Promise<Blob> {
  const canvas = new OffscreenCanvas(side * columns, side * Math.ceil(grays.length / columns));
  const context = canvas.getContext('2d')!;
  grays.forEach((gray, i) => {
    context.fillStyle = `rgb(${gray}, ${gray}, ${gray})`;
    context.fillRect((i % columns) * side, Math.floor(i / columns) * side, side, side);
  });
  return canvas.convertToBlob({ type: 'image/png' });
}

const files = new Map<string, Blob>();
const asked: string[] = [];

/** Answers with the files of the map, or as `instead` says. */
function serve(instead: Record<string, () => Response> = {}): void {
  asked.length = 0;
  vi.spyOn(globalThis, 'fetch').mockImplementation((url) => {
    const name = (url as string).slice(base.length);
    asked.push(name);
    const file = files.get(name);
    return Promise.resolve(instead[name]?.() ?? (file ? new Response(file) : new Response('', { status: 404 })));
  });
}

function withIndex(change: (index: DemoIndex) => void): Record<string, () => Response> {
  const index = createIndex();
  change(index);
  return { 'index.json': () => Response.json(index) };
}

beforeAll(async () => {
  files.set('index.json', new Blob([JSON.stringify(createIndex())], { type: 'application/json' }));
  for (const [person, { identity }] of people.entries()) {
    files.set(`person-${identity}.png`, await atlas(Array.from({ length: each }, (_, i) => grayOf(person * each + i))));
  }
  files.set('truth-0.png', await atlas([0, 1].map(grayOfTruth)));
  files.set('truth-1.png', await atlas([2].map(grayOfTruth)));
});
afterEach(() => vi.restoreAllMocks());

describe('pictures of a demo set', () => {
  // Smaller, as stored, and larger: an edge must not take anything from the picture beside it.
  for (const to of [4, 9, 16, 18, 40]) {
    it(`are cut out whole and alone at ${to} pixels, in the order asked for`, async () => {
      serve();
      const demo = await openDemoSet(base);
      const wanted = [30, 0, 8, 8, 1, 13];
      const pixels = await demo.pictures(wanted, { side: to, channels: 1 });
      expect(pixels).toHaveLength(wanted.length * to * to);
      expect(Array.from(pixels)).toEqual(wanted.flatMap((number) => new Array<number>(to * to).fill(grayOf(number))));
    });
  }

  it('are read from the atlases that are needed, once, when they are needed', async () => {
    serve();
    const demo = await openDemoSet(base);
    expect(asked).toEqual(['index.json']);
    await demo.pictures([30, 29, 8], { side: 4, channels: 1 });
    expect(asked.slice(1).sort()).toEqual(['person-31.png', 'person-9.png']);
  });

  it('may be none', async () => {
    serve();
    expect(await (await openDemoSet(base)).pictures([], { side: 4, channels: 1 })).toHaveLength(0);
    expect(asked).toEqual(['index.json']);
  });

  it('have three equal channels for a model with colors', async () => {
    serve();
    const demo = await openDemoSet(base);
    expect(Array.from(await demo.pictures([2, 3], { side: 1, channels: 3 }))).toEqual([2, 2, 2, 3, 3, 3].map(grayOf));
  });

  it('have their true answers by place, over several atlases', async () => {
    serve();
    const demo = await openDemoSet(base);
    expect(Array.from(await demo.truths([2, 0, 1], { side: 1, channels: 1 }))).toEqual([2, 0, 1].map(grayOfTruth));
    expect([truthPlaces(demo.index, 'test'), truthPlaces(demo.index, 'heldOut'), truthPlaces(demo.index, 'validation')]).toEqual([[0, 1], [2], []]);
  });

  it('say from which scene they are', async () => {
    serve();
    const { index } = await openDemoSet(base);
    expect(sceneOf(index, 24)).toEqual({
      identity: 20, expression: { name: 'happiness', strength: 24 / count, seed: 1024 },
      view: { yaw: 7, pitch: -12, roll: 3, zoom: 1.1, background: 0.25, light: { azimuth: 24, elevation: 20, strength: 0.9 } },
    });
  });
});

describe('training sets of a demo set', () => {
  const model = { imageSize: 16, imageChannels: 1, faceClasses: 5 };
  const firstPixels = ({ pixels, side: own }: { pixels: Uint8Array; side: number }) => Array.from(pixels).filter((_, i) => i % (own * own) === 0);

  it('are people as identities, and expressions of other people', async () => {
    serve();
    const demo = await openDemoSet(base);
    const told: [number, number][] = [];
    const face = await trainingSet(demo, 'face', { model, onProgress: (done, total) => told.push([done, total]) });
    expect(face).toMatchObject({ count: 14, side: 16, channels: 1, classes: ['person 5', 'person 12'], synthetic: true });
    expect(Array.from(face.labels)).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1]);
    expect(firstPixels(face)).toEqual([0, 1, 2, 3, 4, 5, 6, 14, 15, 16, 17, 18, 19, 20].map(grayOf));
    expect(told).toEqual([[1, 2], [2, 2]]);
    const expression = await trainingSet(demo, 'expression', { model });
    expect(expression).toMatchObject({ count: 7, side: 18, classes: ['surprise', 'fear', 'disgust', 'happiness', 'sadness', 'anger', 'neutral'] });
    expect(Array.from(expression.labels)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(firstPixels(expression)).toEqual([7, 8, 9, 10, 11, 12, 13].map(grayOf));
  });

  it('have no more identities than the model tells apart, and read no more', async () => {
    serve();
    const face = await trainingSet(await openDemoSet(base), 'face', { model: { ...model, faceClasses: 1 } });
    expect(face).toMatchObject({ count: 7, classes: ['person 5'] });
    expect(asked).toEqual(['index.json', 'person-5.png']);
  });
});

describe('a demo set that is missing or damaged', () => {
  it.each([
    ['no file', { 'index.json': () => new Response('', { status: 404 }) }, /missing: .*index\.json could not be read \(404\)\. Build the page again, or give folders/],
    ['the page instead of the file', { 'index.json': () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html; charset=utf-8' } }) }, /index\.json could not be read \(a page instead of a file\)/],
    ['no JSON', { 'index.json': () => new Response('{"version": 1,') }, /damaged: its index is no JSON/],
    ['nothing', { 'index.json': () => Response.json(null) }, 'version undefined instead of 1'],
    ['another version', withIndex((index) => (index.version = 2 as 1)), 'version 2 instead of 1'],
    ['no people', withIndex((index) => delete (index as Partial<DemoIndex>).people), 'its index lacks a part'],
    ['no images', withIndex((index) => (index.images = {} as DemoIndex['images'])), 'column person holds something else than numbers'],
    ['a short column', withIndex((index) => index.images.yaw.pop()), 'column yaw is not as long'],
    ['a column of words', withIndex((index) => (index.images.roll[3] = 'three' as unknown as number)), 'column roll holds something else'],
    ['a person too many', withIndex((index) => (index.images.person[count - 1] = people.length)), 'a picture names a person who does not exist'],
    ['an eighth expression', withIndex((index) => (index.images.expression[4] = 7)), 'a picture names an expression that does not exist'],
    ['people mixed', withIndex((index) => (index.images.person[9] = 0)), 'do not lie person by person'],
    ['a pair of nothing', withIndex((index) => (index.truth.expression[1] = count)), 'a truth pair names a picture that does not exist'],
    ['an atlas too few', withIndex((index) => index.truth.atlases.pop()), 'do not match their atlases'],
    ['an unknown split', withIndex((index) => (index.people[1]!.split = 'nobody' as 'test')), 'person 9 has the split nobody'],
  ])('%s is said', async (_, instead, message) => {
    serve(instead);
    await expect(openDemoSet(base)).rejects.toThrow(message);
  });

  it('a missing or damaged atlas is named', async () => {
    serve({ 'person-9.png': () => new Response('', { status: 404 }), 'person-5.png': () => new Response('no picture') });
    const demo = await openDemoSet(base);
    await expect(demo.pictures([8], { side: 4, channels: 1 })).rejects.toThrow(/person-9\.png could not be read \(404\)/);
    await expect(demo.pictures([0], { side: 4, channels: 1 })).rejects.toThrow('damaged: person-5.png is no picture');
  });
});

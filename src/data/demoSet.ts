// The rendered people that come with the page: an index of everything that was rendered and with
// which parameters, and atlases of small gray pictures. Surprise: nothing is read before somebody
// asks, and only the atlases that are needed.

import { expressionNames } from '../expressions';
import type { Scene } from '../people/studio';
import { storedSide, type ImageSet } from './imageSet';

const splits = ['face', 'expression', 'validation', 'test', 'heldOut'] as const;
export type DemoSplit = (typeof splits)[number];

const columnNames = [
  'person', 'expression', 'strength', 'seed', 'yaw', 'pitch', 'roll', 'zoom', 'azimuth', 'elevation', 'light', 'background',
] as const;

/** As `npm run people -- set` writes it. */
export interface DemoIndex {
  version: 1;
  /** Side of every picture in pixels. */
  side: number;
  /** Pictures in a row of an atlas. */
  columns: number;
  people: { identity: number; split: DemoSplit; atlas: string }[];
  /** One entry per picture, person by person, in the order of the person's atlas. */
  images: Record<(typeof columnNames)[number], number[]>;
  /** Numbers of face and expression pictures whose true answer lies, in this order, in the truth atlases. */
  truth: { face: number[]; expression: number[]; atlases: string[]; perAtlas: number };
}

type Progress = (done: number, total: number) => void;

export interface DemoSet {
  index: DemoIndex;
  /** [count,side,side,channels], 0..255: pictures by their numbers, scaled to `side`. */
  pictures(numbers: number[], size: PictureSize, onProgress?: Progress): Promise<Uint8Array>;
  /** The true answers of truth pairs by their places in the list. */
  truths(places: number[], size: PictureSize): Promise<Uint8Array>;
}

export interface PictureSize {
  side: number;
  channels: number;
}

/**
 * @param base address of the folder, with its slash
 * @throws Error where the set is missing or its index is not one
 */
export async function openDemoSet(base: string): Promise<DemoSet> {
  const text = await (await read(`${base}index.json`)).text();
  const index = checkDemoIndex(parse(text));
  const firstOfPerson = index.people.map((_, person) => index.images.person.indexOf(person));
  return {
    index,
    pictures: (numbers, size, onProgress) => cutOut(base, index, {
      size, onProgress,
      places: numbers.map((number) => {
        const person = index.images.person[number]!;
        return { atlas: index.people[person]!.atlas, place: number - firstOfPerson[person]! };
      }),
    }),
    truths: (places, size) => cutOut(base, index, {
      size,
      places: places.map((place) => ({
        atlas: index.truth.atlases[Math.floor(place / index.truth.perAtlas)]!, place: place % index.truth.perAtlas,
      })),
    }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged('its index is no JSON');
  }
}

/** @throws Error naming what is wrong with it */
export function checkDemoIndex(value: unknown): DemoIndex {
  const { version, side, columns, people, images, truth } = (value ?? {}) as Partial<DemoIndex>;
  if (version !== 1) throw damaged(`its index has version ${String(version)} instead of 1`);
  if (!(isWhole(side) && isWhole(columns) && Array.isArray(people) && images && truth)) throw damaged('its index lacks a part');
  for (const person of people) if (!splits.includes(person.split)) throw damaged(`person ${person.identity} has the split ${String(person.split)}`);
  checkImages(images, people.length);
  const pictures = images.person.length;
  requireBelow(truth.face, pictures, 'a truth pair names a picture that does not exist');
  requireBelow(truth.expression, pictures, 'a truth pair names a picture that does not exist');
  const { face, expression, atlases, perAtlas } = truth;
  if (face.length !== expression.length || atlases?.length !== Math.ceil(face.length / perAtlas)) throw damaged('the truth pairs do not match their atlases');
  return value as DemoIndex;
}

function checkImages(images: DemoIndex['images'], people: number): void {
  for (const name of columnNames) {
    if (images[name]?.length !== images.person?.length) throw damaged(`column ${name} is not as long as the others`);
    if (!images[name]?.every(Number.isFinite)) throw damaged(`column ${name} holds something else than numbers`);
  }
  requireBelow(images.person, people, 'a picture names a person who does not exist');
  requireBelow(images.expression, expressionNames.length, 'a picture names an expression that does not exist');
  if (images.person.some((person, i) => person < (images.person[i - 1] ?? 0))) throw damaged('the pictures do not lie person by person');
}

function requireBelow(numbers: number[], limit: number, otherwise: string): void {
  if (!numbers?.every((number) => Number.isInteger(number) && number >= 0 && number < limit)) throw damaged(otherwise);
}

function isWhole(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) > 0;
}

/** What a picture was rendered from. */
export function sceneOf({ people, images }: DemoIndex, number: number): Scene {
  const at = (name: (typeof columnNames)[number]) => images[name][number]!;
  return {
    identity: people[at('person')]!.identity,
    expression: { name: expressionNames[at('expression')]!, strength: at('strength'), seed: at('seed') },
    view: {
      yaw: at('yaw'), pitch: at('pitch'), roll: at('roll'), zoom: at('zoom'), background: at('background'),
      light: { azimuth: at('azimuth'), elevation: at('elevation'), strength: at('light') },
    },
  };
}

/** Places, in the list of truth pairs, of the pairs of one group of people. */
export function truthPlaces({ people, images, truth }: DemoIndex, split: DemoSplit): number[] {
  return truth.face.flatMap((number, place) => (people[images.person[number]!]!.split === split ? [place] : []));
}

/** A training set: one class per person for the face branch, per expression for the other. */
export async function trainingSet(
  demo: DemoSet, branch: 'face' | 'expression',
  { model: { imageSize, imageChannels, faceClasses }, onProgress }: {
    model: { imageSize: number; imageChannels: number; faceClasses: number };
    /** Told after each atlas. */
    onProgress?: Progress;
  },
): Promise<ImageSet> {
  const { people, images } = demo.index;
  const chosen = people.flatMap(({ split }, person) => (split === branch ? [person] : []));
  if (branch === 'face') chosen.splice(faceClasses);
  const numbers = images.person.flatMap((person, number) => (chosen.includes(person) ? [number] : []));
  const size = { side: storedSide(branch, imageSize), channels: imageChannels };
  return {
    pixels: await demo.pictures(numbers, size, onProgress), ...size, count: numbers.length,
    labels: Int32Array.from(numbers, (number) => (branch === 'face' ? chosen.indexOf(images.person[number]!) : images.expression[number]!)),
    classes: branch === 'face' ? chosen.map((person) => personName(people[person]!.identity)) : [...expressionNames],
    synthetic: true,
  };
}

export function personName(identity: number): string {
  return `person ${identity}`;
}

/** Reads all atlases at a time, but unpacks the next only while one is cut, for they are large. */
async function cutOut(
  base: string, { side: tile, columns }: DemoIndex, { places, size, onProgress }: { places: { atlas: string; place: number }[]; size: PictureSize; onProgress?: Progress },
): Promise<Uint8Array> {
  const length = size.side * size.side * size.channels;
  const out = new Uint8Array(places.length * length);
  const cut = createCutter(tile, size.side);
  const names = [...new Set(places.map(({ atlas }) => atlas))];
  const files = names.map((name) => read(`${base}${name}`).then((response) => response.blob()));
  for (const file of files) file.catch(() => undefined); // awaited below, one by one
  const unpack = async (i: number) => {
    const file = await files[i]!;
    return createImageBitmap(file).catch(() => {
      throw damaged(`${names[i]} is no picture`);
    });
  };
  let next = names.length > 0 ? unpack(0) : null;
  for (const [i, name] of names.entries()) {
    const bitmap = (await next)!;
    if (i + 1 < names.length) next = unpack(i + 1);
    places.forEach(({ atlas, place }, at) => {
      if (atlas !== name) return;
      const rgba = cut(bitmap, place % columns, Math.floor(place / columns));
      for (let value = 0; value < length; value++) out[at * length + value] = rgba[4 * Math.floor(value / size.channels)]!; // gray: all channels are equal
    });
    bitmap.close();
    onProgress?.(i + 1, names.length);
  }
  return out;
}

/** Cuts one picture out of an atlas, as RGBA. In two steps, because scaling straight out of an atlas mixes neighbors into the edges. */
function createCutter(tile: number, side: number): (atlas: ImageBitmap, column: number, row: number) => Uint8ClampedArray {
  const alone = canvasOf(tile);
  const scaled = canvasOf(side);
  return (atlas, column, row) => {
    alone.drawImage(atlas, -column * tile, -row * tile);
    if (side === tile) return alone.getImageData(0, 0, side, side).data;
    scaled.drawImage(alone.canvas, 0, 0, side, side);
    return scaled.getImageData(0, 0, side, side).data;
  };
}

function canvasOf(side: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true })!;
  context.imageSmoothingQuality = 'high';
  context.globalCompositeOperation = 'copy'; // nothing of the picture before shines through
  return context;
}

function damaged(what: string): Error {
  return new Error(`The demo set is damaged: ${what}. Build the page again, or give folders of your own.`);
}

async function read(url: string): Promise<Response> {
  const response = await fetch(url).catch(() => null);
  // Some servers answer with the page itself where there is no such file.
  if (response?.ok && !response.headers.get('content-type')?.startsWith('text/html')) return response;
  const answer = response ? (response.ok ? 'a page instead of a file' : response.status) : 'no answer';
  throw new Error(`The demo set is missing: ${url} could not be read (${answer}). Build the page again, or give folders of your own.`);
}

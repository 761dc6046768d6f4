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

export interface DemoSet {
  index: DemoIndex;
  /** [count,side,side,channels], 0..255: pictures by their numbers, scaled to `side`. */
  pictures(numbers: number[], size: PictureSize): Promise<Uint8Array>;
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
  const index = checkDemoIndex(await (await read(`${base}index.json`)).json());
  const firstOfPerson = index.people.map((_, person) => index.images.person.indexOf(person));
  const atlases = (places: { atlas: string; place: number }[], size: PictureSize) => cutOut(base, index, { places, size });
  return {
    index,
    pictures: (numbers, size) => atlases(numbers.map((number) => {
      const person = index.images.person[number]!;
      return { atlas: index.people[person]!.atlas, place: number - firstOfPerson[person]! };
    }), size),
    truths: (places, size) => atlases(places.map((place) => ({
      atlas: index.truth.atlases[Math.floor(place / index.truth.perAtlas)]!, place: place % index.truth.perAtlas,
    })), size),
  };
}

/** @throws Error naming what is wrong with it */
export function checkDemoIndex(value: unknown): DemoIndex {
  const index = value as DemoIndex;
  const wrong = (what: string) => new Error(`The demo set's index is damaged: ${what}. Build the page again.`);
  if (index?.version !== 1) throw wrong(`version ${String(index?.version)} instead of 1`);
  const count = index.images?.person?.length;
  for (const name of columnNames) if (index.images?.[name]?.length !== count) throw wrong(`column ${name} is not as long as the others`);
  for (const { split, identity } of index.people) if (!splits.includes(split)) throw wrong(`person ${identity} has the split ${String(split)}`);
  const { face, expression, atlases, perAtlas } = index.truth;
  if (face.length !== expression.length || atlases.length !== Math.ceil(face.length / perAtlas)) throw wrong('the truth pairs do not match their atlases');
  return index;
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
  demo: DemoSet, branch: 'face' | 'expression', { imageSize, imageChannels, faceClasses }: { imageSize: number; imageChannels: number; faceClasses: number },
): Promise<ImageSet> {
  const { people, images } = demo.index;
  const chosen = people.flatMap(({ split }, person) => (split === branch ? [person] : []));
  if (branch === 'face') chosen.splice(faceClasses);
  const numbers = images.person.flatMap((person, number) => (chosen.includes(person) ? [number] : []));
  const size = { side: storedSide(branch, imageSize), channels: imageChannels };
  return {
    pixels: await demo.pictures(numbers, size), ...size, count: numbers.length,
    labels: Int32Array.from(numbers, (number) => (branch === 'face' ? chosen.indexOf(images.person[number]!) : images.expression[number]!)),
    classes: branch === 'face' ? chosen.map((person) => personName(people[person]!.identity)) : [...expressionNames],
    synthetic: true,
  };
}

export function personName(identity: number): string {
  return `person ${identity}`;
}

/** Reads each atlas once, all at a time. */
async function cutOut(
  base: string, { side: tile, columns }: DemoIndex, { places, size }: { places: { atlas: string; place: number }[]; size: PictureSize },
): Promise<Uint8Array> {
  const { side, channels } = size;
  const length = side * side * channels;
  const out = new Uint8Array(places.length * length);
  const names = [...new Set(places.map(({ atlas }) => atlas))];
  await Promise.all(names.map(async (name) => {
    const bitmap = await createImageBitmap(await (await read(`${base}${name}`)).blob());
    const wanted = places.flatMap(({ atlas, place }, at) => (atlas === name ? [{ place, at }] : []));
    const canvas = new OffscreenCanvas(side, side * wanted.length);
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    context.imageSmoothingQuality = 'high';
    wanted.forEach(({ place }, row) => context.drawImage(
      bitmap, (place % columns) * tile, Math.floor(place / columns) * tile, tile, tile, 0, row * side, side, side,
    ));
    bitmap.close();
    const rgba = context.getImageData(0, 0, side, side * wanted.length).data;
    wanted.forEach(({ at }, row) => {
      const from = row * side * side;
      for (let i = 0; i < length; i++) out[at * length + i] = rgba[4 * (from + Math.floor(i / channels)) + (i % channels)]!;
    });
  }));
  return out;
}

async function read(url: string): Promise<Response> {
  const response = await fetch(url).catch(() => null);
  if (!response?.ok) throw new Error(`The demo set is missing: ${url} could not be read (${response?.status ?? 'no answer'}). Build the page again, or give folders of your own.`);
  return response;
}

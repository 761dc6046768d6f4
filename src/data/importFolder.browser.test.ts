// Folders of real image files in Chromium: which become which class, which are left out and why,
// which sets are refused, and that colors come out as Pillow would turn them gray.

import { afterEach, describe, expect, it, vi } from 'vitest';
import { expressionNames } from '../expressions';
import { decodeImage } from './decodeImage';
import { importFolder, type FolderFile } from './importFolder';

const model = { imageSize: 32, imageChannels: 1, faceClasses: 3 };

/** A PNG of one color, or of whatever `draw` paints over it. */
async function png(color: string, [width, height]: [number, number] = [40, 40], draw?: (context: OffscreenCanvasRenderingContext2D) => void): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  context.fillStyle = color;
  context.fillRect(0, 0, width, height);
  draw?.(context);
  return canvas.convertToBlob({ type: 'image/png' });
}

async function grayPng(level: number): Promise<Blob> {
  return png(`rgb(${level}, ${level}, ${level})`);
}

const text = (content = 'no image at all') => new Blob([content]);

/** A PNG whose header claims another size. */
async function lyingPng(width: number, height: number): Promise<Blob> {
  const bytes = await (await png('red')).arrayBuffer();
  new DataView(bytes).setUint32(16, width);
  new DataView(bytes).setUint32(20, height);
  return new Blob([bytes]);
}

async function load(branch: 'face' | 'expression', files: FolderFile[], change: Partial<typeof model> = {}) {
  const progress: [number, number][] = [];
  const found = await importFolder(branch, files, { model: { ...model, ...change }, onProgress: (done, total) => void progress.push([done, total]) });
  return { ...found, progress };
}

/** The value that all pixels of image `index` share; NaN where they differ. */
function levelOf(set: { pixels: Uint8Array; side: number; channels: number }, index: number): number {
  const size = set.side ** 2 * set.channels;
  const pixels = set.pixels.subarray(index * size, (index + 1) * size);
  return pixels.every((value) => value === pixels[0]) ? pixels[0]! : NaN;
}

describe('a folder per identity', () => {
  it('becomes one class per folder; classes and images in the order of their names with numbers as numbers, however they are listed', async () => {
    const files = await Promise.all([['person 10', 100], ['person 9', 90], ['anna', 10], ['person 9', 91]].map(async ([folder, level], i) =>
      ({ path: `faces/${folder}/${i}.png`, blob: await grayPng(level as number) })));
    const { set, skipped, progress } = await load('face', files);
    expect(set.classes).toEqual(['anna', 'person 9', 'person 10']);
    expect([...set.labels]).toEqual([0, 1, 1, 2]);
    expect([0, 1, 2, 3].map((i) => levelOf(set, i))).toEqual([10, 90, 91, 100]);
    expect([set.side, set.channels, set.count, skipped.length]).toEqual([32, 1, 4, 0]);
    expect(progress).toEqual([[1, 4], [2, 4], [3, 4], [4, 4]]);
  });

  it('may hold more identities than no model tells apart: says how many of each', async () => {
    const files = await Promise.all([0, 1, 2, 3].map(async (i) => ({ path: `p${i}/a.png`, blob: await grayPng(i) })));
    await expect(load('face', files)).rejects.toThrow('4 identities and the model tells 3 apart. Drop at most 3 folders, or create a model with faceClasses 4');
    expect((await load('face', files, { faceClasses: 4 })).set.classes).toHaveLength(4);
  });

  it('images outside of any folder are refused', async () => {
    await expect(load('face', [{ path: 'a.png', blob: await grayPng(1) }])).rejects.toThrow('a.png lies in no folder. Put the images into one folder per identity');
  });
});

describe('a folder per expression', () => {
  it('becomes its class, by name, by the data sets\' names and by RAF-DB\'s numbers, an eighth larger', async () => {
    const folders = ['1', 'Happy', 'neutral', 'sadness'];
    const files = await Promise.all(folders.map(async (folder, i) => ({ path: `set/${folder}/x.png`, blob: await grayPng(10 * i) })));
    const { set } = await load('expression', files);
    expect(set.classes).toEqual([...expressionNames]);
    expect([...set.labels]).toEqual(['surprise', 'happiness', 'neutral', 'sadness'].map((name) => expressionNames.indexOf(name as 'neutral')));
    expect([0, 1, 2, 3].map((i) => levelOf(set, i))).toEqual([0, 10, 20, 30]);
    expect(set.side).toBe(36);
  });

  it('folders that name no expression are refused by name, all of them', async () => {
    const files = await Promise.all(['happy', 'contempt', 'misc'].map(async (folder) => ({ path: `set/${folder}/x.png`, blob: await grayPng(1) })));
    await expect(load('expression', files)).rejects.toThrow('These folders name no expression: contempt, misc. Name each folder surprise, fear');
  });
});

describe('bad files', () => {
  it('are left out with a reason each, and the rest is read', async () => {
    const damaged = (await (await grayPng(5)).arrayBuffer()).slice(0, 60);
    const { set, skipped } = await load('face', [
      { path: 'a/notes.txt', blob: text() },
      { path: 'a/text.png', blob: text() },
      { path: 'a/dot.png', blob: await png('red', [1, 1]) },
      { path: 'a/empty.png', blob: new Blob([]) },
      { path: 'a/damaged.png', blob: new Blob([damaged]) },
      { path: 'a/drawing.png', blob: text('<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/>') },
      { path: 'a/huge.png', blob: await lyingPng(10_000, 5_000) },
      { path: 'a/good.png', blob: await grayPng(77) },
    ]);
    expect([set.count, levelOf(set, 0)]).toEqual([1, 77]);
    expect(Object.fromEntries(skipped.map(({ path, reason }) => [path, reason]))).toEqual({
      'a/notes.txt': 'Its name is not that of an image.',
      'a/text.png': 'This file is no image that can be read; give a PNG, JPEG, WebP, GIF, BMP or AVIF image.',
      'a/dot.png': 'This image is 1x1 pixels; a face needs at least 16x16.',
      'a/empty.png': 'This file is no image that can be read; give a PNG, JPEG, WebP, GIF, BMP or AVIF image.',
      'a/damaged.png': 'This image cannot be decoded; the file may be damaged.',
      'a/drawing.png': 'Images of type svg cannot be read; give a PNG, JPEG, WebP, GIF, BMP or AVIF image.',
      'a/huge.png': 'This image has 50 megapixels; at most 40 can be read. Scale it down or crop the face.',
    });
  });

  it('hidden ones are not even mentioned', async () => {
    const { set, skipped } = await load('face', [
      { path: 'a/.DS_Store', blob: text() }, { path: 'a/Thumbs.db', blob: text() }, { path: 'a/desktop.ini', blob: text() },
      { path: 'a/._good.png', blob: text() }, { path: 'a/good.png', blob: await grayPng(1) },
    ]);
    expect([set.count, skipped]).toEqual([1, []]);
  });

  it('alone make no set: nothing in the folder, no image in it, none that can be read', async () => {
    await expect(load('face', [])).rejects.toThrow('There is no file in this folder');
    await expect(load('face', [{ path: 'a/.DS_Store', blob: text() }])).rejects.toThrow('There is no file in this folder');
    await expect(load('face', [{ path: 'a/x.txt', blob: text() }])).rejects.toThrow('There is no image among the 1 files');
    await expect(load('face', [{ path: 'a/x.png', blob: text() }, { path: 'a/y.png', blob: await png('red', [1, 1]) }]))
      .rejects.toThrow('None of the 2 files is an image that can be read. The first, a/x.png: This file is no image');
  });
});

describe('decoding', () => {
  afterEach(() => vi.restoreAllMocks());

  it('gray is ITU-R 601 luma, rounded as Pillow rounds it', async () => {
    // Pillow: Image.new('RGB', (1, 1), color).convert('L')
    const known: [string, number][] = [
      ['rgb(255, 0, 0)', 76], ['rgb(0, 255, 0)', 150], ['rgb(0, 0, 255)', 29], ['rgb(255, 255, 255)', 255], ['rgb(0, 0, 0)', 0],
      ['rgb(10, 200, 90)', 131], ['rgb(123, 45, 67)', 71], ['rgb(1, 2, 3)', 2],
    ];
    for (const [color, gray] of known) {
      const pixels = await decodeImage(await png(color), 16, 1);
      expect([color, ...new Set(pixels)]).toEqual([color, gray]);
    }
  });

  it('color keeps its three channels', async () => {
    const pixels = await decodeImage(await png('rgb(10, 200, 90)'), 16, 3);
    expect(pixels).toHaveLength(16 * 16 * 3);
    expect([...new Set(Array.from({ length: 256 }, (_, i) => pixels.subarray(3 * i, 3 * i + 3).join()))]).toEqual(['10,200,90']);
  });

  it('takes the largest centered square, upright', async () => {
    // 64 x 32: gray 50 at the left and right quarter; the middle square is 100 above, 200 below.
    const blob = await png('rgb(50, 50, 50)', [64, 32], (context) => {
      for (const [level, top] of [[100, 0], [200, 16]] as const) {
        context.fillStyle = `rgb(${level}, ${level}, ${level})`;
        context.fillRect(16, top, 32, 16);
      }
    });
    const pixels = await decodeImage(blob, 32, 1);
    expect([...new Set(pixels.subarray(0, 16 * 32))]).toEqual([100]);
    expect([...new Set(pixels.subarray(16 * 32))]).toEqual([200]);
  });

  it('what is transparent is white', async () => {
    const blob = await png('rgba(0, 0, 0, 0)');
    expect([...new Set(await decodeImage(blob, 16, 1))]).toEqual([255]);
  });

  it('a header that claims 50 megapixels is refused before anything is decoded', async () => {
    const decoder = vi.spyOn(globalThis, 'createImageBitmap');
    await expect(decodeImage(await lyingPng(10_000, 5_000), 32, 1)).rejects.toThrow('50 megapixels');
    expect(decoder).not.toHaveBeenCalled();
    await decodeImage(await grayPng(1), 32, 1);
    expect(decoder).toHaveBeenCalledOnce();
  });
});

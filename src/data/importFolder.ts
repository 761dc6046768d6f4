// A dropped or picked folder becomes an image set: the folder that an image lies in is its class,
// an identity or one of the seven expressions. A bad image is left out and reported; it never
// stops the rest. Surprise: images go by their paths, because browsers list a folder's files in
// whatever order the disk has them, and a seed's order of training would differ between two copies.

import { expressionNames, expressionOfFolder } from '../expressions';
import { decodeImage } from './decodeImage';
import { storedSide, type ImageSet } from './imageSet';

export interface FolderFile {
  /** With '/' between the folders, as the browser reports it. */
  path: string;
  blob: Blob;
}

export interface FolderImport {
  set: ImageSet;
  skipped: { path: string; reason: string }[];
}

/** "person 9" before "person 10". */
const byName = new Intl.Collator('en', { numeric: true }).compare;

interface Placed {
  file: FolderFile;
  label: number;
}

/**
 * @param onProgress told after each image
 * @throws Error where no image is left, a folder names no expression, or there are more identities
 *   than the model can tell apart
 */
export async function importFolder(
  branch: 'face' | 'expression',
  files: FolderFile[],
  { model, onProgress }: {
    model: { imageSize: number; imageChannels: number; faceClasses: number };
    onProgress: (done: number, total: number) => void;
  },
): Promise<FolderImport> {
  const { placed, classes, skipped } = place(branch, files, model.faceClasses);
  const side = storedSide(branch, model.imageSize);
  const channels = model.imageChannels;
  const images: { pixels: Uint8Array; label: number }[] = [];
  for (const [i, { file, label }] of placed.entries()) {
    try {
      images.push({ pixels: await decodeImage(file.blob, side, channels), label });
    } catch (error) {
      skipped.push({ path: file.path, reason: (error as Error).message });
    }
    onProgress(i + 1, placed.length);
  }
  if (images.length === 0) {
    throw new Error(`None of the ${skipped.length} files is an image that can be read. The first, ${skipped[0]!.path}: ${skipped[0]!.reason}`);
  }
  const size = side * side * channels;
  const set: ImageSet = {
    pixels: new Uint8Array(images.length * size), side, channels, count: images.length,
    labels: Int32Array.from(images, ({ label }) => label), classes, synthetic: false,
  };
  images.forEach(({ pixels }, i) => set.pixels.set(pixels, i * size));
  return { set, skipped };
}

/** Gives each image file its label; other files are skipped, hidden ones (.DS_Store, Thumbs.db) silently. */
function place(branch: 'face' | 'expression', files: FolderFile[], faceClasses: number) {
  const visible = files.filter(({ path }) => !/(^|\/)(\.[^/]*|Thumbs\.db|desktop\.ini)$/i.test(path));
  if (visible.length === 0) throw new Error('There is no file in this folder. Drop a folder of images.');
  const isImage = ({ path }: FolderFile) => /\.(png|jpe?g|webp|gif|bmp|avif)$/i.test(path);
  const images = visible.filter(isImage).sort((a, b) => byName(a.path, b.path));
  if (images.length === 0) throw new Error(`There is no image among the ${visible.length} files of this folder.`);
  const folderOf = ({ path }: FolderFile) => path.split('/').filter((part) => part !== '' && part !== '.').at(-2);
  const loose = images.find((file) => folderOf(file) === undefined);
  if (loose) {
    throw new Error(`${loose.path} lies in no folder. Put the images into one folder per ${branch === 'face' ? 'identity' : 'expression'} and drop their parent folder.`);
  }
  const folders = [...new Set(images.map((file) => folderOf(file)!))].sort(byName);
  const labels = branch === 'face' ? identityLabels(folders, faceClasses) : expressionLabels(folders);
  return {
    placed: images.map((file): Placed => ({ file, label: labels.get(folderOf(file)!)! })),
    classes: branch === 'face' ? folders : [...expressionNames],
    skipped: visible.filter((file) => !isImage(file)).map(({ path }) => ({ path, reason: 'Its name is not that of an image.' })),
  };
}

function identityLabels(folders: string[], faceClasses: number): Map<string, number> {
  if (folders.length > faceClasses) {
    throw new Error(`This set has ${folders.length} identities and the model tells ${faceClasses} apart. Drop at most ${faceClasses} folders, or create a model with faceClasses ${folders.length}.`);
  }
  return new Map(folders.map((folder, i) => [folder, i]));
}

function expressionLabels(folders: string[]): Map<string, number> {
  const unknown = folders.filter((folder) => expressionOfFolder(folder) === null);
  if (unknown.length > 0) {
    throw new Error(`These folders name no expression: ${unknown.join(', ')}. Name each folder ${expressionNames.join(', ')}, or 1 to 7 in this order.`);
  }
  return new Map(folders.map((folder) => [folder, expressionNames.indexOf(expressionOfFolder(folder)!)]));
}

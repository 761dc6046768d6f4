// Images out of a loaded set, for drawings in evaluation mode and to be looked at: which ones, and as
// the model sees them.

import * as tf from '@tensorflow/tfjs';
import { requireNumber, type TdganConfig } from '../config';
import { encodeImage } from '../data/encodeImage';
import { copyImage, type ImageSet } from '../data/imageSet';
import type { Branch, SetImages, SetImagesInput } from './engine';

/** Numbers of some images of each class, spread evenly over all of them; a class may have none. */
export function chooseImages(set: ImageSet, mostPerClass: number): number[][] {
  return set.classes.map((_, label) => {
    const own = numbersOf(set, label);
    const wanted = Math.min(own.length, mostPerClass);
    return Array.from({ length: wanted }, (__, i) => own[Math.floor((i * own.length) / wanted)]!);
  });
}

/** Places in the set of all images of a class. */
function numbersOf({ labels }: ImageSet, label: number): number[] {
  return Array.from(labels.keys()).filter((number) => labels[number] === label);
}

/** As they are kept, [count,side,side,channels] in [0, 1]. */
export function readImages(set: ImageSet, numbers: number[]): Float32Array {
  const length = set.side * set.side * set.channels;
  const images = new Float32Array(numbers.length * length);
  numbers.forEach((number, i) => copyImage(set, number, images.subarray(i * length)));
  return images;
}

/** Resized to the model's side, as for testing: [count,S,S,C] in [0, 1]. */
export function uploadSetImages(set: ImageSet, numbers: number[], { imageSize }: TdganConfig): tf.Tensor4D {
  return tf.tidy(() => {
    const stored = tf.tensor4d(readImages(set, numbers), [numbers.length, set.side, set.side, set.channels]);
    return tf.image.resizeBilinear(stored, [imageSize, imageSize], false, true);
  });
}

/** @throws Error where there is no such class, or no set */
export async function setImages(given: ImageSet | undefined, { branch, label, from = 0, count }: SetImagesInput, config: TdganConfig): Promise<SetImages> {
  const set = requireSet(given, branch);
  requireNumber(label, 'label', { range: [0, set.classes.length - 1], whole: true });
  requireNumber(from, 'from', { range: [0, set.count], whole: true });
  requireNumber(count, 'count', { range: [1, 64], whole: true });
  const numbers = numbersOf(set, label).slice(from, from + count);
  if (numbers.length === 0) return { images: new Float32Array(), numbers };
  const images = uploadSetImages(set, numbers, config);
  try {
    return { images: await images.data<'float32'>(), numbers };
  } finally {
    images.dispose();
  }
}

/** @throws Error where there is no such image, or no set */
export async function setImageFile(set: ImageSet | undefined, { branch, number }: { branch: Branch; number: number }): Promise<Blob> {
  const { pixels, side, channels, count } = requireSet(set, branch);
  requireNumber(number, 'number', { range: [0, count - 1], whole: true });
  const length = side * side * channels;
  return encodeImage(pixels.subarray(number * length, (number + 1) * length), side, channels);
}

function requireSet(set: ImageSet | undefined, branch: Branch): ImageSet {
  if (!set) throw new Error(`Load ${branch === 'face' ? 'a face' : 'an expression'} set first.`);
  return set;
}

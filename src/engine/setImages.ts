// Images out of a loaded set for drawings in evaluation mode: which ones, and as the model sees them.

import * as tf from '@tensorflow/tfjs';
import type { TdganConfig } from '../config';
import { copyImage, type ImageSet } from '../data/imageSet';

/** Numbers of some images of each class, spread evenly over all of them; a class may have none. */
export function chooseImages({ classes, labels, count }: ImageSet, mostPerClass: number): number[][] {
  return classes.map((_, label) => {
    const own = Array.from({ length: count }, (__, i) => i).filter((i) => labels[i] === label);
    const wanted = Math.min(own.length, mostPerClass);
    return Array.from({ length: wanted }, (__, i) => own[Math.floor((i * own.length) / wanted)]!);
  });
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

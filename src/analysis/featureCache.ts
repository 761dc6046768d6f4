// The encoders' features of the images looked at last, so that scrubbing an interpolation runs the
// decoder alone. Surprise: images are told apart by their values, for an array that crossed over to
// a worker is another one each time; comparing them costs nothing beside encoding them.

import type * as tf from '@tensorflow/tfjs';

/** How many arrays of images are remembered per branch. */
const room = 4;

interface Kept {
  /** What the features are of: the images one by one, or their mean per class. */
  branch: 'face' | 'expression' | 'expressionMeans';
  images: Float32Array;
  features: tf.Tensor4D;
}

export class FeatureCache {
  /** The one asked for last at the end. */
  private kept: Kept[] = [];
  private weights: { model: object; step: number } | null = null;

  /**
   * The features of `images`, which stay the cache's own.
   * @param weights whose features they are: another model or step forgets all of them
   * @param encode runs only where the features are not known; its result becomes the cache's
   */
  features(
    { branch, images, weights }: { branch: Kept['branch']; images: Float32Array; weights: { model: object; step: number } }, encode: () => tf.Tensor4D,
  ): tf.Tensor4D {
    if (this.weights?.model !== weights.model || this.weights.step !== weights.step) this.forget();
    this.weights = weights;
    const known = this.kept.find((entry) => entry.branch === branch && isSame(entry.images, images));
    const entry = known ?? { branch, images: images.slice(), features: encode() };
    this.kept = [...this.kept.filter((other) => other !== entry), entry];
    const own = this.kept.filter((other) => other.branch === branch);
    if (own.length > room) this.drop(own[0]!);
    return entry.features;
  }

  /** After any change of the weights that leaves model and step as they were. */
  forget(): void {
    for (const entry of this.kept) entry.features.dispose();
    this.kept = [];
    this.weights = null;
  }

  private drop(entry: Kept): void {
    entry.features.dispose();
    this.kept = this.kept.filter((other) => other !== entry);
  }
}

function isSame(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

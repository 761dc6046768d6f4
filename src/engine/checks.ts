// Everything that comes in from the page, the console or a file is checked here, before the
// backend sees it: lengths, ranges, labels, and that numbers are numbers.

import { parameterGroups, requireNumber, type ParameterGroup, type TdganConfig } from '../config';
import { noiseShape } from '../model/tdgan';
import type { Batch, ForwardInput, InterpolationInput } from './engine';

/** Values per image of a model. */
export function imageLength({ imageSize, imageChannels }: TdganConfig): number {
  return imageSize * imageSize * imageChannels;
}

/** The number of images in a flat array. @throws Error where it is no whole number of images in [0, 1] */
export function countImages(values: unknown, config: TdganConfig, what: string): number {
  const length = imageLength(config);
  const array = requireFloats(values, what);
  if (array.length === 0 || array.length % length !== 0) {
    const { imageSize, imageChannels } = config;
    throw new Error(`${what} has ${array.length} values; each image has ${imageSize}x${imageSize}x${imageChannels} = ${length}.`);
  }
  requireRange(array, [0, 1], what);
  return array.length / length;
}

function requireFloats(values: unknown, what: string): Float32Array {
  if (!(values instanceof Float32Array)) throw new Error(`${what} must be a Float32Array.`);
  return values;
}

function requireRange(values: Float32Array, [low, high]: [number, number], what: string): void {
  const at = values.findIndex((value) => !(value >= low && value <= high));
  if (at >= 0) throw new Error(`${what} must lie in [${low}, ${high}]; value ${at} is ${values[at]}.`);
}

function requireNoise(values: unknown, shape: number[], what: string): void {
  const length = shape.reduce((product, side) => product * side, 1);
  const array = requireFloats(values, what);
  if (array.length !== length) throw new Error(`${what} has ${array.length} values, not [${shape.join(', ')}] = ${length}.`);
  requireRange(array, [0, 1], what);
}

function requireLabels(labels: ArrayLike<number>, { count, classes }: { count: number; classes: number }, what: string): void {
  if (typeof labels?.length !== 'number') throw new Error(`${what} must be an array.`);
  if (labels.length !== count) throw new Error(`${what} has ${labels.length} labels for ${count} images.`);
  for (let i = 0; i < count; i++) requireNumber(labels[i], `${what}[${i}]`, { range: [0, classes - 1], whole: true });
}

/** @returns the number of images of each kind */
export function checkForward(input: ForwardInput, config: TdganConfig): number {
  const count = countImages(input.face, config, 'face');
  const expressions = countImages(input.expression, config, 'expression');
  if (expressions !== count) throw new Error(`There are ${count} face and ${expressions} expression images; give as many of each.`);
  if (input.noise) requireNoise(input.noise, noiseShape(config, count), 'noise');
  return count;
}

/** @returns the batch size */
export function checkBatch(batch: Batch, config: TdganConfig): number {
  const count = checkForward({ face: batch.face, expression: batch.expression }, config);
  requireLabels(batch.faceLabels, { count, classes: config.faceClasses }, 'faceLabels');
  requireLabels(batch.expressionLabels, { count, classes: config.expressionClasses }, 'expressionLabels');
  if (batch.noises && batch.noises.length > 3) throw new Error('noises has more than three entries: generated, face again, expression again.');
  batch.noises?.forEach((noise, i) => {
    if (noise) requireNoise(noise, noiseShape(config, count), `noises[${i}]`);
  });
  return count;
}

/** The group that is to learn alone; null where none was named. */
export function checkOnly(only: unknown): ParameterGroup | null {
  if (only === undefined || only === null) return null;
  const group = parameterGroups.find((name) => name === only);
  if (!group) throw new Error(`only must be one of ${parameterGroups.join(', ')}, not ${typeof only === 'string' ? only : `a ${typeof only}`}.`);
  return group;
}

/** The alphas of both axes. */
export function checkInterpolation(input: InterpolationInput, config: TdganConfig) {
  const alphas = (images: Float32Array, given: number[] | undefined, what: string): number[] => {
    const count = countImages(images, config, what);
    if (count > 2) throw new Error(`${what} holds ${count} images; interpolation is between one or two.`);
    if (count === 1) return [0];
    if (given) {
      if (given.length === 0) throw new Error(`There is no alpha for ${what}.`);
      given.forEach((alpha, i) => requireNumber(alpha, `alpha ${i} of ${what}`, { range: [-10, 10] }));
      return given;
    }
    const steps = input.steps ?? 11;
    requireNumber(steps, 'steps', { range: [2, 101], whole: true });
    return Array.from({ length: steps }, (_, i) => i / (steps - 1));
  };
  return {
    faceAlphas: alphas(input.faces, input.faceAlphas, 'faces'),
    expressionAlphas: alphas(input.expressions, input.expressionAlphas, 'expressions'),
  };
}

/** Noise for evaluation is a decoder call of its own; those of a step are calls 0 to 2. */
export function evaluationNoise(seed = 0): { seed: number; step: number; call: number } {
  requireNumber(seed, 'noiseSeed', { range: [0, 0xffffffff], whole: true });
  return { seed, step: 0, call: 3 };
}

// window.tdgan as tests call it: files of this machine become Blobs, arrays become plain numbers.

import { readFileSync } from 'node:fs';
import type { Page } from 'playwright/test';
import type { ForwardInput, InterpolationInput } from '../../src/engine/engine';

type Numbers<T, K extends keyof T> = Omit<T, K> & Record<K, number[]>;

/** An image file as the networks see it. @throws what the engine says of a bad one */
export function prepareImage(page: Page, path: string): Promise<number[]> {
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return Array.from(await window.tdgan.prepareImage(new Blob([bytes])));
  }, readFileSync(path).toString('base64'));
}

export function forward(page: Page, input: Numbers<Pick<ForwardInput, 'face' | 'expression' | 'noiseSeed'>, 'face' | 'expression'>) {
  return page.evaluate(async ({ face, expression, noiseSeed }) => {
    const result = await window.tdgan.forward({ face: Float32Array.from(face), expression: Float32Array.from(expression), noiseSeed });
    return {
      image: Array.from(result.image),
      expressionLogits: Array.from(result.expressionLogits),
      faceLogits: Array.from(result.discriminator.faceLogits),
      generatedExpressionLogits: Array.from(result.discriminator.expressionLogits),
    };
  }, input);
}

/** The images of the grid, row by row. */
export function interpolate(page: Page, input: Numbers<InterpolationInput, 'faces' | 'expressions'>): Promise<number[][]> {
  return page.evaluate(async (given) => {
    const result = await window.tdgan.interpolate({
      ...given, faces: Float32Array.from(given.faces), expressions: Float32Array.from(given.expressions),
    });
    const count = result.rows * result.columns;
    const length = result.images.length / count;
    return Array.from({ length: count }, (_, i) => Array.from(result.images.subarray(i * length, (i + 1) * length)));
  }, input);
}

/** The message of the Error that `call` rejects with; null where it does not. */
export function messageOf(call: Promise<unknown>): Promise<string | null> {
  return call.then(() => null, (error: unknown) => (error instanceof Error ? error.message : `not an Error: ${String(error)}`));
}

// window.tdgan as tests call it: files of this machine become Blobs, arrays become plain numbers.

import { readFileSync } from 'node:fs';
import type { JSHandle, Page } from 'playwright/test';
import type { ComparisonInput, ForwardInput, InterpolationInput, SwapMatrixInput } from '../../src/engine/engine';
import type { StepRecord } from '../../src/metrics';

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

/** What the judges of each cell say, row by row. */
export function swapMatrix(page: Page, input: Numbers<SwapMatrixInput, 'faces' | 'expressions'>) {
  return page.evaluate(async (given) => {
    const { discriminatorLogits, classifierLogits, similarities } = await window.tdgan.swapMatrix({
      ...given, faces: Float32Array.from(given.faces), expressions: Float32Array.from(given.expressions),
    });
    const classes = discriminatorLogits.length / similarities.length;
    const cell = (logits: Float32Array, i: number) => Array.from(logits.subarray(i * classes, (i + 1) * classes));
    return similarities.map((similarity, i) => ({
      discriminatorLogits: cell(discriminatorLogits, i), classifierLogits: cell(classifierLogits, i), similarity,
    }));
  }, input);
}

export function compareWithTruth(page: Page, input: Numbers<ComparisonInput, 'face' | 'expression' | 'truth'>) {
  return page.evaluate(async ({ face, expression, truth, noiseSeed }) => {
    const { scores, difference } = await window.tdgan.compareWithTruth({
      face: Float32Array.from(face), expression: Float32Array.from(expression), truth: Float32Array.from(truth), noiseSeed,
    });
    return { scores, difference: Array.from(difference) };
  }, input);
}

/** The record of every step from now on, as the engine tells it; read it with `jsonValue`. */
export function recordSteps(page: Page): Promise<JSHandle<StepRecord[]>> {
  return page.evaluateHandle(() => {
    const all: StepRecord[] = [];
    window.tdgan.subscribe((event) => { if (event.kind === 'steps') all.push(...event.records); });
    return all;
  });
}

/** The message of the Error that `call` rejects with; null where it does not. */
export function messageOf(call: Promise<unknown>): Promise<string | null> {
  return call.then(() => null, (error: unknown) => (error instanceof Error ? error.message : `not an Error: ${String(error)}`));
}

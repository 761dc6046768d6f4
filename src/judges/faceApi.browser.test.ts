// The judges' worker against the same package as it is commonly used, in a page: a canvas in, named
// probabilities and a descriptor out. Holds weights, order of classes, range of values and resizing.

import { nets, tf } from '@vladmandic/face-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDemoSet } from '../data/demoSet';
import { expressionNames } from '../expressions';
import { createJudges } from './workerJudges';

const { setWasmPaths, setBackend, env } = tf as unknown as {
  setWasmPaths: (folder: string) => void;
  setBackend: (name: string) => Promise<boolean>;
  env: () => { set: (flag: string, value: boolean) => void };
};

const judges = createJudges();
const demo = await openDemoSet(new URL('/demo/', location.href).href);
/** One person's seven expressions, 0 to 255. */
const numbers = expressionNames.map((_, expression) => demo.index.images.expression.indexOf(expression));

beforeAll(async () => {
  setWasmPaths('/node_modules/@tensorflow/tfjs-backend-wasm/dist/');
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  expect(await setBackend('wasm')).toBe(true);
  const models = '/node_modules/@vladmandic/face-api/model';
  await Promise.all([nets.faceExpressionNet.loadFromUri(models), nets.faceRecognitionNet.loadFromUri(models)]);
});
afterAll(() => judges.dispose());

function canvasOf(gray: Uint8Array, side: number): HTMLCanvasElement {
  const canvas = Object.assign(document.createElement('canvas'), { width: side, height: side });
  const rgba = Uint8ClampedArray.from({ length: 4 * gray.length }, (_, i) => (i % 4 === 3 ? 255 : gray[Math.floor(i / 4)]!));
  canvas.getContext('2d')!.putImageData(new ImageData(rgba, side), 0, 0);
  return canvas;
}

/** Largest distances of the worker's word from the page's: of a probability, of a descriptor. */
async function distances(side: number): Promise<{ probability: number; descriptor: number }> {
  const pictures = await demo.pictures(numbers, { side, channels: 1 });
  const said = await judges.judge(Float32Array.from(pictures, (value) => value / 255), side);
  const largest = { probability: 0, descriptor: 0 };
  for (const i of numbers.keys()) {
    const canvas = canvasOf(pictures.subarray(i * side * side, (i + 1) * side * side), side);
    const { surprised, fearful, disgusted, happy, sad, angry, neutral } = [await nets.faceExpressionNet.predictExpressions(canvas)].flat()[0]!;
    [surprised, fearful, disgusted, happy, sad, angry, neutral].forEach((probability, expression) => {
      largest.probability = Math.max(largest.probability, Math.abs(probability - said.expressions[7 * i + expression]!));
    });
    const descriptor = [...await nets.faceRecognitionNet.computeFaceDescriptor(canvas)] as number[];
    largest.descriptor = Math.max(largest.descriptor, Math.hypot(...descriptor.map((value, at) => value - said.descriptors[128 * i + at]!)));
  }
  return largest;
}

describe('judges, against face-api in a page', () => {
  it('say the same of pictures that the expression net need not resize', async () => {
    expect((await distances(112)).probability).toBeLessThan(1e-5);
  });

  it('say the same of pictures that the recognition net need not resize', async () => {
    expect((await distances(150)).descriptor).toBeLessThan(1e-5);
  });

  it('say nearly the same of small pictures, which a canvas smooths in a way of its own as it resizes them', async () => {
    expect((await distances(64)).descriptor).toBeLessThan(0.03);
  });
});

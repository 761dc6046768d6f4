// Weights in and out through the page: what was saved are the model's bytes and loads again to the same
// bytes and pictures; a file that does not fit is refused with everything that is wrong with it, while
// the model stays.

import { createHash } from 'node:crypto';
import type { Page } from 'playwright/test';
import { forward, prepareImage } from './pages/console';
import { openPlayground } from './pages/playground';
import { canvasBytes, expectPicture, meanDistance } from './support/pixels';
import { expect, test } from './support/test';
import { alteredWeights, parseWeights } from './support/weightFiles';

const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const digestOfModel = (page: Page) => page.evaluate(async () =>
  Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', await window.tdgan.saveWeights())), (byte) => byte.toString(16).padStart(2, '0')).join(''));

test('weights on WebGPU: saved, trained away from, and loaded again to the same bytes and pictures', async ({ page, samples }) => {
  const { weights, training, trainingSet, transfer, curves } = await openPlayground(page, { backend: 'webgpu' });
  await trainingSet.load(samples);
  await transfer.fill(samples);
  await page.evaluate(() => window.tdgan.setTraining({ batchSize: 1, learningRates: { generator: 0.01 } }));
  const images = { face: await prepareImage(page, samples.face), expression: await prepareImage(page, samples.expression) };
  const drawn = async () => (await forward(page, { ...images, noiseSeed: 1 })).image;
  await training.takeStep();
  const { name, bytes } = await weights.download();
  const picture = await drawn();
  expect(name).toBe('tdgan.safetensors');
  expect(parseWeights(bytes).size).toBe(397);
  expect(digest(bytes)).toBe(await digestOfModel(page));
  await training.takeStep();
  expect((await weights.download()).bytes.equals(bytes)).toBe(false);
  expect(meanDistance(await drawn(), picture), 'the step moves the picture').toBeGreaterThan(2 / 255);

  await weights.load('mine.safetensors', bytes);
  await expect(weights.loaded).toContainText('Loaded 397 tensors');
  await expect(training.steps).toHaveText('0');
  await expect.poll(() => curves.points()).toMatchObject({ Total: 0 });
  await expect(transfer.generatedAt(0)).toBeVisible();
  await expect(transfer.root).toContainText('weights of mine.safetensors');
  expect((await weights.download()).bytes.equals(bytes)).toBe(true);
  expect(await drawn()).toEqual(picture);
  expectPicture(await canvasBytes(transfer.generatedAt(0)), picture, 'generated face');
});

test('weights: missing, extra, misshaped and NaN are all named, and the model stays as it was', async ({ page }) => {
  const { weights } = await openPlayground(page, { backend: 'wasm' });
  const { bytes } = await weights.download();
  const refuse = async (file: Buffer, messages: string[]): Promise<void> => {
    await weights.load('wrong.safetensors', file);
    for (const message of messages) await expect(weights.error).toContainText(message);
    await expect(weights.error).toContainText('the model is as it was');
    const rejected = await page.evaluate((base64) => {
      const buffer = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)).buffer;
      return window.tdgan.loadWeights({ 'wrong.safetensors': buffer }).then(() => 'nothing', (error: Error) => error.message);
    }, file.toString('base64'));
    for (const message of messages) expect(rejected).toContain(message);
    expect((await weights.download()).bytes.equals(bytes)).toBe(true);
  };

  const [first, second, third, fourth] = [...parseWeights(bytes).keys()];
  await refuse(alteredWeights(bytes, (tensors) => {
    tensors.delete(first!);
    tensors.delete(second!);
    tensors.set('G.not.there', { shape: [1], values: new Float32Array(1) });
    const { values } = tensors.get(third!)!;
    tensors.set(third!, { shape: [1, values.length, 1, 1, 1], values });
    tensors.get(fourth!)!.values[0] = NaN;
  }), ['5 problems', `missing: ${first}`, `missing: ${second}`, 'unknown: G.not.there', `wrong shape: ${third} is [1, `, `not a number: ${fourth} holds NaN at index 0`]);
  await refuse(Buffer.from('This is no weights file.'), ['wrong.safetensors']);
});

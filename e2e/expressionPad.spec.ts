// The seven-expression pad draws what the engine mixes, and says what it needs.

import { prepareImage } from './pages/console';
import { openPlayground } from './pages/playground';
import { canvasBytes, expectPicture } from './support/pixels';
import { expect, test } from './support/test';

test('expression pad on WebGPU: its picture is the engine\'s mix of the loaded set', async ({ page, samples }) => {
  const { transfer, interpolation, trainingSet } = await openPlayground(page, { backend: 'webgpu' });
  await expect(interpolation.weightOf('happiness')).toBeDisabled();
  await expect(interpolation.root).toContainText('Load an expression set first');
  await transfer.fill(samples);
  await trainingSet.expression.input.setInputFiles(samples.expressionFolder);
  await expect(interpolation.weightOf('happiness')).toBeEnabled();
  await expect(interpolation.weightOf('fear')).toBeDisabled();
  await interpolation.weightOf('happiness').fill('0.5');
  await expect(interpolation.root.getByRole('alert').filter({ hasText: 'no image of neutral: its weight must be 0' })).toBeVisible();
  await interpolation.weightOf('neutral').fill('0');
  const picture = interpolation.mixedAt('happiness 0.50, sadness 1.50');
  await interpolation.weightOf('sadness').fill('1.5');
  await expect(picture).toBeVisible();

  const face = await prepareImage(page, samples.face);
  const mixed = (noiseSeed: number, sadness: number) => page.evaluate(async (given) => {
    const weights = [0, 0, 0, 0.5, given.sadness, 0, 0];
    return Array.from((await window.tdgan.mixExpressions({ face: Float32Array.from(given.face), weights, noiseSeed: given.noiseSeed })).image);
  }, { face, noiseSeed, sadness });
  await expect(interpolation.root.getByRole('group', { name: 'Mixed face' })).toContainText('step 0 · 4 images');
  const wanted = await mixed(1, 1.5);
  await expect.poll(async () => closeTo(await canvasBytes(picture), wanted)).toBe(true);
  expectPicture(await canvasBytes(picture), wanted, 'mixed');
  expect(await mixed(1, 0)).not.toEqual(wanted);
  await interpolation.noiseSeed.fill('6');
  const other = await mixed(6, 1.5);
  await expect.poll(async () => closeTo(await canvasBytes(picture), other)).toBe(true);
});

const closeTo = (bytes: number[], values: number[]) => values.every((value, i) => Math.abs(bytes[i]! - 255 * value) <= 1);

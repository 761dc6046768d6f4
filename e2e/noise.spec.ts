// Noise as the page shows it: how much it changes a picture is what the engine measures, and unlocked each
// drawing has the noise of the seed that it names.

import type { Page } from 'playwright/test';
import { interpolate, prepareImage } from './pages/console';
import { NoisePart } from './pages/noisePart';
import { openPlayground } from './pages/playground';
import { canvasBytes, expectPicture } from './support/pixels';
import { expect, test } from './support/test';

function varyNoise(page: Page, given: { face: number[]; expression: number[]; noiseSeed: number; seeds: number }) {
  return page.evaluate(async ({ face, expression, ...rest }) => {
    const { noise, expression: exchanged } = await window.tdgan.varyNoise({ face: Float32Array.from(face), expression: Float32Array.from(expression), ...rest });
    return [noise, exchanged!].map(({ images, mean, deviation, meanDeviation }) =>
      ({ images: Array.from(images), mean: Array.from(mean), deviation: Array.from(deviation), meanDeviation }));
  }, given);
}

test('noise on WebGPU: how much it changes the picture, beside other expressions, is the engine\'s', async ({ page, samples }) => {
  const { transfer, interpolation, trainingSet } = await openPlayground(page, { backend: 'webgpu' });
  const noise = new NoisePart(interpolation.root);
  await expect(noise.vary).toBeDisabled();
  await expect(noise.root).toContainText('Fill both slots of the transfer first.');
  await transfer.fill(samples);
  await noise.seeds.selectOption('4');
  await noise.vary.click();
  await expect(noise.series('other noise')).toBeVisible();
  await expect(noise.root).toContainText('Load an expression set, or the demo faces, to compare');
  await expect(noise.series('other expressions')).toHaveCount(0);

  await trainingSet.expression.input.setInputFiles(samples.expressionFolder);
  await expect(noise.series('other noise')).toHaveCount(0); // it was compared with no set
  await noise.seed.fill('3');
  await noise.vary.click();
  await expect(noise.series('other expressions')).toBeVisible();
  await expect(noise.series('other noise')).toContainText('Other noise: seeds 3 to 6');

  const [face, expression] = [await prepareImage(page, samples.face), await prepareImage(page, samples.expression)];
  const measured = await varyNoise(page, { face, expression, noiseSeed: 3, seeds: 4 });
  const white = /white for (\d+) gray level/.exec((await noise.root.textContent())!)![1];
  const levels = measured.map(({ meanDeviation }) => 255 * meanDeviation);
  const length = face.length;
  for (const [i, cause] of (['other noise', 'other expressions'] as const).entries()) {
    const { images, mean, deviation } = measured[i]!;
    for (const k of [0, 3]) expectPicture(await canvasBytes(noise.picture(`Drawing ${k + 1} with ${cause}`)), images.slice(k * length, (k + 1) * length), `drawing ${k} with ${cause}`);
    expectPicture(await canvasBytes(noise.picture(`Mean over ${cause}`)), mean, `mean over ${cause}`);
    const brightened = deviation.map((value) => (255 * value) / Number(white));
    expect(Math.max(...brightened)).toBeLessThanOrEqual(1);
    expectPicture(await canvasBytes(noise.picture(`Change by ${cause}`)), brightened, `change by ${cause}`);
    const shown = Number(/Change: ([\d.]+) gray levels/.exec((await noise.series(cause).textContent())!)![1]);
    expect(Math.abs(shown - levels[i]!)).toBeLessThanOrEqual(0.051);
  }
  expect(levels[0]).toBeGreaterThan(0);
  await transfer.expression.clear.click();
  await expect(noise.series('other noise')).toHaveCount(0);
});

test('noise on WebGPU: unlocked, each drawing has a seed of its own and names it', async ({ page, samples }) => {
  const { transfer, interpolation } = await openPlayground(page, { backend: 'webgpu', rest: '&noise=5' });
  const noise = new NoisePart(interpolation.root);
  await transfer.fill(samples);
  await interpolation.secondExpression.choose(samples.secondExpression);
  const picture = interpolation.pictureAt('expression 0.50');
  await expect(interpolation.root).toContainText('noise seed 5');
  await noise.locked.uncheck();
  await page.waitForURL((url) => url.searchParams.get('noiseLock') === 'off');
  await expect(interpolation.root).not.toContainText('step 0 · noise seed 5');

  const [face, a, b] = await Promise.all([samples.face, samples.expression, samples.secondExpression].map((path) => prepareImage(page, path)));
  const drawnWith = (noiseSeed: number, steps: number) => interpolate(page, { faces: face!, expressions: [...a!, ...b!], noiseSeed, steps });
  const seedIn = async (text: RegExp) => Number(text.exec((await interpolation.root.textContent())!)![1]);
  const first = await seedIn(/step 0 · noise seed (\d+)/);
  expectPicture(await canvasBytes(picture), (await drawnWith(first, 3))[1]!, 'unlocked');
  await interpolation.drawStrip.click();
  await expect(interpolation.strip('expression')).toHaveCount(11);
  const second = await seedIn(/axis, step 0, noise seed (\d+)/);
  expect(new Set([5, first, second]).size).toBe(3);
  const walk = await drawnWith(second, 11);
  const cells = await interpolation.strip('expression').all();
  for (const i of [0, 10]) expectPicture(await canvasBytes(cells[i]!), walk[i]!, `cell ${i}`);

  await expect(noise.seed).toHaveValue('5');
  await noise.locked.check();
  await expect(interpolation.root).toContainText('step 0 · noise seed 5');
  expectPicture(await canvasBytes(picture), (await drawnWith(5, 3))[1]!, 'locked again');
});

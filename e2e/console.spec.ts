// What a researcher does in the console, the page shows: models of any size, seeds, weights, sets.

import { openPlayground } from './pages/playground';
import { expect, test } from './support/test';

test('console: the page follows a model of another size, with images decoded again', async ({ page, samples }) => {
  const { preset, seed, newModel, training, trainingSet, transfer, curves } = await openPlayground(page, { backend: 'wasm' });
  await expect(preset).toHaveValue('tiny');
  await trainingSet.load(samples);
  await transfer.fill(samples);
  await training.takeStep();
  await expect(transfer.generatedAt(1)).toBeVisible();

  await page.evaluate(async () => {
    const config = await window.tdgan.config();
    await window.tdgan.create({ ...config, imageSize: 48, faceClasses: 2 }, { seed: 9 });
  });
  await expect(preset).toHaveValue('');
  await expect(preset).toContainText('own: made in the console');
  await expect(newModel).toBeDisabled();
  await expect(seed).toHaveValue('9');
  await expect(training.steps).toHaveText('0');
  await expect.poll(() => curves.points()).toMatchObject({ Total: 0 });
  await expect(transfer.generatedAt(0)).toHaveAttribute('width', '48');
  await expect(transfer.face.picture).toHaveAttribute('width', '48');
  await expect(trainingSet.face.error).toContainText('does not fit the new model and was dropped');
  await expect(training.start).toBeDisabled();

  // A model that the page makes takes the page's own folders with it.
  await preset.selectOption('tiny');
  await newModel.click();
  await expect(trainingSet.face.summary).toHaveText('6 images in 3 classes');
  await expect(transfer.generatedAt(0)).toHaveAttribute('width', '32');
  await expect(trainingSet.face.error).toHaveCount(0);
});

test('console: the page follows a loaded set, a run, a reset and loaded weights', async ({ page }) => {
  const { training, trainingSet, weights, curves } = await openPlayground(page, { backend: 'wasm' });
  await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(40, 40);
    canvas.getContext('2d')!.fillRect(10, 10, 20, 20);
    const blob = await canvas.convertToBlob();
    await window.tdgan.loadDataset('face', ['a', 'b'].map((name) => ({ path: `${name}/1.png`, blob })));
    await window.tdgan.loadDataset('expression', [{ path: 'happy/1.png', blob }]);
  });
  await expect(trainingSet.face.summary).toHaveText('2 images in 2 classes');
  await expect(trainingSet.expression.summary).toHaveText('1 image in 1 class');
  const { bytes } = await weights.download();
  await page.evaluate(() => window.tdgan.train({ steps: 2 }));
  await expect(training.steps).toHaveText('2');
  await expect.poll(() => curves.points()).toMatchObject({ Total: 2 });
  await page.evaluate(() => window.tdgan.reset());
  await expect(training.steps).toHaveText('0');
  await expect.poll(() => curves.points()).toMatchObject({ Total: 0 });
  await training.takeStep();
  await page.evaluate(async (base64) => {
    const buffer = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)).buffer;
    await window.tdgan.loadWeights({ 'mine.safetensors': buffer });
  }, bytes.toString('base64'));
  await expect(training.steps).toHaveText('0');
});

test('window.tdgan: device, memory, settings and the paper model\'s parameters', async ({ page }) => {
  const { device } = await openPlayground(page, { backend: 'wasm' });
  await expect(device).toContainText('WASM');
  await expect(device).toContainText('gradients checked');
  const found = await page.evaluate(async () => {
    const { tdgan } = window;
    const [report, memory, training] = [await tdgan.device(), await tdgan.memory(), await tdgan.training()];
    const config = { imageSize: 128, imageChannels: 1, width: 1, fcWidth: 1024, noiseChannels: 256, residualBlocks: 6, faceClasses: 20, expressionClasses: 7 };
    const counts = await tdgan.create(config, { seed: 4 });
    const refusal = await tdgan.create({ ...config, imageSize: 100 }).catch((error: Error) => error.message);
    return { report, memory, training, config, counts, kept: await tdgan.config(), refusal };
  });
  expect(found.report.selfCheck.checkedGradients).toBeGreaterThan(0);
  expect(found.report.selfCheck.worstRelativeError).toBeLessThanOrEqual(found.report.selfCheck.tolerance);
  expect(found.memory.tensors).toBeGreaterThan(397);
  expect(found.memory.tensorBytes).toBeGreaterThan(1e6);
  expect(found.training).toMatchObject({ batchSize: 4, seed: 1, dropout: 0.5 });
  const { faceEncoder, expressionEncoder, expressionClassifier, decoder, faceDiscriminator, expressionDiscriminator, total } = found.counts;
  expect(faceEncoder + expressionEncoder + expressionClassifier + decoder).toBe(16_164_231);
  expect(faceDiscriminator).toBe(10_181_109);
  expect(expressionDiscriminator).toBe(10_166_759);
  expect(total).toBe(16_164_231 + 10_181_109 + 10_166_759);
  expect(found.refusal).toMatch(/imageSize must be a multiple of 16, not 100/);
  expect(found.kept).toEqual(found.config);
});

test('window.tdgan: the benchmark on WebGPU counts dispatches', async ({ page }) => {
  await openPlayground(page, { backend: 'webgpu' });
  const result = await page.evaluate(async () => window.tdgan.benchmark({ config: await window.tdgan.config(), batch: 1, steps: 2 }));
  expect(result).toMatchObject({ backend: 'webgpu' });
  expect(result.msPerStep).toHaveLength(2);
  expect(result.bestMsPerStep).toBe(Math.min(...result.msPerStep));
  expect(result.dispatchesPerStep).toBeGreaterThan(100);
  expect(result.imagesPerSecond).toBeCloseTo(1000 / result.bestMsPerStep, 6);
});

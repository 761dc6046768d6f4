// Training sets from folders, picked or dropped, and every folder that will not do.

import type { Branch, DatasetReport } from '../src/engine/engine';
import { prepareImage } from './pages/console';
import { openPlayground } from './pages/playground';
import { dropFiles } from './support/gestures';
import { expect, test } from './support/test';

test('training set on WebGPU: folders by picker and by drop are the images, classes and labels that the engine trains on', async ({ page, samples }) => {
  const { trainingSet: { face, expression }, training } = await openPlayground(page, { backend: 'webgpu' });
  const told = await page.evaluateHandle(() => {
    const reports: Partial<Record<Branch, DatasetReport | null>> = {};
    window.tdgan.subscribe((event) => { if (event.kind === 'dataset') reports[event.branch] = event.report; });
    return reports;
  });
  await expect(training.start).toBeDisabled();
  await face.input.setInputFiles(samples.faceFolder);
  await expect(face.summary).toHaveText('6 images in 3 classes');
  await expect(face.classes).toHaveText(['person 1 × 2', 'person 2 × 2', 'person 3 × 2']);
  await expect(training.root).toContainText('Load an expression set first.');

  await dropFiles(expression.root, [samples.expressionFolder]);
  await expect(expression.summary).toHaveText('4 images in 2 classes');
  await expect(expression.classes).toContainText(['surprise × 0', 'fear × 0', 'disgust × 0', 'happiness × 2', 'sadness × 2', 'anger × 0', 'neutral × 0']);
  await expect(training.start).toBeEnabled();
  const reports = await told.jsonValue();
  for (const [slot, branch] of [[face, 'face'], [expression, 'expression']] as const) {
    await expect(slot.classes).toHaveText(reports[branch]!.classes.map(({ name, images }) => `${name} × ${images}`));
  }

  // Means of the expression features are taken over the images of each class.
  const anna = await prepareImage(page, samples.face);
  const { images } = await page.evaluate((values) =>
    window.tdgan.mixExpressions({ face: Float32Array.from(values), weights: [0, 0, 0, 1, 0, 0, 0] }), anna);
  expect(images).toEqual([0, 0, 0, 2, 2, 0, 0]);
});

test('training set: bad files are left out by name, bad folders refused, and the set before stays', async ({ page, samples }) => {
  const { trainingSet: { face, expression } } = await openPlayground(page, { backend: 'wasm' });
  await dropFiles(face.root, [samples.emptyFolder]);
  await expect(face.error).toHaveText('There is no file in this folder. Drop a folder of images.');

  await face.input.setInputFiles(samples.mixedFolder);
  await expect(face.summary).toHaveText('4 images in 2 classes');
  await expect(face.error).toHaveCount(0);
  await face.root.getByText('3 files left out').click();
  await expect(face.leftOut).toContainText(/notes\.txt: Its name is not that of an image/);
  await expect(face.leftOut).toContainText(/text\.png: This file is no image that can be read/);
  await expect(face.leftOut).toContainText(/dot\.png: This image is 1x1 pixels/);

  await face.input.setInputFiles(samples.crowdedFolder);
  await expect(face.error).toContainText('This set has 6 identities and the model tells 5 apart.');
  await expect(face.summary).toHaveText('4 images in 2 classes');

  await expression.input.setInputFiles(samples.unknownExpressionFolder);
  await expect(expression.error).toContainText('These folders name no expression: boredom.');

  await dropFiles(expression.root, [samples.expression]);
  await expect(expression.error).toContainText('lies in no folder');
  await expect(expression.summary).toHaveCount(0);

  const rejected = await page.evaluate(() => window.tdgan.loadDataset('face', []).catch((error: Error) => error.message));
  expect(rejected).toContain('There is no file in this folder.');
  await expect(face.summary).toHaveText('4 images in 2 classes');
});

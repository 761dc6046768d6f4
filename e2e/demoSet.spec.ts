// A first visit: two drawn people in the slots and a synthetic training set, ready for one click on
// Start; own folders replace the set and a button brings it back.

import { openPlayground } from './pages/playground';
import { canvasBytes } from './support/pixels';
import { expect, test } from './support/test';

/** The tiny model tells five people apart; each person has 56 images, and 30 people show expressions. */
const faceSummary = '280 images in 5 classes synthetic';
const expressionSummary = '1,680 images in 7 classes synthetic';

test('first visit: two people, a labeled synthetic set, and training at one click', async ({ page }) => {
  const { transfer, trainingSet, training, alerts } = await openPlayground(page, { backend: 'wasm', demo: 'set' });
  await expect(trainingSet.face.summary).toHaveText(faceSummary);
  await expect(trainingSet.expression.summary).toHaveText(expressionSummary);
  await expect(trainingSet.expression.classes).toContainText(['surprise × 240', 'fear × 240', 'disgust × 240', 'happiness × 240', 'sadness × 240', 'anger × 240', 'neutral × 240']);
  await expect(trainingSet.root).toContainText('Synthetic: drawn people, no photographs.');
  for (const slot of [transfer.face, transfer.expression]) {
    await expect(slot.picture).toHaveAccessibleName(/as the network sees it: person \d+ · [a-z]+$/);
    await expect(slot.root).toContainText('synthetic');
    expect(new Set(await canvasBytes(slot.picture)).size).toBeGreaterThan(50);
  }
  expect(await canvasBytes(transfer.face.picture)).not.toEqual(await canvasBytes(transfer.expression.picture));
  await expect(transfer.generatedAt(0)).toBeVisible();
  await expect(training.root).toContainText('280 face and 1680 expression images, synthetic');
  await expect(training.root).toContainText('Everything is ready: press Start.');
  await training.start.click();
  await expect.poll(() => training.stepCount()).toBeGreaterThan(1);
  await training.pause.click();
  await expect(training.state).toHaveText('paused');
  await expect(transfer.truth.differenceAt(await training.stepCount())).toBeVisible();
  await expect(alerts).toHaveCount(0);

  const shown = await transfer.face.picture.getAttribute('aria-label');
  await transfer.nextPair.click();
  await expect(transfer.face.picture).not.toHaveAccessibleName(shown!);
  await expect(transfer.expression.picture).toHaveAccessibleName(/person \d+ · [a-z]+$/);
});

test('own folders replace the demo faces one by one, and a button brings them back', async ({ page, samples }) => {
  const { transfer, trainingSet: { face, expression, useDemo }, training } = await openPlayground(page, { backend: 'wasm', demo: 'set' });
  await expect(face.summary).toHaveText(faceSummary);
  await transfer.face.choose(samples.face);
  await expect(transfer.face.pictureOf('anna.png')).toBeVisible();
  await face.input.setInputFiles(samples.faceFolder);
  await expect(face.summary).toHaveText('6 images in 3 classes');
  await expect(expression.summary).toHaveText(expressionSummary);
  await expect(training.root).toContainText('6 face and 1680 expression images');
  await expect(training.root).not.toContainText('images, synthetic');
  await useDemo.click();
  await expect(face.summary).toHaveText(faceSummary);
  await expect(transfer.face.pictureOf('anna.png')).toBeVisible();
});

test('the demo set comes along to a model of another size', async ({ page }) => {
  const { transfer, trainingSet: { face, expression }, preset, newModel } = await openPlayground(page, { backend: 'wasm', demo: 'set' });
  await expect(face.summary).toHaveText(faceSummary);
  await expect(transfer.expression.picture).toHaveAttribute('width', '32');
  await page.evaluate(async () => window.tdgan.create({ ...await window.tdgan.config(), imageSize: 48, faceClasses: 2 }));
  await expect(face.error).toContainText('Give its folder again, or use the demo faces.');
  await preset.selectOption('tiny');
  await newModel.click();
  await expect(face.summary).toHaveText(faceSummary);
  await expect(expression.summary).toHaveText(expressionSummary);
  await expect(face.error).toHaveCount(0);
});

test('demo=none starts empty, draws nobody, and stays in the address', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const askedFor = (folder: string) => asked.filter((path) => path.startsWith(folder)).length;
  const { transfer, trainingSet, studio, newModel, alerts } = await openPlayground(page, { backend: 'wasm' });
  await newModel.click();
  await expect(newModel).toBeEnabled();
  expect(new URL(page.url()).searchParams.get('demo')).toBe('none');
  await expect(trainingSet.face.summary).toHaveCount(0);
  await expect(transfer.face.root).toContainText('no image yet');
  await expect(studio.drawn).toContainText('Press New person, or move a control');
  expect([askedFor('/people/'), askedFor('/demo/')]).toEqual([0, 0]);
  await expect(alerts).toHaveCount(0);

  await trainingSet.useDemo.click();
  await expect(trainingSet.face.summary).toHaveText(faceSummary);
  await expect(transfer.face.picture).toBeVisible();
  expect(askedFor('/people/')).toBeGreaterThan(0);
  expect(askedFor('/demo/')).toBeGreaterThan(0);
});

test.describe('without its files', () => {
  test.use({ expectedProblems: /404/ });

  test('the demo set is missed in words, and own images still do', async ({ page, context, samples }) => {
    await context.route('**/demo/index.json', (route) => route.fulfill({ status: 404, body: 'not here' }));
    const { transfer, trainingSet, training } = await openPlayground(page, { backend: 'wasm', demo: 'set' });
    await expect(trainingSet.error).toContainText(/The demo faces could not be loaded\. .*404/);
    await expect(trainingSet.face.summary).toHaveCount(0);
    await trainingSet.load(samples);
    await transfer.fill(samples);
    await expect(transfer.generatedAt(0)).toBeVisible();
    await training.takeStep();
  });
});

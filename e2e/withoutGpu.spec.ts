// A browser without WebGPU and without WebGL: the banner names both, and the page works on WASM.

import { browserArgs, findBrowser } from './support/findBrowser.mjs';
import { Playground } from './pages/playground';
import { expect, test } from './support/test';

const args = [...browserArgs.filter((arg) => !arg.includes('webgpu')), '--disable-blink-features=WebGPU', '--disable-gpu', '--disable-software-rasterizer'];
test.use({ launchOptions: { executablePath: findBrowser(), args } });

test('without WebGPU and WebGL: a banner, and a training step on WASM', async ({ page, samples }) => {
  await page.goto('/?preset=tiny&demo=none');
  await page.evaluate(() => window.tdgan.ready);
  expect((await page.evaluate(() => window.tdgan.device())).backend).toBe('wasm');
  const { fallbackBanner, training, trainingSet } = new Playground(page);
  await expect(fallbackBanner).toContainText('Computing on WASM');
  await expect(fallbackBanner).toContainText(/WebGPU cannot be used: /);
  await expect(fallbackBanner).toContainText(/WebGL cannot be used: /);
  await trainingSet.load(samples);
  await training.takeStep();
});

test('without WebGL: the studio says what to do, at the slot too, and the rest works', async ({ page, samples }) => {
  await page.goto('/?preset=tiny&demo=none');
  await page.evaluate(() => window.tdgan.ready);
  const { studio, transfer } = new Playground(page);
  const words = 'People are drawn with WebGL 2, which this browser does not give. Switch on hardware acceleration, or use photographs.';
  await studio.newPerson.click();
  await expect(studio.error).toContainText(words);
  await expect(studio.drawn).toContainText('Nobody could be drawn');
  await studio.give('Use as face').click();
  await expect(transfer.face.error).toContainText(words);
  await expect(studio.note).toHaveText('');
  await transfer.fill(samples);
  await expect(transfer.generatedAt(0)).toBeVisible();
  await expect(transfer.face.error).toHaveCount(0);
});

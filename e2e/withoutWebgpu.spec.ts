// A browser without WebGPU: the page says so, names what was missing, and works on WebGL.

import { browserArgs, findBrowser } from './support/findBrowser.mjs';
import { Playground } from './pages/playground';
import { expect, test } from './support/test';

const args = [...browserArgs.filter((arg) => !arg.includes('webgpu')), '--disable-blink-features=WebGPU', '--disable-features=WebGPU'];
test.use({ launchOptions: { executablePath: findBrowser(), args } });

test('without WebGPU: a banner, and a transfer on WebGL', async ({ page, samples }) => {
  await page.goto('/?preset=tiny');
  await page.evaluate(() => window.tdgan.ready);
  expect((await page.evaluate(() => window.tdgan.device())).backend).toBe('webgl');
  const { fallbackBanner, transfer, backend } = new Playground(page);
  await expect(fallbackBanner).toContainText('Computing on WebGL');
  await expect(fallbackBanner).toContainText(/WebGPU cannot be used: /);
  await expect(fallbackBanner).toContainText(/Chrome and Edge from 113/);
  await expect(backend).toHaveValue('webgl');
  await transfer.fill(samples);
  await expect(transfer.generatedAt(0)).toBeVisible();
});

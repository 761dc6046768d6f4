// A browser without WebGPU: the page says so, names what was missing, and works on WebGL where a
// person asks for it; unasked, WASM is faster than the software behind this browser's WebGL.

import { browserArgs, findBrowser } from './support/findBrowser.mjs';
import { openPlayground, Playground } from './pages/playground';
import { expect, test } from './support/test';

const args = [...browserArgs.filter((arg) => !arg.includes('webgpu')), '--disable-blink-features=WebGPU', '--disable-features=WebGPU'];
test.use({ launchOptions: { executablePath: findBrowser(), args } });

test('without WebGPU: a banner says what is missing, and the reason why software WebGL is passed over', async ({ page }) => {
  await page.goto('/?preset=tiny&backend=webgpu&demo=none');
  await page.evaluate(() => window.tdgan.ready);
  const { fallbackBanner, backend, device } = new Playground(page);
  await expect(fallbackBanner).toContainText('Computing on WASM');
  await expect(fallbackBanner).toContainText(/WebGPU cannot be used: /);
  await expect(fallbackBanner).not.toContainText(/WebGL cannot be used: /);
  await expect(fallbackBanner).toContainText(/Chrome and Edge from 113/);
  await expect(device).toContainText(/no GPU is behind WebGL \(swiftshader\)/i);
  await expect(backend).toHaveValue('wasm');
});

test('without WebGPU: a transfer on WebGL', async ({ page, samples }) => {
  const { transfer } = await openPlayground(page, { backend: 'webgl' });
  await transfer.fill(samples);
  await expect(transfer.generatedAt(0)).toBeVisible();
});

// The choice of a backend in the address and in the page, and threads for WASM in the production build.

import { openPlayground, Playground } from './pages/playground';
import { expect, test } from './support/test';

test('backends: WASM from the address, with threads, without a banner', async ({ page }) => {
  const { fallbackBanner, alerts } = await openPlayground(page, { backend: 'wasm' });
  await expect(fallbackBanner).toHaveCount(0);
  await expect(alerts).toHaveCount(0);
  expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(true);
  const [worker] = page.workers();
  const loaded = await worker!.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  expect(loaded.filter((name) => name.endsWith('.wasm')).join()).toContain('threaded-simd');
});

test('backends: another one chosen in the page is the one that computes', async ({ page }) => {
  const { backend } = await openPlayground(page, { backend: 'wasm' });
  await Promise.all([page.waitForURL(/backend=webgpu/), backend.selectOption('webgpu')]);
  await page.evaluate(() => window.tdgan.ready);
  expect((await page.evaluate(() => window.tdgan.device())).backend).toBe('webgpu');
  await expect(backend).toHaveValue('webgpu');
});

test('backends: unasked, WASM is chosen before a software GPU, and the reason stands in the page', async ({ page }) => {
  await page.goto('/?preset=tiny&demo=none');
  await page.evaluate(() => window.tdgan.ready);
  const { backend, device, fallbackBanner, alerts } = new Playground(page);
  await expect(backend).toHaveValue('wasm');
  await expect(device).toContainText(/WASM is the fastest backend here: no GPU is behind WebGPU \(swiftshader\) and WebGL \(swiftshader\)/i);
  await expect(device).not.toContainText('⚠');
  await expect(fallbackBanner).toHaveCount(0);
  await expect(alerts).toHaveCount(0);

  // A person may think otherwise, and think better of it.
  await Promise.all([page.waitForURL(/backend=webgl/), backend.selectOption('webgl')]);
  await page.evaluate(() => window.tdgan.ready);
  await expect(backend).toHaveValue('webgl');
  await expect(device).toContainText('WebGL was asked for.');
  await expect(device).toContainText('⚠ Software adapter');
  await expect(fallbackBanner).toHaveCount(0);
  await Promise.all([page.waitForURL((url) => !url.searchParams.has('backend')), backend.selectOption('fastest for this machine')]);
  await page.evaluate(() => window.tdgan.ready);
  await expect(backend).toHaveValue('wasm');
});

test('backends: what the address gets wrong is said', async ({ page }) => {
  await page.goto('/?backend=wasm&preset=huge&seed=1.5&demo=none');
  const { alerts, preset } = new Playground(page);
  await expect(alerts).toHaveCount(2);
  await expect(alerts.nth(0)).toContainText('The address asks for the preset "huge"');
  await expect(alerts.nth(1)).toContainText('The address asks for the seed "1.5"');
  await expect(preset).toHaveValue('paper');
  await page.goto('/?backend=cuda&preset=tiny&demo=none');
  await expect(alerts).toContainText('The address asks for the backend "cuda"');
  await alerts.getByRole('button').click();
  await expect(alerts).toHaveCount(0);
});

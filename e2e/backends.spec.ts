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

test('backends: what the address gets wrong is said', async ({ page }) => {
  await page.goto('/?backend=wasm&preset=huge&seed=1.5');
  const { alerts, preset } = new Playground(page);
  await expect(alerts).toHaveCount(2);
  await expect(alerts.nth(0)).toContainText('The address asks for the preset "huge"');
  await expect(alerts.nth(1)).toContainText('The address asks for the seed "1.5"');
  await expect(preset).toHaveValue('paper');
  await page.goto('/?backend=cuda&preset=tiny');
  await expect(alerts).toContainText('The address asks for the backend "cuda"');
  await alerts.getByRole('button').click();
  await expect(alerts).toHaveCount(0);
});

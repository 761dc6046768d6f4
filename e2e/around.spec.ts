// Around the panels: keys, the set-up in the address, theme, tour.

import { openPlayground } from './pages/playground';
import { expect, test } from './support/test';

test('keys: step, play and pause, reset that asks, save; never while typing or in a dialog', async ({ page }) => {
  const playground = await openPlayground(page, { backend: 'wasm', demo: 'set' });
  const { training, around, seed } = playground;
  const dialog = playground.dialog.bind(playground);
  await expect(training.start).toBeEnabled();
  await page.keyboard.press('.');
  await expect(training.steps).toHaveText('1');
  await expect(training.start).toBeEnabled();
  await page.keyboard.press('Space');
  await expect(training.pause).toBeEnabled();
  await expect.poll(() => training.stepCount()).toBeGreaterThan(1);
  await page.keyboard.press('Space');
  await expect(training.start).toBeEnabled();

  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('s')]);
  expect(download.suggestedFilename()).toBe('tdgan.safetensors');

  const steps = await training.stepCount();
  await seed.focus();
  for (const key of ['.', 'r', '?']) await page.keyboard.press(key);
  await expect(dialog('Reset the training?')).toHaveCount(0);
  await expect(around.keys).toHaveCount(0);
  await seed.blur();
  await page.keyboard.press('r');
  await expect(dialog('Reset the training?')).toBeVisible();
  await page.keyboard.press('.');
  await page.keyboard.press('?');
  await expect(around.keys).toHaveCount(0);
  expect(await training.stepCount()).toBe(steps);
  await dialog('Reset the training?').getByRole('button', { name: 'Reset' }).click();
  await expect(training.steps).toHaveText('0');

  await page.keyboard.press('?');
  await expect(around.keys).toContainText('one step');
  await around.keys.getByRole('checkbox').uncheck();
  await page.keyboard.press('Escape');
  await expect(around.keys).toHaveCount(0);
  await page.keyboard.press('r');
  await expect(dialog('Reset the training?')).toHaveCount(0);
});

test('keys: what cannot be done is said', async ({ page }) => {
  const { alerts } = await openPlayground(page, { backend: 'wasm' });
  await page.keyboard.press('Space');
  await expect(alerts).toContainText('Load a face set and an expression set first.');
});

test('address: the set-up goes in and comes back after a reload; bad fields are named', async ({ page, samples }) => {
  const { around, alerts, transfer, interpolation } = await openPlayground(page, { backend: 'wasm', rest: '&dropout=0.25&rate.generator=nine&alphaFace=1.25' });
  await expect(alerts).toContainText('rate.generator "nine"');
  expect(await page.evaluate(() => window.tdgan.training())).toMatchObject({ dropout: 0.25, learningRates: { generator: 1e-4 } });
  await transfer.fill(samples);
  await interpolation.root.getByRole('spinbutton', { name: 'Noise seed' }).fill('77');
  const query = await around.addressWith('noise');
  expect(Object.fromEntries(query)).toMatchObject({ preset: 'tiny', backend: 'wasm', demo: 'none', dropout: '0.25', alphaFace: '1.25', noise: '77' });
  expect(query.has('rate.generator')).toBe(false);

  await page.reload();
  await page.evaluate(() => window.tdgan.ready);
  await expect(interpolation.root.getByRole('spinbutton', { name: 'Noise seed' })).toHaveValue('77');
  await expect(interpolation.root.getByRole('slider', { name: 'Face alpha' })).toHaveValue('1.25');
  expect(await page.evaluate(() => window.tdgan.training())).toMatchObject({ dropout: 0.25 });
  await expect(alerts).toHaveCount(0);
});

test('theme: chosen over the system\'s, and kept', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  const { around } = await openPlayground(page, { backend: 'wasm' });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await ground();
  await around.theme.selectOption('Light');
  const light = await ground();
  expect(light).not.toBe(dark);
  await page.reload();
  await expect(around.theme).toHaveValue('light');
  expect(await ground()).toBe(light);
  await around.theme.selectOption('As the system');
  expect(await ground()).toBe(dark);
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(ground).toBe(light);
});

test('tour: five steps at the first visit, skipped once and for all', async ({ page }) => {
  const { around, transfer, training } = await openPlayground(page, { backend: 'wasm', demo: 'set', tour: true });
  await expect(around.tour).toContainText('1 of 5');
  await expect(transfer.root).toHaveClass(/toured/);
  const next = around.tour.getByRole('button', { name: 'Next' });
  await next.click();
  await next.click();
  await expect(around.tour).toContainText('3 of 5');
  await expect(training.root).toHaveClass(/toured/);
  await expect(training.root).toBeInViewport();
  await around.tour.getByRole('button', { name: 'Skip the tour' }).click();
  await expect(around.tour).toHaveCount(0);
  await expect(training.root).not.toHaveClass(/toured/);
  await page.keyboard.press('Space'); // starts the training, not the tour again
  await expect(training.state).toHaveText('running');
  await expect(around.tour).toHaveCount(0);
  await page.reload();
  await page.evaluate(() => window.tdgan.ready);
  await expect(around.tour).toHaveCount(0);
  await page.getByRole('banner').getByRole('button', { name: 'Tour' }).click();
  await expect(around.tour).toContainText('1 of 5');
});

test('first visit where the browser keeps nothing: the page works, and the tour can be ended', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', { get: () => { throw new DOMException('denied', 'SecurityError'); } });
  });
  await page.goto('/?backend=wasm&preset=tiny');
  await page.evaluate(() => window.tdgan.ready);
  const tour = page.getByRole('complementary', { name: 'Tour' });
  await tour.getByRole('button', { name: 'Skip the tour' }).click();
  await expect(tour).toHaveCount(0);
});

// axe finds no serious or critical fault, with and without images, light and dark; and motion that
// somebody does not want is left out.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { openPlayground } from './pages/playground';
import { expect, test } from './support/test';

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`));
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`accessibility, ${colorScheme}: no serious fault, empty or full, nor in dialogs`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const empty = await openPlayground(page, { backend: 'wasm' });
    expect(await faults(page), 'empty').toEqual([]);
    await page.keyboard.press('?');
    await expect(empty.around.keys).toBeVisible();
    expect(await faults(page), 'keys').toEqual([]);

    const { transfer, training, probes, figure } = await openPlayground(page, { backend: 'wasm', demo: 'set' });
    await expect(transfer.generatedAt(0)).toBeVisible();
    await probes.keep.click();
    await training.takeStep();
    await training.openSettings();
    await figure.block('Decoder').click();
    await expect(figure.maps).toBeVisible();
    await page.getByRole('banner').getByRole('button', { name: 'Tour' }).click();
    expect(await faults(page), 'full').toEqual([]);
  });
}

test('accessibility: no transition runs where reduced motion is asked for', async ({ page }) => {
  const moving = () => page.evaluate(() => [...document.querySelectorAll('*')].filter((element) => {
    const { transitionDuration, animationName } = getComputedStyle(element);
    return transitionDuration.split(', ').some((duration) => parseFloat(duration) > 0) || animationName !== 'none';
  }).length);
  await openPlayground(page, { backend: 'wasm' });
  expect(await moving()).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await moving()).toBe(0);
});

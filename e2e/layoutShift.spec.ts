// Nothing on the page moves by itself: neither while it loads, nor while numbers change in training.
// Each part of the page is looked at for a while, since only what is in view can shift.

import { openPlayground } from './pages/playground';
import { takeLayoutShifts, watchLayoutShifts } from './support/layout';
import { expect, test } from './support/test';

const watchedMs = 30_000;

for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
  test(`layout shift, ${viewport.width} by ${viewport.height}: none to speak of, loading or training`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await watchLayoutShifts(page);
    const { transfer, training } = await openPlayground(page, { backend: 'wasm', demo: 'set' });
    await expect(transfer.generatedAt(0)).toBeVisible();
    const loading = await takeLayoutShifts(page);
    expect(loading.total, `loading: ${loading.largest.join('\n')}`).toBeLessThan(0.02);

    await page.evaluate(() => window.tdgan.setTraining({ batchSize: 1 }));
    await page.evaluate(() => void window.tdgan.train());
    await expect(training.state).toHaveText('running');
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    const stops = Math.ceil(height / viewport.height);
    for (let stop = 0; stop < stops; stop++) {
      await page.evaluate((top) => window.scrollTo({ top, behavior: 'instant' }), stop * viewport.height);
      await page.waitForTimeout(watchedMs / stops);
    }
    // Back on top, where most of what changes is, for as long as two more steps take.
    await page.evaluate(() => window.scrollTo({ top: 0, behavior: 'instant' }));
    const before = await training.stepCount();
    await expect.poll(() => training.stepCount(), { timeout: 120_000 }).toBeGreaterThan(before + 1);
    const { total, largest } = await takeLayoutShifts(page);
    console.log(`layout shift at ${viewport.width} by ${viewport.height}: loading ${loading.total.toFixed(4)}, training ${total.toFixed(4)}`);
    expect(total, `training: ${largest.join('\n')}`).toBeLessThan(0.02);

    // And a shift would have been seen: a line more on top moves all below it.
    await page.evaluate(() => {
      const more = document.createElement('p');
      more.style.height = '200px';
      document.querySelector('main')!.before(more);
    });
    await expect.poll(async () => (await takeLayoutShifts(page)).total).toBeGreaterThan(0.02);
  });
}

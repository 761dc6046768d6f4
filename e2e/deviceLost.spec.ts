// The GPU goes away in mid-step, as it does when a driver resets or a dispatch takes too long: here
// the browser's GPU process is crashed. Whoever waits gets an error in words; nothing hangs.

import type { Page } from 'playwright/test';
import { messageOf } from './pages/console';
import { openPlayground } from './pages/playground';
import { expect, test } from './support/test';

async function crashGpuProcess(page: Page): Promise<void> {
  const session = await page.context().browser()!.newBrowserCDPSession();
  await session.send('Browser.crashGpuProcess');
  await session.detach();
}

/** Seconds on a software GPU. */
function gradients(page: Page): Promise<unknown> {
  return page.evaluate(async () => {
    const image = new Float32Array(32 * 32).fill(0.5);
    await window.tdgan.gradients({ face: image, faceLabels: [0], expression: image, expressionLabels: [0] });
  });
}

test('a GPU lost in mid-step: the page says so, waiting and later calls are rejected, a reload goes on', async ({ page, samples }) => {
  const { training, trainingSet, failure, alerts } = await openPlayground(page, { backend: 'webgpu' });
  await trainingSet.load(samples);
  await training.openSettings();
  await training.set('Batch size', '1');
  await training.start.click();
  await expect(training.state).toHaveText('running', { timeout: 240_000 });
  const waiting = messageOf(gradients(page));
  await page.waitForTimeout(100);
  await crashGpuProcess(page);

  const lost = /The GPU was lost.*Reload the page/;
  await expect(failure).toContainText(lost);
  expect(await waiting).toMatch(lost);
  const calls = await page.evaluate(() => Promise.all([window.tdgan.train(), window.tdgan.pause(), window.tdgan.saveWeights(), window.tdgan.memory()]
    .map((call) => (call as Promise<unknown>).then(() => 'resolved', (error: Error) => error.message))));
  for (const message of calls) expect(message).toMatch(lost);
  await expect(training.state).not.toHaveText('running');
  for (const button of [training.start, training.pause, training.step, training.reset]) await expect(button).toBeDisabled();
  await expect(training.root).toContainText('Nothing can be computed until the page is loaded again.');
  await expect(alerts).toHaveCount(0);

  await Promise.all([page.waitForEvent('load'), failure.getByRole('button').click()]);
  await page.evaluate(() => window.tdgan.ready);
  expect((await page.evaluate(() => window.tdgan.device())).backend).toBe('webgpu');
  await expect(failure).toHaveCount(0);
});

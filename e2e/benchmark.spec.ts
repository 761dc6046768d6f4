// The benchmark's panel: it says what it measured and on what, can be canceled, and leaves the
// page's own model as it was.

import { openPlayground } from './pages/playground';
import { expect, test } from './support/test';

test('benchmark on WebGPU: our steps with their counts, held against the adapter\'s best; stock tfjs asks first', async ({ page }) => {
  const playground = await openPlayground(page, { backend: 'webgpu' });
  const { benchmark, weights } = playground;
  const { bytes } = await weights.download();
  await benchmark.preset.selectOption('tiny');
  await benchmark.batch.fill('0');
  await expect(benchmark.start).toBeDisabled();
  await expect(benchmark.root).toContainText('whole number from 1 to 64');
  await benchmark.batch.fill('2');
  await benchmark.stock.check();
  await benchmark.start.click();
  const dialog = playground.dialog('Time stock tfjs, too?');
  await expect(dialog).toContainText('Stock tfjs takes many times as long');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(benchmark.start).toBeEnabled();
  await benchmark.stock.uncheck(); // it would take minutes here; benchmark.browser.test.ts runs it smaller
  await benchmark.start.click();
  await expect(benchmark.progress).toBeVisible();
  await expect(benchmark.start).toBeDisabled();
  await expect(weights.save).toBeDisabled();
  await expect(benchmark.table).toBeVisible({ timeout: 200_000 });
  await expect(benchmark.root).toContainText(/WebGPU · .+ · tiny preset · batch 2/);
  await expect(benchmark.root).toContainText(/\d GFLOPS .* GB\/s .* µs a dispatch/);

  const { backend, adapter, microbench, rows, ...ours } = await benchmark.download();
  expect(backend).toBe('webgpu');
  expect(adapter).not.toBeNull();
  expect(rows.map(({ who, what }) => `${who}: ${what}`)).toEqual(['ours: full step', 'ours: step without discriminator updates']);
  for (const { ms, bestMs, batch, imagesPerSecond, counts, gflop, fractionOfPeak, limitMs } of rows) {
    expect(ms).toHaveLength(3);
    expect(bestMs).toBe(Math.min(...ms));
    expect(imagesPerSecond).toBeCloseTo((batch * 1000) / bestMs, 6);
    expect(fractionOfPeak).toBeCloseTo((gflop * 1000) / (bestMs * microbench!.matmulGflops), 6);
    expect(limitMs).toBeGreaterThan((counts!.dispatches * microbench!.dispatchMicroseconds) / 1000);
  }
  expect(ours).toMatchObject({ msPerStep: rows[0]!.ms, bestMsPerStep: rows[0]!.bestMs, dispatchesPerStep: rows[0]!.counts!.dispatches });
  await expect(benchmark.row('Dispatches')).toHaveText(rows.map(({ counts }) => counts!.dispatches.toLocaleString('en-US')));
  // Fewer updates are fewer dispatches.
  expect(rows[1]!.counts!.dispatches).toBeLessThan(rows[0]!.counts!.dispatches);
  expect((await weights.download()).bytes.equals(bytes)).toBe(true);
});

test('benchmark on WASM: times alone, the reason in words; canceled, it says so and can run again', async ({ page }) => {
  const { benchmark, weights } = await openPlayground(page, { backend: 'wasm' });
  await expect(benchmark.stock).toBeDisabled();
  await expect(benchmark.root).toContainText('the adapter\'s peak and stock tfjs need WebGPU');
  await benchmark.preset.selectOption('paper');
  await benchmark.start.click();
  await expect(weights.save).toBeDisabled();
  await benchmark.cancel.click();
  await expect(benchmark.error).toHaveText('The benchmark was canceled.');
  await expect(benchmark.table).toHaveCount(0);

  await benchmark.preset.selectOption('tiny');
  await benchmark.start.click();
  await expect(benchmark.table).toBeVisible();
  await expect(benchmark.error).toHaveCount(0);
  await expect(benchmark.root).toContainText('WASM · tiny preset · batch 1');
  await expect(benchmark.row('Time of a step')).toHaveCount(2);
  await expect(benchmark.table).not.toContainText('Dispatches');
});

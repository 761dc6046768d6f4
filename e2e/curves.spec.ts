// The curves through the page: every chart follows one crosshair and one zoom, the ledger is the
// total, runs are kept over a reset, and what is exported comes back and draws the same pixels.

import { readFileSync } from 'node:fs';
import { openPlayground, type Playground } from './pages/playground';
import { expect, test } from './support/test';
import type { Samples } from './support/samples';

/** Trains `steps` steps on the sample folders. */
async function train({ page, trainingSet, training }: Playground, steps: number, samples?: Samples): Promise<void> {
  if (samples) await trainingSet.load(samples);
  await page.evaluate(async (wanted) => {
    await window.tdgan.setTraining({ batchSize: 1 });
    await window.tdgan.train({ steps: wanted });
  }, steps);
  await expect(training.steps).toHaveText(String(steps), { timeout: 120_000 });
  await expect(training.state).toHaveText('paused');
}

async function reset(playground: Playground): Promise<void> {
  await playground.training.reset.click();
  await playground.dialog('Reset the training?').getByRole('button', { name: 'Reset' }).click();
  await expect(playground.training.steps).toHaveText('0');
}

interface ExportedRun {
  columns: Record<string, (number | null)[]>;
}

test('curves: one crosshair and one zoom for all charts, the ledger sums to gTotal, the export is what was trained', async ({ page, samples }) => {
  const playground = await openPlayground(page, { backend: 'wasm' });
  const { curves } = playground;
  await expect(curves.runs).toHaveCount(0);
  await expect(curves.root).toContainText('Start the training, or import curves');
  await train(playground, 12, samples);
  await expect.poll(() => curves.points()).toMatchObject({ 'Total': 12, 'M_ER': 12, 'D_f, real': 3, 'D_e, real': 2 });
  const { columns } = (JSON.parse(readFileSync(await curves.export('JSON'), 'utf8')) as { runs: ExportedRun[] }).runs[0]!;
  expect(columns.step).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(columns.dFaceReal!.map((value) => value !== null)).toEqual(columns.step!.map((step) => step! % 5 === 0));

  await curves.crosshair.fill('4');
  for (const [name, term] of [['Total', 'gTotal'], ['M_ER', 'mExpression'], ['Identity', 'gFace']] as const) {
    expect(await curves.atCrosshair(name), name).toBe(columns[term]![4]);
  }
  const parts = await curves.ledger();
  expect(Object.keys(parts)).toHaveLength(5);
  expect(Object.values(parts).reduce((sum, part) => sum + part)).toBeCloseTo(columns.gTotal![4]!, 12);
  expect(parts.gExpression).toBe(0.8 * columns.gExpression![4]!);
  await curves.crosshair.press('Escape');
  expect(await curves.atCrosshair('Total')).toBeNull();

  await curves.figure('Total').locator('.u-over').hover();
  await expect.poll(() => curves.atCrosshair('Identity')).not.toBeNull();
  const whole = await curves.pixels('Identity');
  await curves.drag('Total', 0.25, 0.75);
  await expect(curves.resetZoom).toBeEnabled();
  expect(Number(await curves.from.inputValue())).toBeCloseTo(2.75, 0);
  expect(Number(await curves.to.inputValue())).toBeCloseTo(8.25, 0);
  await expect.poll(() => curves.pixels('Identity')).not.toBe(whole);
  await curves.figure('Identity').locator('.u-over').dblclick();
  await expect(curves.resetZoom).toBeDisabled();
  await expect.poll(() => curves.pixels('Identity')).toBe(whole);
  await curves.from.fill('3');
  await curves.from.press('Enter');
  await expect(curves.resetZoom).toBeEnabled();
  await curves.from.fill('99'); // makes no range
  await curves.from.press('Enter');
  await expect(curves.from).toHaveValue('3');
});

test('curves: runs are kept over a reset, named and compared; files bring the same pixels back, and wrong ones nothing', async ({ page, samples }) => {
  let playground = await openPlayground(page, { backend: 'wasm' });
  await train(playground, 6, samples);
  await reset(playground);
  await page.evaluate(() => window.tdgan.setTraining({ dropout: 0.25 }));
  await train(playground, 4);
  let { curves } = playground;
  await expect(curves.runs).toHaveCount(2);
  await expect(curves.figure('Total')).toHaveAttribute('data-runs', '2');
  await curves.rename('Run 1', 'half dropped');
  const kept = curves.run('half dropped');
  await expect(kept).toContainText('6 steps · dropout 0.5 (0.25), in brackets Run 2');

  await reset(playground);
  await expect(curves.figure('Total')).toHaveAttribute('data-points', '0');
  await expect(curves.figure('Total')).toHaveAttribute('data-runs', '2');
  await curves.run('Run 2').getByRole('button', { name: 'Run 2 in front' }).click();
  await curves.smoothing.fill('0.5');
  await curves.log.check();
  await curves.axis.selectOption('epoch');
  await expect(curves.figure('Total')).toHaveAttribute('data-points', '4');
  const [total, files] = [await curves.pixels('Total'), [await curves.export('CSV'), await curves.export('JSON')]];
  const exported = files.map((file) => readFileSync(file, 'utf8'));
  for (const [index, text] of exported.entries()) {
    playground = await openPlayground(page, { backend: 'wasm' });
    ({ curves } = playground);
    await curves.forgetAll();
    await curves.importInput.setInputFiles({ name: 'wrong.csv', mimeType: 'text/csv', buffer: Buffer.from(exported[0]!.replace('\n2,3,', '\n2,three,')) });
    await expect(curves.error).toContainText('Nothing was imported. wrong.csv: line');
    await expect(curves.runs).toHaveCount(0);
    await curves.importInput.setInputFiles({ name: 'curves', mimeType: 'text/plain', buffer: Buffer.from(text) });
    await expect(curves.runs).toHaveCount(2);
    await curves.smoothing.fill('0.5');
    await curves.log.check();
    await curves.axis.selectOption('epoch');
    await expect.poll(() => curves.pixels('Total')).toBe(total);
    expect(readFileSync(await curves.export(index === 0 ? 'CSV' : 'JSON'), 'utf8')).toBe(text);
  }
  await curves.run('Run 2').getByRole('checkbox').uncheck();
  await expect(curves.figure('Total')).toHaveAttribute('data-runs', '1');
  await curves.run('half dropped').getByRole('button', { name: 'half dropped in front' }).click();
  await expect(curves.figure('Total')).toHaveAttribute('data-points', '6');
  await curves.remove('Run 2');
  await expect(curves.runs).toHaveCount(1);
});

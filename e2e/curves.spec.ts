// The curves through the page: every chart follows one crosshair and one zoom, the ledger is the
// total, runs are kept over a reset, and what is exported comes back and draws the same pixels.

import { readFileSync } from 'node:fs';
import { lossTerms, stepMeasures } from '../src/metrics';
import { recordSteps } from './pages/console';
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

test('curves on WebGPU: one crosshair and one zoom for all charts, values are the engine\'s, the ledger sums to gTotal, the export is what was trained', async ({ page, samples }) => {
  const playground = await openPlayground(page, { backend: 'webgpu' });
  const { curves } = playground;
  await expect(curves.runs).toHaveCount(0);
  await expect(curves.root).toContainText('Start the training, or import curves');
  const told = await recordSteps(page);
  await train(playground, 6, samples);
  await expect.poll(() => curves.points()).toMatchObject({ 'Total': 6, 'M_ER': 6, 'D_f, real': 2, 'D_e, real': 1 });
  const records = await told.jsonValue();
  const { columns } = (JSON.parse(readFileSync(await curves.export('JSON'), 'utf8')) as { runs: ExportedRun[] }).runs[0]!;
  expect(columns.step).toEqual([0, 1, 2, 3, 4, 5]);
  for (const term of lossTerms) expect(columns[term], term).toEqual(records.map(({ terms }) => terms[term] ?? null));
  for (const measure of stepMeasures) expect(columns[measure], measure).toEqual(records.map(({ measures }) => measures?.[measure] ?? null));
  expect((await curves.points())['G, norm']).toBe(records.filter(({ measures }) => measures).length);
  expect(columns.dFaceReal!.map((value) => value !== null)).toEqual([true, false, false, false, false, true]);

  await page.mouse.move(0, 0); // off the charts, whose crosshair it would move as the page scrolls below it
  for (const { step, terms } of records) {
    await curves.crosshair.fill(String(step));
    for (const [name, term] of [['Total', 'gTotal'], ['M_ER', 'mExpression'], ['Identity', 'gFace']] as const) {
      await expect.poll(() => curves.atCrosshair(name), `${name} at step ${step}`).toBe(terms[term]);
    }
    const parts = await curves.ledger();
    expect(Object.keys(parts)).toHaveLength(5);
    expect(Object.values(parts).reduce((sum, part) => sum + part), `ledger at step ${step}`).toBeCloseTo(terms.gTotal!, 12);
    expect(parts.gExpression).toBe(0.8 * terms.gExpression!);
  }
  await curves.crosshair.press('Escape');
  expect(await curves.atCrosshair('Total')).toBeNull();

  await curves.figure('Total').locator('.u-over').hover();
  await expect.poll(() => curves.atCrosshair('Identity')).not.toBeNull();
  const whole = await curves.pixels('Identity');
  await curves.drag('Total', 0.2, 0.8);
  await expect(curves.resetZoom).toBeEnabled();
  expect(Number(await curves.from.inputValue())).toBeCloseTo(1, 0);
  expect(Number(await curves.to.inputValue())).toBeCloseTo(4, 0);
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

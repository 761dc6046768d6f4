// The training bar: many steps at once, one network alone, the numbers that go with them, settings
// with the paper's values and a way back, and the way back after a run that a loss ended.

import { createHash, type Hash } from 'node:crypto';
import { openPlayground } from './pages/playground';
import type { WeightsPanel } from './pages/weightsPanel';
import { expect, test } from './support/test';
import { parseWeights } from './support/weightFiles';

/** A hash of each network's tensors. */
async function fingerprints(weights: WeightsPanel): Promise<Record<string, string>> {
  const groups: Record<string, Hash> = {};
  for (const [name, { values }] of parseWeights((await weights.download()).bytes)) {
    const group = /^(D_f|D_e|G\.fc_ER)/.exec(name)?.[0] ?? 'G';
    (groups[group] ??= createHash('sha256')).update(values);
  }
  return Object.fromEntries(Object.entries(groups).map(([group, hash]) => [group, hash.digest('hex')]));
}

test('training bar: many steps, and the numbers that go with them', async ({ page, samples }) => {
  const { training, trainingSet } = await openPlayground(page, { backend: 'wasm' });
  await trainingSet.load(samples);
  await expect(training.timeLeft).toHaveText('–');
  await training.stepsToTake.fill('2.5');
  await expect(training.takeMany).toBeDisabled();
  await training.stepsToTake.fill('4');
  await training.takeMany.click();
  await expect(training.steps).toHaveText('4');
  await expect(training.state).toHaveText('paused');

  const shown = async (name: string) => (await training.readout(name).textContent())!;
  const time = await shown('Time per step');
  const ms = parseFloat(time) * (time.endsWith(' ms') ? 1 : 1000);
  const pace = parseFloat(await shown('Images/s'));
  const { batchSize } = await page.evaluate(() => window.tdgan.training());
  expect(Math.abs(pace * ms / (1000 * batchSize) - 1)).toBeLessThan(0.1);
  const memory = parseFloat((await training.readout('Tensor memory').textContent())!);
  const { tensorBytes } = await page.evaluate(() => window.tdgan.memory());
  expect(Math.abs(memory * 1e6 - tensorBytes) / tensorBytes).toBeLessThan(0.1);

  await training.goal.fill('4');
  await expect(training.timeLeft).toHaveText('reached');
  await training.goal.fill('1000000');
  await expect(training.timeLeft).toHaveText(/^\d+ (d \d+ h|h \d+ min|min \d+ s)$/);
});

test('training bar on WebGPU: one network alone, every other weight bit-equal', async ({ page, samples }) => {
  const { training, trainingSet, curves, weights } = await openPlayground(page, { backend: 'webgpu' });
  await trainingSet.load(samples);
  await page.evaluate(() => window.tdgan.setTraining({ batchSize: 1 }));
  let before = await fingerprints(weights);
  for (const [label, group] of [['D_f only', 'D_f'], ['D_e only', 'D_e'], ['M_ER only', 'G.fc_ER'], ['G only', 'G']] as const) {
    await training.learns.selectOption(label);
    await training.takeStep();
    const after = await fingerprints(weights);
    expect(Object.keys(after).filter((name) => after[name] !== before[name]), label).toEqual([group]);
    before = after;
  }
  await expect.poll(() => curves.points()).toMatchObject({ 'Total': 1, 'D_f, real': 1, 'D_e, real': 1 });
});

test('training bar: one step in slow motion, ended by Escape', async ({ page, samples }) => {
  const { training, trainingSet } = await openPlayground(page, { backend: 'wasm' });
  await trainingSet.load(samples);
  const phases = training.phases(1);
  await training.stepSlowly.click();
  await expect(phases.getByRole('listitem')).toHaveCount(6);
  await expect(phases.locator('[aria-current="step"]')).toHaveText(/M_?ER learns from d_?e/);
  await expect(phases.locator('[aria-current="step"]')).toContainText('G learns Eq. 6 to 8');
  await expect(phases).toHaveCount(0);
  await expect(training.steps).toHaveText('1');
  await training.stepSlowly.click();
  // D_f and D_e wait for their gaps now.
  await expect(training.phases(2).getByRole('listitem')).toHaveCount(4);
  await page.keyboard.press('Escape');
  await expect(training.phases(2)).toHaveCount(0);
  await expect(training.steps).toHaveText('2');
});

test('training bar: settings say the paper\'s value, and one click brings the default back', async ({ page, samples }) => {
  const { training, trainingSet } = await openPlayground(page, { backend: 'wasm', preset: 'compact' });
  await trainingSet.load(samples);
  await training.openSettings();
  const rate = training.setting('Generator');
  await expect(rate).toHaveValue('0.0004');
  await expect(rate).toHaveAccessibleDescription('Next step · paper 0.0001 · default here 0.0004.');
  await expect(training.setting('Training seed')).toHaveAccessibleDescription(/^Needs restart\./);
  await expect(training.restore('Generator')).toBeDisabled();
  await training.set('Generator', '0.01');
  await expect.poll(async () => (await page.evaluate(() => window.tdgan.training())).learningRates.generator).toBe(0.01);
  await training.restore('Generator').click();
  await expect(rate).toHaveValue('0.0004');
  expect((await page.evaluate(() => window.tdgan.training())).learningRates.generator).toBe(0.0004);
  // A draft that was refused goes, too.
  await training.set('Dropout', '7');
  await expect(training.setting('Dropout')).toHaveAttribute('aria-invalid', 'true');
  await training.restore('Dropout').click();
  await expect(training.setting('Dropout')).toHaveValue('0.5');
  await expect(training.setting('Dropout')).toHaveAttribute('aria-invalid', 'false');
});

test('training bar: what the console sets, form, figure, memory and address follow', async ({ page, samples }) => {
  const { training, trainingSet, figure } = await openPlayground(page, { backend: 'wasm' });
  await trainingSet.load(samples);
  await training.openSettings();
  await training.takeStep();
  await expect(figure.block('Face discriminator')).toContainText('waits 4 steps');
  await page.evaluate(() => window.tdgan.setTraining({ faceDiscriminatorEvery: 3, batchSize: 2, learningRates: { generator: 0.002 } }));
  await expect(training.setting('Df learns every')).toHaveValue('3');
  await expect(training.setting('Generator')).toHaveValue('0.002');
  await expect(figure.block('Face discriminator')).toContainText('waits 2 steps');
  await expect(training.root).toContainText('of memory at batch size 2');
  await expect.poll(() => Object.fromEntries(new URL(page.url()).searchParams))
    .toMatchObject({ 'faceDiscriminatorEvery': '3', 'batchSize': '2', 'rate.generator': '0.002' });
});

test('presets: what training needs is told beforehand, from the steps that were timed here', async ({ page, samples }) => {
  const { preset, needs, measureSpeed, training, trainingSet } = await openPlayground(page, { backend: 'wasm' });
  await trainingSet.load(samples);
  await expect(needs).toContainText('Speed not measured yet');
  await measureSpeed.click();
  await needs.getByRole('button', { name: 'Cancel' }).click();
  await expect(needs.getByRole('alert')).toHaveText('The benchmark was canceled.');
  await expect(needs).toContainText('Speed not measured yet');

  await training.stepsToTake.fill('3');
  await training.takeMany.click();
  await expect(training.state).toHaveText('paused');
  await expect(needs).toContainText(/Measured in [1-3] steps? on this device\./);
  await expect(needs).toContainText(/Memory, batch 4about \d+ MBTime per stepabout [\d.]+ m?sPaceabout [\d.]+ images\/s1,000 steps, for a startabout [\d.]+ (s|min|h)/);
  await preset.selectOption('paper');
  await expect(needs).toContainText(/Memory, batch 32about 6\.26 GB.*38,000 steps, as publishedabout [\d,.]+ (h|days)/);
  await expect(needs).toContainText(/Guessed from [1-3] steps? of tiny at batch 4 on this device\./);
});

test('training bar: a loss that is no number ends the run and is named; with no good weights before it, Reset mends', async ({ page, samples }) => {
  const playground = await openPlayground(page, { backend: 'wasm' });
  const { training, trainingSet, weights } = playground;
  await trainingSet.load(samples);
  await expect(training.health).toContainText('alarms appear here once training runs');
  // Finite, so it is loaded; the distance of the logits is not.
  await weights.alter((tensors) => tensors.get('G.fc_ER.fc3.bias')!.values.fill(-3e38).fill(3e38, 0, 1));
  await training.start.click();
  const told = training.health.getByRole('alert');
  await expect(told).toHaveText(/The run stopped: mExpression was no number at step 0\. .*press Reset/);
  await expect(told.getByRole('button')).toHaveCount(0);
  await expect(training.state).toHaveText('paused');
  await training.reset.click();
  await playground.dialog('Reset the training?').getByRole('button', { name: 'Reset' }).click();
  await expect(told).toHaveCount(0);
  await training.takeStep();
});

test('training bar: a start that does not fit is refused with what does', async ({ page, samples }) => {
  const { training, trainingSet } = await openPlayground(page, { backend: 'webgpu', preset: 'paper' });
  await trainingSet.load(samples);
  const { limits } = await page.evaluate(() => window.tdgan.device());
  const largest = Math.min(limits.maxBufferSize!, limits.maxStorageBufferBindingSize!);
  // paper's largest map: both images drawn again, 128 x 128 pixels, 64 channels, 4 bytes.
  const fits = Math.floor(largest / (2 * 128 * 128 * 64 * 4));
  test.skip(fits >= 1024, 'this device takes the largest batch there is');
  await training.openSettings();
  await training.set('Batch size', String(fits + 1));
  await expect(training.start).toBeDisabled();
  await expect(training.root).toContainText(`Set the batch size to ${fits} or less.`);
  await expect(page.evaluate(() => window.tdgan.train())).rejects.toThrow(`Set the batch size to ${fits} or less.`);
  await training.set('Batch size', String(Math.min(fits, 32)));
  await expect(training.start).toBeEnabled();
});

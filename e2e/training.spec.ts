// Training through the page: the buttons do exactly what they say, settings hold from the next
// step on, and nothing that is given wrongly stops a run.

import { openPlayground } from './pages/playground';
import { expect, test } from './support/test';

test('training on WebGPU: Start moves the curves, Pause stops, the transfer follows', async ({ page, samples }) => {
  const { training, trainingSet, transfer, curves } = await openPlayground(page, { backend: 'webgpu' });
  await trainingSet.load(samples);
  await transfer.fill(samples);
  await training.openSettings();
  await training.set('Batch size', '1'); // a software GPU computes here
  await training.start.click();
  await expect(training.state).toHaveText('running', { timeout: 240_000 });
  await expect.poll(async () => (await curves.points()).Total, { timeout: 120_000 }).toBeGreaterThanOrEqual(2);
  await training.pause.click();
  await expect(training.state).toHaveText('paused');
  const steps = await training.stepCount();
  await expect(transfer.generatedAt(steps)).toBeVisible();
  const newest = await curves.newest();
  expect(Object.keys(newest)).toHaveLength(10);
  for (const [name, value] of Object.entries(newest)) expect(Number(value), name).toBeGreaterThan(0);
  await page.waitForTimeout(2000);
  expect(await training.stepCount()).toBe(steps);
});

test('training: a step is one step, and Reset brings the same first losses again', async ({ page, samples }) => {
  const playground = await openPlayground(page, { backend: 'wasm' });
  const { training, trainingSet, curves } = playground;
  await trainingSet.load(samples);
  await expect(training.state).toHaveText('not begun');
  await training.takeStep();
  await expect.poll(() => curves.points()).toMatchObject({ 'Total': 1, 'D_f, real': 1, 'D_e, real': 1 });
  const first = await curves.newest();
  await training.takeStep();
  await expect(training.steps).toHaveText('2');
  await expect.poll(() => curves.points()).toMatchObject({ 'Total': 2, 'D_f, real': 1, 'D_e, real': 1 });
  expect(await curves.newest()).not.toEqual(first);

  await training.reset.click();
  await playground.dialog('Reset the training?').getByRole('button', { name: 'Cancel' }).click();
  await expect(training.steps).toHaveText('2');
  await training.reset.click();
  await playground.dialog('Reset the training?').getByRole('button', { name: 'Reset' }).click();
  await expect(training.steps).toHaveText('0');
  await expect.poll(() => curves.points()).toMatchObject({ Total: 0 });
  await training.takeStep();
  await expect.poll(() => curves.newest()).toEqual(first);
});

test('training: settings hold from the next step on, and wrong ones are refused', async ({ page, samples }) => {
  const { training, trainingSet, curves } = await openPlayground(page, { backend: 'wasm' });
  await trainingSet.load(samples);
  await training.openSettings();
  await expect(training.setting('Df learns every')).toHaveValue('5');
  await training.takeStep();
  await training.takeStep();
  await expect.poll(() => curves.points()).toMatchObject({ 'Total': 2, 'D_f, real': 1 });
  await training.set('Df learns every', '1');
  await training.takeStep();
  await expect.poll(() => curves.points()).toMatchObject({ 'Total': 3, 'D_f, real': 2 });
  await training.set('Batch size', '2');
  await training.set('Generator', '0.002');
  const settings = () => page.evaluate(() => window.tdgan.training());
  await expect.poll(settings).toMatchObject({ batchSize: 2, faceDiscriminatorEvery: 1, learningRates: { generator: 0.002 } });

  for (const [label, wrong] of [['Batch size', '0'], ['Dropout', '1'], ['De learns every', '1.5'], ['Generator', '']] as const) {
    const input = training.setting(label);
    const before = await settings();
    const value = await input.inputValue();
    await input.fill(wrong);
    await input.press('Enter');
    await expect(input).toHaveAttribute('aria-invalid', 'true');
    await expect(input).toHaveAccessibleDescription(/must be .* Not applied\.$/);
    expect(await settings()).toEqual(before);
    await input.fill(value);
    await input.press('Enter');
    await expect(input).toHaveAttribute('aria-invalid', 'false');
  }
  await training.takeStep();
});

test('training goes on after a bad image, labels out of range and calls that do not fit', async ({ page, samples }) => {
  const { training, trainingSet, transfer } = await openPlayground(page, { backend: 'wasm' });
  await trainingSet.load(samples);
  await transfer.fill(samples);
  await training.start.click();
  await expect(training.state).toHaveText('running');
  const goesOn = async () => {
    const before = await training.stepCount();
    await expect.poll(() => training.stepCount()).toBeGreaterThan(before);
    await expect(training.state).toHaveText('running');
  };
  await goesOn();
  await transfer.face.choose(samples.text);
  await expect(transfer.face.error).toContainText('no image');
  await goesOn();
  const rejections = await page.evaluate(async () => {
    const image = new Float32Array(32 * 32).fill(0.5);
    const batch = { face: image, faceLabels: [0], expression: image, expressionLabels: [0] };
    const attempts = [
      window.tdgan.gradients({ ...batch, faceLabels: [5] }),
      window.tdgan.gradients({ ...batch, expressionLabels: [-1] }),
      window.tdgan.forward({ face: image, expression: new Float32Array(7) }),
      window.tdgan.forward({ face: image, expression: new Float32Array(32 * 32).fill(NaN) }),
      window.tdgan.setTraining({ dropout: 2 }),
      window.tdgan.step(batch),
    ];
    return Promise.all(attempts.map((attempt) => attempt.then(() => 'nothing', (error: Error) => error.message)));
  });
  expect(rejections[0]).toMatch(/faceLabels\[0\] must be a whole number from 0 to 4, not 5/);
  expect(rejections[1]).toMatch(/expressionLabels\[0\] must be a whole number from 0 to 6, not -1/);
  expect(rejections[2]).toMatch(/expression has 7 values/);
  expect(rejections[3]).toMatch(/expression must lie in \[0, 1\]; value 0 is NaN/);
  expect(rejections[4]).toMatch(/dropout/);
  expect(rejections[5]).toMatch(/Training is running/);
  await goesOn();
  await training.pause.click();
  await expect(training.state).toHaveText('paused');
  const steps = await training.stepCount();

  const step = (faceLabel: number) => page.evaluate(async (label) => {
    const image = new Float32Array(32 * 32).fill(0.5);
    return window.tdgan.step({ face: image, faceLabels: [label], expression: image, expressionLabels: [0] });
  }, faceLabel);
  await expect(step(9)).rejects.toThrow(/faceLabels\[0\] must be a whole number from 0 to 4, not 9/);
  expect((await page.evaluate(() => window.tdgan.status())).step).toBe(steps);
  expect((await step(4)).gTotal).toBeGreaterThan(0);
  await training.start.click();
  await expect.poll(() => training.stepCount()).toBeGreaterThan(steps + 1);
  await training.pause.click();
});

// Training through the page: the buttons do exactly what they say, settings hold from the next
// step on, and nothing that is given wrongly stops a run.

import { quantities } from '../src/metrics';
import { formatLoss, formatMs } from '../src/ui/format';
import { curveGroups } from '../src/ui/panels/curveGroups';
import { forward, prepareImage, recordSteps } from './pages/console';
import { openPlayground } from './pages/playground';
import { canvasBytes, expectPicture } from './support/pixels';
import { expect, test } from './support/test';

test('training on WebGPU: Start moves the curves, Pause stops, and all that is shown is what the engine tells', async ({ page, samples }) => {
  const { training, trainingSet, transfer, curves } = await openPlayground(page, { backend: 'webgpu' });
  await trainingSet.load(samples);
  await transfer.fill(samples);
  await training.openSettings();
  await training.set('Batch size', '1'); // a software GPU computes here
  await training.set('Generator', '0.002');
  expect(await page.evaluate(() => window.tdgan.training())).toMatchObject({ batchSize: 1, learningRates: { generator: 0.002, faceDiscriminator: 1e-4 } });
  const told = await recordSteps(page);
  await training.start.click();
  await expect(training.state).toHaveText('running', { timeout: 240_000 });
  await expect.poll(async () => (await curves.points()).Total, { timeout: 120_000 }).toBeGreaterThanOrEqual(2);
  await training.pause.click();
  await expect(training.state).toHaveText('paused');
  const steps = await training.stepCount();
  const records = await told.jsonValue();
  expect(records.map(({ step }) => step)).toEqual(Array.from({ length: steps }, (_, step) => step));
  expect(await page.evaluate(() => window.tdgan.status())).toEqual({ state: 'idle', step: steps });

  await expect.poll(() => curves.points()).toMatchObject({ Total: steps });
  const [points, newest] = [await curves.points(), await curves.newest()];
  expect(Object.keys(newest)).toHaveLength(quantities.length);
  for (const { title, term } of curveGroups.flatMap((group) => group.curves)) {
    const values = records.flatMap(({ terms, measures }) => ({ ...terms, ...measures })[term] ?? []);
    expect(points[title], title).toBe(values.length);
    if (term === 'expressionEffect') {
      expect(newest[title], 'a batch of one has no other expression').toBe('–');
      continue;
    }
    expect(newest[title], title).toBe(formatLoss(values.at(-1)!));
    if (!term.endsWith('Accuracy')) expect(values.at(-1), term).toBeGreaterThan(0);
  }
  await expect(training.readout('Time per step')).toHaveText(formatMs(records.at(-1)!.durationMs));
  const memory = await page.evaluate(() => window.tdgan.memory());
  const shown = parseFloat((await training.readout('GPU memory').textContent())!);
  expect(Math.abs(shown * 1e6 - memory.gpuBytes!) / memory.gpuBytes!).toBeLessThan(0.1);
  const images = { face: await prepareImage(page, samples.face), expression: await prepareImage(page, samples.expression) };
  const { image } = await forward(page, { ...images, noiseSeed: 1 });
  expectPicture(await canvasBytes(transfer.generatedAt(steps)), image, 'generated face');
  await page.waitForTimeout(2000);
  expect(await training.stepCount()).toBe(steps);

  // In slow motion, each phase says what the step told.
  await training.stepSlowly.click();
  await expect.poll(async () => (await told.jsonValue()).length).toBe(steps + 1);
  const { terms } = (await told.jsonValue()).at(-1)!;
  const said = Object.entries(terms).map(([term, value]) => `(?=.*${term} ${formatLoss(value).replace(/[.+]/g, '\\$&')})`);
  await expect(training.phases(steps + 1)).toHaveText(new RegExp(said.join('')));
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

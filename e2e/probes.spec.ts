// The probe timeline: every picture is the transfer as the weights were at its step, with the probe's
// own images and noise, whatever the page shows meanwhile.

import { forward, prepareImage } from './pages/console';
import { openPlayground } from './pages/playground';
import { canvasBytes } from './support/pixels';
import { expect, test } from './support/test';

/** As a canvas rounds them: noise moves a picture by little, so nothing less tells one from another. */
const bytesOf = (values: number[]) => values.map((value) => Math.round(255 * value));

test('probes on WebGPU: drawn while training, and any past step can be looked at', async ({ page, samples }) => {
  const { probes, transfer, interpolation, training, trainingSet } = await openPlayground(page, { backend: 'webgpu' });
  await expect(probes.keep).toBeDisabled();
  await transfer.fill(samples);
  await trainingSet.load(samples);
  await page.evaluate(() => window.tdgan.setTraining({ batchSize: 1, learningRates: { generator: 0.001 } }));
  await interpolation.noiseSeed.fill('5');
  await probes.interval.fill('1');
  await probes.keep.click();
  await probes.expectShown(0);
  const images = { face: await prepareImage(page, samples.face), expression: await prepareImage(page, samples.expression) };
  const drawn = async (noiseSeed = 5) => bytesOf((await forward(page, { ...images, noiseSeed })).image);
  const steps = [await drawn()];
  // The page's noise and images change, the probe's do not.
  await interpolation.noiseSeed.fill('9');
  await transfer.fill({ face: samples.secondFace, expression: samples.secondExpression });
  for (const step of [1, 2]) {
    await training.takeStep();
    await probes.expectShown(step);
    steps.push(await drawn());
    expect(await canvasBytes(probes.pictureAt(step)), `probe at step ${step}`).toEqual(steps[step]);
    expect(steps[step], 'the step moves the picture').not.toEqual(steps[step - 1]);
    expect(steps[step], 'other noise makes another picture').not.toEqual(await drawn(9));
  }

  // Looking back leaves the run alone.
  await probes.slider.focus();
  await page.keyboard.press('Home');
  for (const step of [0, 1, 2]) {
    await probes.expectShown(step);
    expect(await canvasBytes(probes.pictureAt(step)), `probe at step ${step}, seen again`).toEqual(steps[step]);
    await page.keyboard.press('ArrowRight');
  }
  expect(await page.evaluate(() => window.tdgan.status())).toEqual({ state: 'idle', step: 2 });
  expect(await drawn()).toEqual(steps[2]);
});

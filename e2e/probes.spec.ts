// The probe timeline: every picture is the transfer as the weights were at its step, with the probe's
// own images and noise, whatever the page shows meanwhile.

import { forward, prepareImage } from './pages/console';
import { openPlayground } from './pages/playground';
import { canvasBytes, expectPicture, meanDistance } from './support/pixels';
import { expect, test } from './support/test';

test('probes on WebGPU: drawn while training, and any past step can be looked at', async ({ page, samples }) => {
  const { probes, transfer, interpolation, training, trainingSet } = await openPlayground(page, { backend: 'webgpu' });
  await expect(probes.keep).toBeDisabled();
  await transfer.fill(samples);
  await trainingSet.load(samples);
  await page.evaluate(() => window.tdgan.setTraining({ batchSize: 1, learningRates: { generator: 0.01 } }));
  await interpolation.noiseSeed.fill('5');
  await probes.interval.fill('1');
  await probes.keep.click();
  await probes.expectShown(0);
  const images = { face: await prepareImage(page, samples.face), expression: await prepareImage(page, samples.expression) };
  const drawn = async () => (await forward(page, { ...images, noiseSeed: 5 })).image;
  const steps = [await drawn()];
  // The page's noise and images change, the probe's do not.
  await interpolation.noiseSeed.fill('9');
  await transfer.fill({ face: samples.secondFace, expression: samples.secondExpression });
  for (const step of [1, 2]) {
    await training.takeStep();
    await probes.expectShown(step);
    steps.push(await drawn());
    expectPicture(await canvasBytes(probes.pictureAt(step)), steps[step]!, `probe at step ${step}`);
    expect(meanDistance(steps[step]!, steps[step - 1]!), 'the step moves the picture').toBeGreaterThan(2 / 255);
  }

  // Looking back leaves the run alone.
  await probes.slider.focus();
  await page.keyboard.press('Home');
  for (const step of [0, 1, 2]) {
    await probes.expectShown(step);
    expectPicture(await canvasBytes(probes.pictureAt(step)), steps[step]!, `probe at step ${step}, seen again`);
    await page.keyboard.press('ArrowRight');
  }
  expect(await page.evaluate(() => window.tdgan.status())).toEqual({ state: 'idle', step: 2 });
  expect(await drawn()).toEqual(steps[2]);
});

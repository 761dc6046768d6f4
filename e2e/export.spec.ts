// Saved files that move, and the probes' sheet: sizes, frames, times, mark, and pixels that are the engine's.

import { forward, interpolate, prepareImage } from './pages/console';
import { openPlayground } from './pages/playground';
import { expectPicture, meanDistance } from './support/pixels';
import { markOf, pictureIn, savedPictures, savedVideo } from './support/savedFiles';
import { expect, test } from './support/test';

const size = 32; // of `tiny`
const scale = 4;
const side = size * scale;
const bytesOf = (values: number[]) => values.map((value) => 255 * value);
const brightest = (bytes: number[]) => bytes.reduce((most, value) => Math.max(most, value), 0);

test('strip on WebGPU: a video of it is the engine\'s walk and back, under the mark', async ({ page, samples }) => {
  const { transfer, interpolation } = await openPlayground(page, { backend: 'webgpu' });
  await transfer.fill(samples);
  await interpolation.secondExpression.choose(samples.secondExpression);
  await interpolation.drawStrip.click();
  await expect(interpolation.strip('expression')).toHaveCount(11);
  const [face, a, b] = await Promise.all([samples.face, samples.expression, samples.secondExpression].map((path) => prepareImage(page, path)));
  const walk = await interpolate(page, { faces: face!, expressions: [...a!, ...b!], noiseSeed: 1, steps: 11 });

  const button = interpolation.root.getByRole('button', { name: 'Save the strip along the expression axis as WebM' });
  const { name, frames, times } = await savedVideo(page, button);
  expect(name).toBe('tdgan-strip-along-the-expression-axis-step-0.webm');
  expect(times).toEqual(Array.from({ length: 20 }, (_, i) => 120 * i));
  expect(frames.map(({ width, height }) => [width, height])).toEqual(Array.from({ length: 20 }, () => [side, side + 22]));
  const shown = (frame: number) => pictureIn(frames[frame]!, { size, scale, left: 0, top: 0 });
  for (const [frame, image] of [[0, 0], [5, 5], [10, 10], [19, 1]] as const) {
    expect(meanDistance(shown(frame), bytesOf(walk[image]!)), `frame ${frame}`).toBeLessThan(3);
  }
  for (const [i, frame] of frames.entries()) expect(brightest(markOf(frame)), `mark of frame ${i}`).toBeGreaterThan(150);
});

test('probes on WebGPU: sheet, GIF and video hold the engine\'s picture of each step, and name it', async ({ page, samples }) => {
  const { probes, transfer, training, trainingSet } = await openPlayground(page, { backend: 'webgpu' });
  await transfer.fill(samples);
  await trainingSet.load(samples);
  await page.evaluate(() => window.tdgan.setTraining({ batchSize: 1, learningRates: { generator: 0.01 } }));
  await probes.interval.fill('1');
  await probes.keep.click();
  await probes.expectShown(0);
  const images = { face: await prepareImage(page, samples.face), expression: await prepareImage(page, samples.expression) };
  const drawn = async () => (await forward(page, { ...images, noiseSeed: 1 })).image;
  const steps = [await drawn()];
  const save = (what: RegExp) => probes.root.getByRole('button', { name: what });
  await expect(save(/^Save the probe .* as GIF$/)).toBeDisabled(); // one picture does not move
  await expect(save(/^Save the probe .* as WebM$/)).toBeDisabled();
  for (const step of [1, 2]) {
    await training.takeStep();
    await probes.expectShown(step);
    steps.push(await drawn());
  }

  const sheet = await savedPictures(page, save(/^Save the probes as PNG$/));
  expect(sheet.name).toBe('tdgan-probes-steps-0-to-2.png');
  const [one] = sheet.frames;
  expect([one!.width, one!.height]).toEqual([5 * side, side + 18 + 22]);
  for (const [column, image] of [images.face, images.expression, ...steps].entries()) {
    expectPicture(pictureIn(one!, { size, scale, left: column * side, top: 0 }), image, `column ${column}`);
  }
  expect(brightest(one!.red.slice(one!.width * side, one!.width * (side + 18))), 'captions').toBeGreaterThan(200);
  expect(brightest(markOf(one!)), 'mark').toBeGreaterThan(200);

  const gif = await savedPictures(page, save(/^Save the probe .* as GIF$/));
  const video = await savedVideo(page, save(/^Save the probe .* as WebM$/));
  expect(gif.name).toMatch(/^tdgan-probe-.*-steps-0-to-2\.gif$/);
  expect(video.times).toEqual([0, 120, 240]);
  for (const { frames } of [gif, video]) expect(frames.map(({ width, height }) => [width, height])).toEqual(steps.map(() => [3 * side, side + 22]));
  for (const [step, image] of steps.entries()) {
    const place = { size, scale, left: 2 * side, top: 0 };
    expectPicture(pictureIn(gif.frames[step]!, place), image, `GIF at step ${step}`);
    expect(meanDistance(pictureIn(video.frames[step]!, place), bytesOf(image)), `video at step ${step}`).toBeLessThan(3);
    expectPicture(pictureIn(gif.frames[step]!, { ...place, left: 0 }), images.face, `face beside step ${step}`);
  }
  // Only the number in the mark differs from step to step.
  const marks = gif.frames.map(markOf);
  expect(new Set(marks.map((mark) => mark.join())).size).toBe(3);
  expect(marks.every((mark) => meanDistance(mark, marks[0]!) < 2)).toBe(true);
});

test('without a video encoder: the button says so, and the others save', async ({ page, samples }) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'VideoEncoder'));
  const { transfer, interpolation } = await openPlayground(page, { backend: 'webgpu' });
  await transfer.fill(samples);
  await interpolation.secondExpression.choose(samples.secondExpression);
  await interpolation.drawStrip.click();
  const save = (format: string) => interpolation.root.getByRole('button', { name: `Save the strip along the expression axis as ${format}` });
  await expect(save('WebM')).toBeDisabled();
  await expect(save('WebM')).toHaveAccessibleDescription(/cannot write WebM videos; a newer Chrome, Edge or Firefox can/);
  expect((await savedPictures(page, save('GIF'))).frames).toHaveLength(20);
});

// The grid of both axes is the engine's, and saved files hold the pixels of the page.

import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright/test';
import { interpolate, prepareImage } from './pages/console';
import { openPlayground } from './pages/playground';
import { canvasBytes, expectPicture } from './support/pixels';
import { expect, test } from './support/test';

const size = 32; // of `tiny`
const scale = 4;

/** What a button saves, as its frames' red channels; the browser decodes. */
async function savedFrames(page: Page, button: Locator) {
  const [saved] = await Promise.all([page.waitForEvent('download'), button.click()]);
  const file = { name: saved.suggestedFilename(), base64: readFileSync(await saved.path()).toString('base64') };
  const frames = await page.evaluate(async ({ name, base64 }) => {
    const data = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const decoder = new ImageDecoder({ data, type: name.endsWith('.gif') ? 'image/gif' : 'image/png' });
    await decoder.tracks.ready;
    await decoder.completed;
    const out: { width: number; height: number; red: number[] }[] = [];
    for (let i = 0; i < decoder.tracks.selectedTrack!.frameCount; i++) {
      const { image } = await decoder.decode({ frameIndex: i });
      const canvas = new OffscreenCanvas(image.displayWidth, image.displayHeight);
      const context = canvas.getContext('2d')!;
      context.drawImage(image, 0, 0);
      const { data: pixels } = context.getImageData(0, 0, canvas.width, canvas.height);
      out.push({ width: canvas.width, height: canvas.height, red: Array.from({ length: pixels.length / 4 }, (_, p) => pixels[4 * p]!) });
    }
    return out;
  }, file);
  return { name: file.name, frames };
}

/** The picture at a place of a sheet, one pixel of each of its squares; and the line below all of them. */
function pictureIn({ width, red }: { width: number; red: number[] }, row: number, column: number): number[] {
  return Array.from({ length: size * size }, (_, i) => {
    const y = (row * size + Math.floor(i / size)) * scale + 1;
    return red[y * width + (column * size + (i % size)) * scale + 2]!;
  });
}
const markOf = ({ width, height, red }: { width: number; height: number; red: number[] }) => red.slice(width * (height - 22));

test('grid and saved files on WebGPU: every pixel is the engine\'s, under the mark', async ({ page, samples }) => {
  const { transfer, interpolation } = await openPlayground(page, { backend: 'webgpu' });
  await expect(interpolation.drawGrid).toBeDisabled();
  await transfer.fill(samples);
  await interpolation.secondExpression.choose(samples.secondExpression);
  await interpolation.secondFace.choose(samples.secondFace);
  await interpolation.gridSide.selectOption('3');
  await interpolation.drawGrid.click();
  await expect(interpolation.gridCells()).toHaveCount(9);
  const [face, secondFace, a, b] = await Promise.all([samples.face, samples.secondFace, samples.expression, samples.secondExpression].map((path) => prepareImage(page, path)));
  const given = { faces: [...face!, ...secondFace!], expressions: [...a!, ...b!], noiseSeed: 1 };
  const images = await interpolate(page, { ...given, steps: 3 });
  for (const [i, cell] of (await interpolation.gridCells().all()).entries()) expectPicture(await canvasBytes(cell), images[i]!, `cell ${i}`);

  const mix = 'face 0.50, expression 1.00';
  await interpolation.enlarge(mix).click();
  expectPicture(await canvasBytes(interpolation.enlarged(mix)), images[5]!, 'enlarged');
  await page.keyboard.press('Escape');
  await expect(interpolation.enlarged(mix)).toHaveCount(0);

  const sheet = await savedFrames(page, interpolation.save('grid', 'PNG'));
  expect(sheet.name).toBe('tdgan-grid-step-0.png');
  expect(sheet.frames.map(({ width, height }) => [width, height])).toEqual([[3 * size * scale, 3 * size * scale + 22]]);
  for (let i = 0; i < 9; i++) expectPicture(pictureIn(sheet.frames[0]!, Math.floor(i / 3), i % 3), images[i]!, `saved cell ${i}`);
  expect(Math.max(...markOf(sheet.frames[0]!))).toBeGreaterThan(200);

  await interpolation.drawStrip.click();
  await expect(interpolation.strip('face')).toHaveCount(11);
  // The slider of the other axis stands in the middle.
  const walk = await interpolate(page, { ...given, steps: 11, expressionAlphas: [0.5] });
  const gif = await savedFrames(page, interpolation.save('strip along the face axis', 'GIF'));
  expect(gif.frames).toHaveLength(20);
  for (const [frame, image] of [[0, 0], [3, 3], [10, 10], [19, 1]] as const) expectPicture(pictureIn(gif.frames[frame]!, 0, 0), walk[image]!, `frame ${frame}`);
  expect(Math.max(...markOf(gif.frames[7]!))).toBeGreaterThan(200);

  await interpolation.secondFace.choose(samples.face);
  await expect(interpolation.gridCells()).toHaveCount(0);
});

// Interpolation: the pictures are the engine's, the sliders move them, and the ends of an axis are
// the direct transfers.

import { forward, interpolate, prepareImage } from './pages/console';
import { openPlayground } from './pages/playground';
import { canvasBytes, expectPicture } from './support/pixels';
import { expect, test } from './support/test';

test('interpolation on WebGPU: sliders move the picture, alpha 0 and 1 are the direct transfers, strips are the engine\'s', async ({ page, samples }) => {
  const { transfer, interpolation } = await openPlayground(page, { backend: 'webgpu' });
  await expect(interpolation.root).toContainText('Fill both slots of the transfer first.');
  await expect(interpolation.expressionAlpha).toBeDisabled();
  await transfer.fill(samples);
  await interpolation.secondExpression.choose(samples.secondExpression);
  await interpolation.secondFace.choose(samples.secondFace);
  const paths = { face: samples.face, secondFace: samples.secondFace, expression: samples.expression, secondExpression: samples.secondExpression };
  const images = Object.fromEntries(await Promise.all(Object.entries(paths).map(async ([name, path]) =>
    [name, await prepareImage(page, path)]))) as Record<keyof typeof paths, number[]>;

  const at = async (expression: string, face: string): Promise<number[]> => {
    await interpolation.expressionAlpha.fill(expression);
    await interpolation.faceAlpha.fill(face);
    const picture = interpolation.pictureAt(`expression ${Number(expression).toFixed(2)}, face ${Number(face).toFixed(2)}`);
    await expect(picture).toBeVisible();
    return canvasBytes(picture);
  };
  const direct = async (face: number[], expression: number[], noiseSeed = 1) => (await forward(page, { face, expression, noiseSeed })).image;
  expectPicture(await at('0', '0'), await direct(images.face, images.expression), 'alphas 0, 0');
  expectPicture(await at('1', '0'), await direct(images.face, images.secondExpression), 'alphas 1, 0');
  expectPicture(await at('0', '1'), await direct(images.secondFace, images.expression), 'alphas 0, 1');
  expectPicture(await at('1', '1'), await direct(images.secondFace, images.secondExpression), 'alphas 1, 1');
  expect(await at('0.3', '0')).not.toEqual(await at('0.8', '0'));

  const locked = await at('0', '0');
  await interpolation.noiseSeed.fill('77');
  await expect.poll(() => canvasBytes(interpolation.pictureAt('expression 0.00, face 0.00'))).not.toEqual(locked);
  expectPicture(await at('0', '0'), await direct(images.face, images.expression, 77), 'another noise seed');
  expectPicture(await canvasBytes(transfer.generatedAt(0)), await direct(images.face, images.expression, 77), 'the transfer');
  await interpolation.noiseSeed.fill('-1');
  await expect(interpolation.noiseSeed).toHaveAccessibleDescription(/A whole number from 0 to 4294967295/);

  await interpolation.drawStrip.click();
  await expect(interpolation.strip('face')).toHaveCount(11);
  await expect(interpolation.strip('expression')).toHaveCount(11);
  // The slider of the other axis stands at 0.
  const given = { faces: [...images.face, ...images.secondFace], expressions: [...images.expression, ...images.secondExpression], noiseSeed: 77, steps: 11 };
  const walks = {
    expression: await interpolate(page, { ...given, faceAlphas: [0] }),
    face: await interpolate(page, { ...given, expressionAlphas: [0] }),
  };
  for (const axis of ['expression', 'face'] as const) {
    for (const [i, cell] of (await interpolation.strip(axis).all()).entries()) expectPicture(await canvasBytes(cell), walks[axis][i]!, `${axis} strip, cell ${i}`);
  }
  await interpolation.secondFace.choose(samples.face);
  await expect(interpolation.strip('face')).toHaveCount(0);
});

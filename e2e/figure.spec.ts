// The framework figure: what its blocks state, what is inside them, and which networks wait.

import { presets } from '../src/config';
import { outputShapes } from '../src/store/figure';
import { prepareImage } from './pages/console';
import { openPlayground } from './pages/playground';
import { canvasBytes, expectPicture } from './support/pixels';
import { expect, test } from './support/test';

test('figure on WebGPU: blocks state their shapes, and feature maps are those of the networks', async ({ page, samples }) => {
  const { figure, transfer } = await openPlayground(page, { backend: 'webgpu' });
  const shapes = outputShapes(presets.tiny.config);
  await expect(figure.block('Face encoder')).toContainText(shapes.faceEncoder);
  await expect(figure.block('Decoder')).toContainText(shapes.decoder);
  await expect(figure.block('Face discriminator')).toContainText(shapes.faceDiscriminator);

  await figure.block('Expression encoder').click();
  await expect(figure.maps).toContainText('Give a face image and an expression image');
  await transfer.fill(samples);
  await expect(figure.channels).toBeVisible();
  await figure.stage.selectOption({ label: 'conv2: 16×16×16' });
  await expect(figure.channels).toHaveAccessibleName('16 channels of conv2, 16 by 16 each');

  const images = { face: await prepareImage(page, samples.face), expression: await prepareImage(page, samples.expression) };
  const values = await page.evaluate(async ({ face, expression }) => {
    const { stages } = await window.tdgan.forward({ face: Float32Array.from(face), expression: Float32Array.from(expression), noiseSeed: 1, stages: true });
    return Array.from(stages!['enc_ER.conv2']!.values);
  }, images); // [1,16,16,16]
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const dead = Array.from({ length: 16 }, (_, channel) => values.every((value, i) => i % 16 !== channel || value === 0));
  expect(Number(await figure.fact('Mean'))).toBeCloseTo(mean, 2);
  expect(Number(await figure.fact('Deviation'))).toBeCloseTo(Math.sqrt(variance), 2);
  expect(parseFloat(await figure.fact('Dead channels'))).toBeCloseTo((100 * dead.filter(Boolean).length) / 16, 1);
  // Two rows of eight tiles, a pixel apart, from the lowest value to the highest.
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const tiles = Array.from({ length: 33 * 135 }, (_, at) => {
    const [x, y] = [at % 135, Math.floor(at / 135)];
    if (x % 17 === 16 || y % 17 === 16) return 0;
    const channel = 8 * Math.floor(y / 17) + Math.floor(x / 17);
    return (values[((y % 17) * 16 + (x % 17)) * 16 + channel]! - low) / (high - low);
  });
  expectPicture(await canvasBytes(figure.channels), tiles, 'channels');

  await figure.close.click();
  await expect(figure.maps).toHaveCount(0);
  await figure.block('Decoder').focus();
  await page.keyboard.press('Enter');
  await expect(figure.stage).toContainText('us5: 32×32×1');
  await expect(figure.block('Decoder')).toHaveAttribute('aria-expanded', 'true');
});

test('figure on WASM: the networks that the next step leaves alone say how long they wait', async ({ page }) => {
  const { figure } = await openPlayground(page, { backend: 'wasm' });
  await expect(figure.block('Face discriminator')).toContainText('learns next');
  await page.evaluate(() => window.tdgan.loadDemoSet());
  await page.evaluate(() => window.tdgan.train({ steps: 1 }));
  await expect(figure.block('Face discriminator')).toContainText('waits 4 steps');
  await expect(figure.block('Expression discriminator')).toContainText('waits 9 steps');
  await expect(figure.block('Decoder')).toContainText('learns next');
});

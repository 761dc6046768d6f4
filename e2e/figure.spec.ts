// The framework figure: what its blocks state, what is inside them, and which networks wait.

import { presets } from '../src/config';
import { outputShapes } from '../src/store/figure';
import { prepareImage } from './pages/console';
import { openPlayground } from './pages/playground';
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
  const told = await page.evaluate(async ({ face, expression }) => {
    const { stages } = await window.tdgan.forward({ face: Float32Array.from(face), expression: Float32Array.from(expression), noiseSeed: 1, stages: true });
    const { values, shape } = stages!['enc_ER.conv2']!;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const channels = shape[3]!;
    const dead = Array.from({ length: channels }, (_, c) => values.every((value, i) => i % channels !== c || value === 0));
    return { mean, dead: dead.filter(Boolean).length / channels };
  }, images);
  expect(Number(await figure.fact('Mean'))).toBeCloseTo(told.mean, 2);
  expect(parseFloat(await figure.fact('Dead channels'))).toBeCloseTo(100 * told.dead, 1);

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

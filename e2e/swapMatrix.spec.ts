// The swap matrix: every cell is the engine's, and its row of five images is that of Eq. 7.

import { basename } from 'node:path';
import { forward, messageOf, prepareImage, swapMatrix } from './pages/console';
import { openPlayground } from './pages/playground';
import { canvasBytes, expectPicture, softmax } from './support/pixels';
import { expect, test } from './support/test';
import { sharpenVerdicts } from './support/weightFiles';
import { expressionNames } from '../src/expressions';

const verdict = (logits: number[]) => {
  const shares = softmax(logits);
  const best = shares.indexOf(Math.max(...shares));
  return `${expressionNames[best]} ${(100 * shares[best]!).toFixed(1)} %`;
};

test('swap matrix on WebGPU: cells, verdicts and the five images are the engine\'s', async ({ page, samples }) => {
  const { transfer, swap, interpolation, weights } = await openPlayground(page, { backend: 'webgpu' });
  await weights.alter(sharpenVerdicts);
  await expect(swap.draw).toBeDisabled();
  await expect(swap.root).toContainText('Give at least one face and one expression');
  await transfer.fill(samples);
  await swap.addSlots.click();
  await expect(swap.header('Face', 'anna.png')).toBeVisible();
  await swap.choose('faces', [samples.secondFace]);
  await swap.choose('expressions', [samples.secondExpression]);
  await expect(swap.header('Expression', 'sad.png')).toBeVisible();
  await swap.draw.click();
  await expect(swap.cells).toHaveCount(4);

  const image = Object.fromEntries(await Promise.all((['face', 'secondFace', 'expression', 'secondExpression'] as const).map(
    async (name) => [name, await prepareImage(page, samples[name])]))) as Record<'face' | 'secondFace' | 'expression' | 'secondExpression', number[]>;
  const told = await swapMatrix(page, {
    faces: [...image.face, ...image.secondFace], expressions: [...image.expression, ...image.secondExpression], noiseSeed: 1,
  });
  expect(told).toHaveLength(4);
  const pairs = (['face', 'secondFace'] as const).flatMap((face) => (['expression', 'secondExpression'] as const).map((expression) => ({ face, expression })));
  for (const [i, { face, expression }] of pairs.entries()) {
    const [faceName, expressionName] = [basename(samples[face]), basename(samples[expression])];
    const single = await forward(page, { face: image[face], expression: image[expression], noiseSeed: 1 });
    const cell = swap.cell(faceName, expressionName);
    expectPicture(await canvasBytes(cell.getByRole('img')), single.image, `${faceName} with ${expressionName}`);
    const { discriminatorLogits, classifierLogits, similarity } = told[i]!;
    expect(verdict(discriminatorLogits), 'the judges differ').not.toBe(verdict(classifierLogits));
    await expect(cell).toHaveAccessibleName(new RegExp(
      `D_e sees ${verdict(discriminatorLogits)}, M_ER sees ${verdict(classifierLogits)}, similarity to the face ${similarity!.toFixed(2)}\\.`));
  }

  await swap.cell('ben.png', 'happy.png').focus();
  await page.keyboard.press('Enter');
  await expect(swap.picture('Expression again')).toBeVisible();
  const [face, expression] = [image.secondFace, image.expression];
  const draw = async (from: number[], to: number[]) => (await forward(page, { face: from, expression: to, noiseSeed: 1 })).image;
  const generated = await draw(face, expression);
  const again = { face: await draw(generated, face), expression: await draw(expression, generated) };
  const distance = (a: number[], b: number[]) => a.map((value, i) => Math.abs(value - b[i]!));
  expectPicture(await canvasBytes(swap.picture('Face')), face, 'face');
  expectPicture(await canvasBytes(swap.picture('Generated')), generated, 'generated');
  expectPicture(await canvasBytes(swap.picture('Face again')), again.face, 'face again');
  expectPicture(await canvasBytes(swap.picture('Expression again')), again.expression, 'expression again');
  expectPicture(await canvasBytes(swap.picture('Face difference')), distance(again.face, face), 'face difference');
  const l1 = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(Number((await swap.l1('face').textContent())!.slice(3))).toBeCloseTo(l1(distance(again.face, face)), 3);
  expect(Number((await swap.l1('expression').textContent())!.slice(3))).toBeCloseTo(l1(distance(again.expression, expression)), 3);

  await interpolation.noiseSeed.fill('9');
  await swap.draw.click();
  await expect(swap.root).toContainText('noise seed 9');
  await swap.remove('face', 'anna.png').click();
  await expect(swap.cells).toHaveCount(0);
  await expect(swap.header('Face', 'ben.png')).toBeVisible();
});

test('swap matrix: what cannot be read is said, and the rest stays', async ({ page, samples }) => {
  const { swap } = await openPlayground(page, { backend: 'wasm' });
  const refusal = await messageOf(prepareImage(page, samples.text));
  await swap.choose('faces', [samples.face, samples.text, samples.secondFace]);
  await expect(swap.error).toContainText('text.png: ');
  expect(refusal).not.toBeNull();
  await expect(swap.header('Face', 'anna.png')).toBeVisible();
  await expect(swap.header('Face', 'ben.png')).toBeVisible();
  await swap.choose('expressions', Array.from({ length: 7 }, () => samples.expression));
  await expect(swap.error).toContainText('6 expression images are the most');
  await expect(swap.header('Expression', 'happy.png')).toHaveCount(6);
  await swap.clear.click();
  await expect(swap.header('Face', 'anna.png')).toHaveCount(0);
});

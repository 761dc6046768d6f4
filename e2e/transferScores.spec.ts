// The transfer scores: the page's table is the engine's answer, the trivial answers stand beside it,
// the judges' matrices add up, and an evaluation can be canceled.

import { openPlayground } from './pages/playground';
import { expect, test } from './support/test';

test('transfer scores on WebGPU: the table is the engine\'s answer, for either group, at the step of the weights', async ({ page }) => {
  const { scores, training, weights } = await openPlayground(page, { backend: 'webgpu' });
  await scores.judges.uncheck();
  await scores.pairs.fill('0');
  await expect(scores.start).toBeDisabled();
  await expect(scores.root).toContainText('whole number from 1 to 400');
  for (const group of ['test', 'heldOut'] as const) {
    await scores.group.selectOption(group);
    await scores.pairs.fill('5');
    await scores.start.click();
    await expect(scores.root).toContainText(`step 0 · 32 px · 5 pairs of ${group === 'test' ? 'test people' : 'people with a hair style'}`);
    const answer = await page.evaluate((asked) => window.tdgan.evaluateTransfer({ group: asked, pairs: 5, judges: false, noiseSeed: 1 }), group);
    expect(answer).toMatchObject({ group, pairs: 5, step: 0, confusion: null });
    for (const [title, key, best] of [['L1', 'l1', 0], ['SSIM', 'ssim', 1], ['L1 where it changes', 'l1Changed', 0], ['SSIM where it changes', 'ssimChanged', 1]] as const) {
      const row = await scores.row(title);
      [answer.generated, answer.face, answer.expression].forEach((one, i) => expect(row[i], `${title} ${i}`).toBeCloseTo(one[key]!, 3));
      expect(row[3]).toBe(best);
    }
    const direction = await scores.row('Direction of the change');
    expect(direction[1]).toBeNull();
    expect(direction[0]).toBeCloseTo(answer.generated.changeCosine!, 3);
    // Copying the face is wrong only where the expression is; noise is wrong everywhere.
    expect(answer.face.l1).toBeGreaterThan(0);
    expect(answer.face.l1).toBeLessThan(answer.generated.l1);
    await expect(scores.table.getByRole('rowheader', { name: /Expression seen/ })).toHaveCount(0);
  }
  await expect(training.start).toBeDisabled(); // no set is loaded, and none was loaded for this
  await expect(weights.save).toBeEnabled();
});

test('transfer scores with judges: matrices that add up; canceled, it says so and the page goes on', async ({ page }) => {
  const { scores, training } = await openPlayground(page, { backend: 'wasm' });
  await scores.pairs.fill('400');
  await scores.start.click();
  await expect(training.root).toContainText('The transfer scores are being computed.');
  await expect(scores.progress).toBeVisible();
  await scores.cancel.click();
  await expect(scores.error).toHaveText('The evaluation was canceled.');
  await expect(scores.table).toHaveCount(0);

  await scores.pairs.fill('7');
  await scores.start.click();
  await expect(scores.table).toBeVisible({ timeout: 240_000 });
  await expect(scores.error).toHaveCount(0);
  for (const of of ['generated', 'true'] as const) {
    const counts = await scores.confusion(of);
    expect(counts).toHaveLength(7);
    expect(counts.flat().reduce((sum, count) => sum + count, 0)).toBe(7);
  }
  const truth = await scores.confusion('true');
  const right = truth.reduce((sum, row, i) => sum + row[i]!, 0);
  expect((await scores.row('Expression seen'))[3]).toBeCloseTo((100 * right) / 7, 1);
  const [generated, face, expression, ceiling] = await scores.row('Same person');
  expect(face).toBeCloseTo(1, 2); // the face image is the person of the face image
  expect(ceiling).toBeGreaterThan(generated!);
  expect(ceiling).toBeGreaterThan(expression!);
});

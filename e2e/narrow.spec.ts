// On a phone: nothing is wider than the window, and a finger can hit every button, in every panel,
// empty and full, and in dialogs.

import { openPlayground } from './pages/playground';
import { expectRoom } from './support/layout';
import { expect, test } from './support/test';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

test('phone, empty: room for everything, and in dialogs', async ({ page }) => {
  const playground = await openPlayground(page, { backend: 'wasm' });
  await playground.training.openSettings();
  await expectRoom(page, 'empty');
  const banner = page.getByRole('banner');
  await banner.getByRole('button', { name: 'Keys' }).tap();
  await expect(playground.around.keys).toBeVisible();
  await expectRoom(page, 'keys');
  await playground.around.keys.getByRole('button', { name: 'Close' }).tap();
  await banner.getByRole('button', { name: 'Tour' }).tap();
  await playground.around.tour.getByRole('button', { name: 'Next' }).tap();
  await expectRoom(page, 'tour');
  await playground.around.tour.getByRole('button', { name: 'Skip the tour' }).tap();
  await playground.training.reset.tap();
  await expect(playground.dialog('Reset the training?')).toBeVisible();
  await expectRoom(page, 'reset');
});

test('phone, full: room for everything', async ({ page, samples }) => {
  const { transfer, training, interpolation, swap, probes, studio, scores, curves, figure } = await openPlayground(page, { backend: 'wasm', demo: 'set' });
  await expect(transfer.generatedAt(0)).toBeVisible();
  await probes.keep.tap();
  await training.takeStep();
  await interpolation.secondFace.choose(samples.face);
  await interpolation.secondExpression.choose(samples.expression);
  // An image that comes after the strip takes it away.
  await expect(interpolation.secondFace.picture).toBeVisible();
  await expect(interpolation.secondExpression.picture).toBeVisible();
  await interpolation.drawStrip.tap();
  await expect(interpolation.strip('face')).toHaveCount(11);
  await interpolation.drawGrid.tap();
  await expect(interpolation.gridCells()).toHaveCount(25);
  await swap.root.getByRole('button', { name: 'Take demo people' }).tap();
  await swap.draw.tap();
  await swap.cells.first().tap();
  await expect(swap.picture('Generated')).toBeVisible();
  await studio.newPerson.tap();
  await expect(studio.picture).toBeVisible();
  await scores.pairs.fill('2');
  await scores.judges.uncheck();
  await scores.start.tap();
  await expect(scores.table).toBeVisible();
  await figure.block('Decoder').tap();
  await expect(figure.channels).toBeVisible();
  await expect(curves.runs).toHaveCount(1);
  await expectRoom(page, 'full');
  await interpolation.root.getByRole('button', { name: /^Enlarge/ }).first().tap();
  await expect(page.getByRole('dialog', { name: /^Enlarged/ })).toBeVisible();
  await expectRoom(page, 'enlarged');
});

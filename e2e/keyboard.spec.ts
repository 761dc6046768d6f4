// By keyboard alone: what has the focus is in view with a ring around it, and the focus comes back from
// dialogs, tour and feature maps, and to a button that was disabled for a while.

import { openPlayground } from './pages/playground';
import { expect, test } from './support/test';

test('keyboard: forward and back through the page, the focus is in view, with a ring', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await openPlayground(page, { backend: 'wasm', demo: 'set' });
  const faultOfFocus = () => page.evaluate(() => {
    const element = document.activeElement!;
    if (element === document.body) return 'end';
    // A file field is seen as the label around it.
    const seen = element.matches('input[type="file"]') ? element.closest('label')! : element;
    const { top, bottom, left, right, height } = seen.getBoundingClientRect();
    const bar = element.closest('.header-bar') ? 0 : document.querySelector('.header-bar')!.getBoundingClientRect().bottom;
    const faults = [
      getComputedStyle(seen).outlineStyle === 'none' ? 'no ring' : '',
      height < innerHeight - bar && (top < bar - 1 || bottom > innerHeight + 1) ? `out of view, ${top.toFixed(0)} to ${bottom.toFixed(0)}` : '',
      right <= left ? 'no width' : '',
    ].filter(Boolean);
    return faults.length === 0 ? '' : `${seen.tagName} ${element.getAttribute('aria-label') ?? seen.textContent}: ${faults.join(', ')}`;
  });
  for (const key of ['Tab', 'Shift+Tab']) {
    const faults: string[] = [];
    let places = 0;
    for (;;) {
      await page.keyboard.press(key);
      const fault = await faultOfFocus();
      if (fault === 'end') break;
      places++;
      if (fault) faults.push(fault);
    }
    expect(faults, key).toEqual([]);
    expect(places).toBeGreaterThan(80);
  }
});

test('keyboard: the focus comes back', async ({ page }) => {
  const { around, training, figure, transfer, dialog } = await openPlayground(page, { backend: 'wasm', demo: 'set' }).then((playground) => ({ ...playground, dialog: playground.dialog.bind(playground) }));
  await expect(transfer.generatedAt(0)).toBeVisible();
  const banner = page.getByRole('banner');
  const keys = banner.getByRole('button', { name: 'Keys' });
  for (const leave of ['Escape', 'Close']) {
    await keys.focus();
    await page.keyboard.press('Enter');
    await expect(around.keys).toBeVisible();
    if (leave === 'Escape') await page.keyboard.press('Escape');
    else await around.keys.getByRole('button', { name: leave }).press('Enter');
    await expect(around.keys).toHaveCount(0);
    await expect(keys).toBeFocused();
  }
  await training.reset.focus();
  await page.keyboard.press('Enter');
  await expect(dialog('Reset the training?').getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(training.reset).toBeFocused();

  const tour = banner.getByRole('button', { name: 'Tour' });
  await tour.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await expect(around.tour).toHaveCount(0);
  await expect(tour).toBeFocused();

  await figure.block('Decoder').press('Enter');
  await figure.close.press('Enter');
  await expect(figure.maps).toHaveCount(0);
  await expect(figure.block('Decoder')).toBeFocused();

  // Disabled while the step runs; a second Enter takes the second one.
  await page.keyboard.press('Tab');
  await training.step.focus();
  await page.keyboard.press('Enter');
  await expect(training.steps).toHaveText('1');
  await expect(training.step).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(training.steps).toHaveText('2');
});

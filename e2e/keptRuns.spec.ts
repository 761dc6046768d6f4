// Runs outlive the tab: the same curves with the same values stand there after a reload, new ones
// are drawn over them, what is removed stays away, and what is damaged is left out and told of.

import { readFileSync } from 'node:fs';
import type { Page } from 'playwright/test';
import { openPlayground, type Playground } from './pages/playground';
import { expect, test } from './support/test';

const open = (page: Page) => openPlayground(page, { backend: 'wasm' });

async function train({ page, training }: Playground, steps: number, dropout = 0.5): Promise<void> {
  await page.evaluate(async (wanted) => {
    await window.tdgan.setTraining({ batchSize: 1, dropout: wanted.dropout });
    await window.tdgan.train({ steps: wanted.steps });
  }, { steps, dropout });
  await expect(training.steps).toHaveText(String(steps), { timeout: 120_000 });
}

/** Puts a text among the losses of the only kept run. */
const damage = (page: Page) => page.evaluate(() => new Promise<void>((resolve, reject) => {
  const opening = indexedDB.open('tdgan-runs');
  opening.onerror = () => reject(new Error('The database did not open.'));
  opening.onsuccess = () => {
    const transaction = opening.result.transaction('pieces', 'readwrite');
    const cursor = transaction.objectStore('pieces').openCursor();
    cursor.onsuccess = () => {
      const found = cursor.result!;
      const piece = found.value as { columns: { gTotal: unknown[] } };
      piece.columns.gTotal[0] = 'damaged';
      found.update(piece);
    };
    transaction.oncomplete = () => {
      opening.result.close();
      resolve();
    };
  };
}));

test('kept runs: the same curves after a reload, under new ones, until they are removed', async ({ page, samples }) => {
  let playground = await open(page);
  await playground.trainingSet.load(samples);
  await train(playground, 6);
  await expect(playground.curves.kept).toContainText('curves and settings only, never images or weights');
  await expect.poll(() => playground.curves.points()).toMatchObject({ Total: 6, 'D_f, real': 2 });
  await playground.curves.rename('Run 1', 'first try');
  const values = await playground.curves.newest();
  const exported = readFileSync(await playground.curves.export('JSON'), 'utf8');

  playground = await open(page);
  const { curves } = playground;
  await expect(curves.runs).toHaveCount(1);
  await expect(curves.run('first try')).toContainText('tiny · 6 steps · in front');
  expect(await curves.newest()).toEqual(values);
  expect(readFileSync(await curves.export('JSON'), 'utf8')).toBe(exported);

  await playground.trainingSet.load(samples);
  await train(playground, 4, 0.25);
  await expect(curves.run('Run 2')).toContainText('4 steps · in front');
  await expect(curves.figure('Total')).toHaveAttribute('data-runs', '2');
  await expect(curves.run('first try')).toContainText('dropout 0.5 (0.25), in brackets Run 2');
  await curves.run('first try').getByRole('checkbox').uncheck();

  playground = await open(page);
  await expect(playground.curves.runs).toHaveCount(2);
  await expect(playground.curves.run('first try').getByRole('checkbox')).not.toBeChecked();
  await expect(playground.curves.figure('Total')).toHaveAttribute('data-runs', '1');
  await playground.curves.remove('first try');

  playground = await open(page);
  await expect(playground.curves.run('Run 2')).toContainText('4 steps');
  await expect(playground.curves.runs).toHaveCount(1);
  await playground.curves.forgetAll();

  playground = await open(page);
  await expect(playground.curves.kept).toContainText('Kept in this browser');
  await expect(playground.curves.runs).toHaveCount(0);
});

test('kept runs: a damaged one is left out and told of, and can be removed', async ({ page, samples }) => {
  let playground = await open(page);
  await playground.trainingSet.load(samples);
  await train(playground, 2);
  await expect(playground.curves.run('Run 1')).toContainText('2 steps');
  playground = await open(page);
  await expect(playground.curves.runs).toHaveCount(1);
  await damage(page);

  playground = await open(page);
  await expect(playground.curves.error).toContainText('Run 1: the column gTotal of Run 1 has a value that is no number: "damaged".');
  await expect(playground.curves.runs).toHaveCount(0);
  await playground.curves.kept.getByRole('button', { name: 'Remove what is damaged' }).click();
  await expect(playground.curves.error).toHaveCount(0);

  playground = await open(page);
  await expect(playground.curves.kept).toContainText('Kept in this browser');
  await expect(playground.curves.error).toHaveCount(0);
});

test('kept runs: where the browser keeps nothing the list says why, and training goes on', async ({ page, samples }) => {
  await page.addInitScript(() => {
    indexedDB.open = () => { throw new DOMException('storage is blocked', 'SecurityError'); };
  });
  const playground = await open(page);
  await expect(playground.curves.kept).toContainText('New curves end with this tab: this browser keeps nothing for the page (storage is blocked).');
  await playground.trainingSet.load(samples);
  await train(playground, 2);
  await expect.poll(() => playground.curves.points()).toMatchObject({ Total: 2 });
});

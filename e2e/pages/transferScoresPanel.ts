// The transfer scores: a form, a progress line, a table, two confusion matrices.

import type { Locator } from 'playwright/test';

export class TransferScoresPanel {
  readonly group: Locator;
  readonly pairs: Locator;
  readonly judges: Locator;
  readonly start: Locator;
  readonly cancel: Locator;
  readonly progress: Locator;
  readonly table: Locator;
  readonly error: Locator;

  constructor(readonly root: Locator) {
    this.group = root.getByRole('combobox', { name: 'People' });
    this.pairs = root.getByRole('spinbutton', { name: 'Pairs' });
    this.judges = root.getByRole('checkbox', { name: 'Ask the judges, too' });
    this.start = root.getByRole('button', { name: 'Score the transfer' });
    this.cancel = root.getByRole('button', { name: 'Cancel' });
    this.progress = root.getByRole('progressbar', { name: 'Evaluation progress' });
    this.table = root.getByRole('table', { name: 'Transfer scores' });
    this.error = root.getByRole('alert');
  }

  /** Generated, face image, expression image, truth; null where there is no score. */
  async row(title: string): Promise<(number | null)[]> {
    const rows = await this.table.getByRole('row').evaluateAll((all) => all.slice(1).map((row) => ({
      name: row.querySelector('strong')!.textContent, cells: Array.from(row.querySelectorAll('td'), (cell) => cell.textContent),
    })));
    const { cells } = rows.find(({ name }) => name === title)!;
    return cells.map((text) => (text === '–' ? null : parseFloat(text.replace('▸ ', '').replace('−', '-'))));
  }

  /** Counts of a confusion matrix, row by row. */
  async confusion(of: 'generated' | 'true'): Promise<number[][]> {
    const rows = this.root.getByRole('table', { name: `What the judge sees in the ${of} images` }).getByRole('row');
    return rows.evaluateAll((all) => all.slice(1).map((row) => Array.from(row.querySelectorAll('td'), (cell) => Number(cell.textContent))));
  }
}

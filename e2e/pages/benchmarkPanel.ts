// The benchmark: a form, a progress line, a table, a file.

import { readFileSync } from 'node:fs';
import type { Locator } from 'playwright/test';
import type { BenchmarkResult } from '../../src/engine/engine';

export class BenchmarkPanel {
  readonly preset: Locator;
  readonly batch: Locator;
  readonly stock: Locator;
  readonly start: Locator;
  readonly cancel: Locator;
  readonly progress: Locator;
  readonly table: Locator;
  readonly error: Locator;

  constructor(readonly root: Locator) {
    this.preset = root.getByRole('combobox', { name: 'Preset' });
    this.batch = root.getByRole('spinbutton', { name: 'Batch' });
    this.stock = root.getByRole('checkbox', { name: 'Stock tfjs, too' });
    this.start = root.getByRole('button', { name: 'Run benchmark' });
    this.cancel = root.getByRole('button', { name: 'Cancel' });
    this.progress = root.getByRole('progressbar', { name: 'Benchmark progress' });
    this.table = root.getByRole('table', { name: 'Benchmark results' });
    this.error = root.getByRole('alert');
  }

  /** The numbers of a row, one per contender. */
  row(title: string): Locator {
    return this.table.getByRole('row').filter({ has: this.root.page().getByRole('rowheader', { name: title }) }).getByRole('cell');
  }

  /** What the button saves. */
  async download(): Promise<BenchmarkResult> {
    const waiting = this.root.page().waitForEvent('download');
    await this.root.getByRole('button', { name: 'Save as JSON' }).click();
    return JSON.parse(readFileSync(await (await waiting).path(), 'utf8')) as BenchmarkResult;
  }
}

// The loss curves: their names, point counts and values, how they are drawn, the ledger, the runs.

import { expect, type Locator } from 'playwright/test';

export class CurvesPanel {
  readonly axis: Locator;
  readonly log: Locator;
  readonly smoothing: Locator;
  readonly crosshair: Locator;
  readonly from: Locator;
  readonly to: Locator;
  readonly resetZoom: Locator;
  /** One item per run, the newest first. */
  readonly runs: Locator;
  readonly importInput: Locator;
  /** Why the last import was refused. */
  readonly error: Locator;
  /** What is said of the runs that outlive the tab. */
  readonly kept: Locator;

  constructor(readonly root: Locator) {
    this.axis = root.getByRole('combobox', { name: 'Along' });
    this.log = root.getByRole('checkbox', { name: 'Log loss axis' });
    this.smoothing = root.getByRole('slider', { name: 'Smoothing' });
    this.crosshair = root.getByRole('slider', { name: 'Crosshair' });
    this.from = root.getByRole('spinbutton', { name: /^From/ });
    this.to = root.getByRole('spinbutton', { name: /^to/ });
    this.resetZoom = root.getByRole('button', { name: 'Reset zoom' });
    this.runs = root.getByRole('list', { name: 'Runs' }).getByRole('listitem');
    this.importInput = root.getByLabel('Import curves');
    this.error = root.getByRole('alert');
    this.kept = root.getByRole('group', { name: 'Kept runs' });
  }

  figure(name: string): Locator {
    return this.root.getByRole('figure', { name: new RegExp(`^${name}:`) });
  }

  /** The number of points of each term, by the curve's name. */
  points(): Promise<Record<string, number>> {
    return this.root.getByRole('figure').evaluateAll((figures) => Object.fromEntries(figures.map((figure) =>
      [figure.getAttribute('aria-label')!.split(':')[0]!, Number(figure.getAttribute('data-points'))])));
  }

  /** The newest value of each term as text, by the curve's name. */
  newest(): Promise<Record<string, string>> {
    return this.root.getByRole('figure').getByRole('status').evaluateAll((outputs) => Object.fromEntries(outputs.map((output) =>
      [output.getAttribute('aria-label')!.replace(', newest value', ''), output.textContent])));
  }

  /** The value that a chart shows at the crosshair; null while it points at nothing. */
  async atCrosshair(name: string): Promise<number | null> {
    const value = await this.figure(name).locator('[data-crosshair]').getAttribute('data-crosshair', { timeout: 1000 }).catch(() => null);
    return value === null || value === '' ? null : Number(value);
  }

  /** What a chart has drawn. */
  pixels(name: string): Promise<string> {
    return this.figure(name).locator('canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  }

  /** Weighted terms of the step that the ledger shows. */
  ledger(): Promise<Record<string, number>> {
    return this.root.getByRole('table', { name: 'Ledger' }).locator('tr[data-weighted]').evaluateAll((rows) => Object.fromEntries(rows.map((row) =>
      [row.getAttribute('data-term')!, Number(row.getAttribute('data-weighted'))])));
  }

  run(name: string): Locator {
    return this.root.getByRole('listitem', { name, exact: true });
  }

  async rename(name: string, wanted: string): Promise<void> {
    const field = this.run(name).getByRole('textbox');
    await field.fill(wanted);
    await field.press('Enter');
    await expect(this.run(wanted)).toBeVisible();
  }

  async remove(name: string): Promise<void> {
    await this.run(name).getByRole('button', { name: `Remove ${name}` }).click();
    await this.root.getByRole('dialog').getByRole('button', { name: 'Remove the curves' }).click();
    await expect(this.run(name)).toHaveCount(0);
  }

  /** Empties the list and what the browser keeps. */
  async forgetAll(): Promise<void> {
    await this.kept.getByRole('button', { name: 'Forget all kept runs' }).click();
    await this.kept.getByRole('dialog').getByRole('button', { name: 'Forget all runs' }).click();
    await expect(this.runs).toHaveCount(0);
  }

  /** Drags over a chart from one share of its width to another. */
  async drag(name: string, start: number, end: number): Promise<void> {
    const area = this.figure(name).locator('.u-over');
    await area.scrollIntoViewIfNeeded();
    const box = (await area.boundingBox())!;
    const { mouse } = area.page();
    await mouse.move(box.x + start * box.width, box.y + box.height / 2);
    await mouse.down();
    await mouse.move(box.x + end * box.width, box.y + box.height / 2, { steps: 4 });
    await mouse.up();
  }

  /** The exported file's path. */
  async export(kind: 'CSV' | 'JSON'): Promise<string> {
    const saving = this.root.page().waitForEvent('download');
    await this.root.getByRole('button', { name: `Export ${kind}` }).click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe(`tdgan-curves.${kind.toLowerCase()}`);
    return saved.path();
  }
}

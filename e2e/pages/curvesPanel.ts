// The loss curves, read as their names, point counts and newest values.

import type { Locator } from 'playwright/test';

export class CurvesPanel {
  constructor(readonly root: Locator) {}

  /** The number of points of each term, by the curve's name. */
  points(): Promise<Record<string, number>> {
    return this.root.getByRole('figure').evaluateAll((figures) => Object.fromEntries(figures.map((figure) =>
      [figure.getAttribute('aria-label')!.split(':')[0]!, Number(figure.getAttribute('data-points'))])));
  }

  /** The newest value of each term as text, by the curve's name. */
  newest(): Promise<Record<string, string>> {
    return this.root.getByRole('status').evaluateAll((outputs) => Object.fromEntries(outputs.map((output) =>
      [output.getAttribute('aria-label')!.replace(', newest value', ''), output.textContent])));
  }
}

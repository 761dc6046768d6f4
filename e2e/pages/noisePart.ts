// The noise of the interpolation panel: seed, lock, and how much it changes the picture.

import type { Locator } from 'playwright/test';

export class NoisePart {
  readonly root: Locator;
  readonly seed: Locator;
  readonly locked: Locator;
  readonly seeds: Locator;
  readonly vary: Locator;

  constructor(interpolation: Locator) {
    this.root = interpolation.getByRole('region', { name: 'Noise', exact: true });
    this.seed = this.root.getByRole('spinbutton', { name: 'Noise seed' });
    this.locked = this.root.getByRole('checkbox', { name: 'Locked' });
    this.seeds = this.root.getByRole('combobox', { name: 'Seeds to compare' });
    this.vary = this.root.getByRole('button', { name: 'How much does noise change it?' });
  }

  series(cause: 'other noise' | 'other expressions'): Locator {
    return this.root.getByRole('figure', { name: `Drawings with ${cause}` });
  }

  /** Of a series: "Change by other noise", "Mean over other noise", "Drawing 1 with other noise". */
  picture(name: string): Locator {
    return this.root.getByRole('img', { name, exact: true });
  }
}

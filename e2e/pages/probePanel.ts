// The probe timeline: what is kept, how often it is drawn, and the look back.

import { expect, type Locator } from 'playwright/test';

export class ProbePanel {
  readonly keep: Locator;
  readonly interval: Locator;
  readonly slider: Locator;
  readonly probes: Locator;

  constructor(readonly root: Locator) {
    this.keep = root.getByRole('button', { name: 'Keep as probe' });
    this.interval = root.getByRole('spinbutton', { name: 'Steps between pictures' });
    this.slider = root.getByRole('slider', { name: 'Look back' });
    this.probes = root.getByRole('listitem');
  }

  pictureAt(step: number): Locator {
    return this.root.getByRole('img', { name: `Probe at step ${step}`, exact: true });
  }

  async expectShown(step: number): Promise<void> {
    await expect(this.pictureAt(step)).toBeVisible();
  }
}

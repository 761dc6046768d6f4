// What stands around the panels: theme, keys, tour; and the probe timeline.

import { expect, type Locator, type Page } from 'playwright/test';

export class Around {
  readonly theme: Locator;
  readonly keys: Locator;
  readonly tour: Locator;

  constructor(readonly page: Page) {
    const banner = page.getByRole('banner');
    this.theme = banner.getByRole('combobox', { name: 'Theme' });
    this.keys = page.getByRole('dialog', { name: 'Keys' });
    this.tour = page.getByRole('complementary', { name: 'Tour' });
  }

  /** The address once it carries `field`. */
  async addressWith(field: string): Promise<URLSearchParams> {
    await this.page.waitForURL((url) => url.searchParams.has(field));
    return new URL(this.page.url()).searchParams;
  }
}

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

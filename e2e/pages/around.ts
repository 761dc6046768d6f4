// What stands around the panels: theme, keys, tour.

import type { Locator, Page } from 'playwright/test';

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

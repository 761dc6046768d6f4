// The framework figure: its blocks, and the feature maps inside the one that is open.

import type { Locator } from 'playwright/test';

export class Figure {
  readonly maps: Locator;
  readonly stage: Locator;
  readonly channels: Locator;
  readonly close: Locator;

  constructor(readonly root: Locator) {
    this.maps = root.getByRole('region', { name: /^Feature maps of/ });
    this.stage = this.maps.getByRole('combobox', { name: 'Stage' });
    this.channels = this.maps.getByRole('img');
    this.close = this.maps.getByRole('button', { name: 'Close' });
  }

  block(title: string): Locator {
    return this.root.getByRole('button', { name: new RegExp(`^${title}: output`) });
  }

  async fact(name: string): Promise<string> {
    const rows = await this.maps.locator('dl > div').evaluateAll((all) =>
      all.map((row) => [row.querySelector('dt')!.textContent, row.querySelector('dd')!.textContent]));
    return rows.find(([title]) => title === name)![1]!;
  }
}

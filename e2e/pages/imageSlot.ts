// A place for one image, wherever it stands.

import type { Locator } from 'playwright/test';

export class ImageSlot {
  readonly root: Locator;
  readonly picture: Locator;
  readonly input: Locator;
  readonly clear: Locator;
  readonly fromSet: Locator;
  /** The images of a loaded set, while they are looked at. */
  readonly setPicker: Locator;
  readonly error: Locator;

  constructor(panel: Locator, name: string) {
    this.root = panel.getByRole('group', { name, exact: true });
    this.picture = this.root.getByRole('img', { name: `${name} as the network sees it` });
    this.input = this.root.getByLabel(`Choose ${name.toLowerCase()}`, { exact: true });
    this.clear = this.root.getByRole('button', { name: `Clear ${name.toLowerCase()}`, exact: true });
    this.fromSet = this.root.getByRole('button', { name: `${name} from the training set`, exact: true });
    this.setPicker = this.root.getByRole('dialog', { name: `${name} from the training set` });
    this.error = this.root.getByRole('alert');
  }

  async choose(path: string): Promise<void> {
    await this.input.setInputFiles(path);
  }

  /** The slot's picture once it is that of the file. */
  pictureOf(fileName: string): Locator {
    return this.root.getByRole('img', { name: fileName });
  }
}

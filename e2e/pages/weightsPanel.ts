// Weights as files, in and out.

import { readFileSync } from 'node:fs';
import { expect, type Locator } from 'playwright/test';
import { alteredWeights, type Tensors } from '../support/weightFiles';

export class WeightsPanel {
  readonly input: Locator;
  readonly save: Locator;
  readonly loaded: Locator;
  readonly error: Locator;

  constructor(readonly root: Locator) {
    this.input = root.getByLabel('Load weights');
    this.save = root.getByRole('button', { name: 'Save weights' });
    this.loaded = root.getByRole('status');
    this.error = root.getByRole('alert');
  }

  /** The bytes of what the button downloads. */
  async download(): Promise<{ name: string; bytes: Buffer }> {
    const waiting = this.root.page().waitForEvent('download');
    await this.save.click();
    const download = await waiting;
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  }

  async load(name: string, bytes: Buffer): Promise<void> {
    await this.input.setInputFiles({ name, mimeType: 'application/octet-stream', buffer: bytes });
  }

  /** Loads the model's own weights with some tensors changed. */
  async alter(change: (tensors: Tensors) => void): Promise<void> {
    const { bytes } = await this.download();
    await this.load('altered.safetensors', alteredWeights(bytes, change));
    await expect(this.loaded).toContainText('Loaded');
  }
}

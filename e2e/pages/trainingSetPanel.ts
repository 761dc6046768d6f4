// The two training sets.

import { expect, type Locator } from 'playwright/test';

export class FolderSlot {
  readonly root: Locator;
  readonly input: Locator;
  readonly summary: Locator;
  readonly classes: Locator;
  readonly leftOut: Locator;
  readonly error: Locator;

  constructor(panel: Locator, name: string) {
    this.root = panel.getByRole('group', { name, exact: true });
    this.input = this.root.getByLabel(`Choose ${name.toLowerCase()} folder`);
    this.summary = this.root.getByRole('status');
    this.classes = this.root.getByRole('list', { name: 'Classes' }).getByRole('listitem');
    this.leftOut = this.root.getByRole('group').filter({ hasText: 'left out' });
    this.error = this.root.getByRole('alert');
  }
}

export class TrainingSetPanel {
  readonly face: FolderSlot;
  readonly expression: FolderSlot;
  readonly useDemo: Locator;
  /** Of the demo faces. */
  readonly error: Locator;

  constructor(readonly root: Locator) {
    this.face = new FolderSlot(root, 'Face set');
    this.expression = new FolderSlot(root, 'Expression set');
    this.useDemo = root.getByRole('button', { name: 'Use demo faces' });
    this.error = root.getByRole('alert').filter({ hasText: 'The demo faces could not be loaded' });
  }

  async load({ faceFolder, expressionFolder }: { faceFolder: string; expressionFolder: string }): Promise<void> {
    await this.face.input.setInputFiles(faceFolder);
    await expect(this.face.summary).toContainText('classes');
    await this.expression.input.setInputFiles(expressionFolder);
    await expect(this.expression.summary).toContainText('classes');
  }
}

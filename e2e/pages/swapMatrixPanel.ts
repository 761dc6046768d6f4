// The swap matrix: its images, its cells, and the row of five images that a cell opens.

import type { Locator } from 'playwright/test';

export class SwapMatrixPanel {
  readonly draw: Locator;
  readonly addSlots: Locator;
  readonly clear: Locator;
  readonly error: Locator;
  readonly cells: Locator;
  /** The opened cell. */
  readonly detail: Locator;

  constructor(readonly root: Locator) {
    this.draw = root.getByRole('button', { name: 'Draw the matrix' });
    this.addSlots = root.getByRole('button', { name: 'Add the slots’ images' });
    this.clear = root.getByRole('button', { name: 'Clear the matrix' });
    this.error = root.getByRole('alert');
    this.cells = root.getByRole('button', { name: /Open the five images/ });
    this.detail = root.getByRole('region', { name: 'Five images of Eq. 7' });
  }

  async choose(axis: 'faces' | 'expressions', paths: string[]): Promise<void> {
    await this.root.getByLabel(`Choose ${axis} of the matrix`).setInputFiles(paths);
  }

  header(axis: 'Face' | 'Expression', name: string): Locator {
    return this.root.getByRole('img', { name: `${axis}: ${name}`, exact: true });
  }

  remove(axis: 'face' | 'expression', name: string): Locator {
    return this.root.getByRole('button', { name: `Remove ${axis} ${name}`, exact: true });
  }

  /** The cell of a face and an expression, by their file names. */
  cell(face: string, expression: string): Locator {
    return this.root.getByRole('button', { name: `${face} with ${expression}:` });
  }

  picture(name: string): Locator {
    return this.detail.getByRole('img', { name, exact: true });
  }

  l1(of: 'face' | 'expression'): Locator {
    return this.detail.getByLabel(`L1 of the ${of} difference`);
  }
}

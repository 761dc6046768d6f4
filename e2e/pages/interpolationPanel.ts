// The second images, the sliders, the picture under them and the strips.

import type { Locator } from 'playwright/test';
import { ImageSlot } from './imageSlot';

export class InterpolationPanel {
  readonly secondExpression: ImageSlot;
  readonly secondFace: ImageSlot;
  readonly expressionAlpha: Locator;
  readonly faceAlpha: Locator;
  readonly noiseSeed: Locator;
  readonly drawStrip: Locator;
  readonly drawGrid: Locator;
  readonly gridSide: Locator;

  constructor(readonly root: Locator) {
    this.secondExpression = new ImageSlot(root, 'Second expression');
    this.secondFace = new ImageSlot(root, 'Second face');
    this.expressionAlpha = root.getByRole('slider', { name: 'Expression alpha' });
    this.faceAlpha = root.getByRole('slider', { name: 'Face alpha' });
    this.noiseSeed = root.getByRole('spinbutton', { name: 'Noise seed' });
    this.drawStrip = root.getByRole('button', { name: 'Draw the 11-step strip' });
    this.drawGrid = root.getByRole('button', { name: 'Draw the grid' });
    this.gridSide = root.getByRole('combobox', { name: 'Points per axis' });
  }

  /** The interpolated picture, once it is that of this mix ("expression 0.50, face 0.00"). */
  pictureAt(mix: string): Locator {
    return this.root.getByRole('img', { name: `Interpolated face, ${mix}`, exact: true });
  }

  strip(axis: 'face' | 'expression'): Locator {
    return this.root.getByRole('list', { name: `Strip along the ${axis} axis` }).getByRole('img');
  }

  /** All cells, row by row. */
  gridCells(): Locator {
    return this.root.getByRole('table', { name: /^Grid/ }).getByRole('img');
  }

  enlarge(mix: string): Locator {
    return this.root.getByRole('button', { name: `Enlarge ${mix}`, exact: true });
  }

  enlarged(mix: string): Locator {
    return this.root.getByRole('img', { name: `Enlarged ${mix}`, exact: true });
  }

  save(what: string, format: 'PNG' | 'GIF'): Locator {
    return this.root.getByRole('button', { name: `Save the ${what} as ${format}` });
  }

  /** The weight of an expression in the pad. */
  weightOf(expression: string): Locator {
    return this.root.getByRole('slider', { name: expression, exact: true });
  }

  /** The pad's picture, once it is that of this mix ("surprise 0.50, neutral 1.00"). */
  mixedAt(mix: string): Locator {
    return this.root.getByRole('img', { name: `Mixed face, ${mix}`, exact: true });
  }
}

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

  constructor(readonly root: Locator) {
    this.secondExpression = new ImageSlot(root, 'Second expression');
    this.secondFace = new ImageSlot(root, 'Second face');
    this.expressionAlpha = root.getByRole('slider', { name: 'Expression alpha' });
    this.faceAlpha = root.getByRole('slider', { name: 'Face alpha' });
    this.noiseSeed = root.getByRole('spinbutton', { name: 'Noise seed' });
    this.drawStrip = root.getByRole('button', { name: 'Draw the 11-step strip' });
  }

  /** The interpolated picture, once it is that of this mix ("expression 0.50, face 0.00"). */
  pictureAt(mix: string): Locator {
    return this.root.getByRole('img', { name: `Interpolated face, ${mix}`, exact: true });
  }

  strip(axis: 'face' | 'expression'): Locator {
    return this.root.getByRole('list', { name: `Strip along the ${axis} axis` }).getByRole('img');
  }
}

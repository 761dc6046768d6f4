// Face image and expression image, the face made from both, and the three verdicts.

import type { Locator } from 'playwright/test';
import { ImageSlot } from './imageSlot';

export class TransferPanel {
  readonly face: ImageSlot;
  readonly expression: ImageSlot;
  readonly generated: Locator;

  constructor(readonly root: Locator) {
    this.face = new ImageSlot(root, 'Face image');
    this.expression = new ImageSlot(root, 'Expression image');
    this.generated = root.getByRole('group', { name: 'Generated face' });
  }

  generatedAt(step: number): Locator {
    return this.generated.getByRole('img', { name: `Generated face at step ${step}`, exact: true });
  }

  async fill({ face, expression }: { face: string; expression: string }): Promise<void> {
    await this.face.choose(face);
    await this.expression.choose(expression);
  }

  /** Class name and share of each bar. */
  async verdict(network: 'M_ER' | 'D_e' | 'D_f'): Promise<Map<string, number>> {
    const bars = this.root.getByRole('group', { name: `${network}'s verdict` }).getByRole('meter');
    const rows = await bars.evaluateAll((meters) => meters.map((meter) =>
      [meter.getAttribute('aria-label')!, Number(meter.getAttribute('aria-valuenow'))] as const));
    return new Map(rows);
  }
}

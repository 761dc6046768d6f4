// Face image and expression image, the face made from both, the truth beside it, and the three verdicts.

import type { Locator } from 'playwright/test';
import { ImageSlot } from './imageSlot';

export class TruthComparison {
  readonly wanted: Locator;
  readonly picture: Locator;
  readonly scores: Locator;

  constructor(readonly root: Locator) {
    this.wanted = root.getByRole('checkbox', { name: 'Compare with the truth' });
    this.picture = root.getByRole('img', { name: 'The true image' });
    this.scores = root.getByRole('definition');
  }

  differenceAt(step: number): Locator {
    return this.root.getByRole('img', { name: `Difference from the truth at step ${step}`, exact: true });
  }

  /** The value of a score as it stands in the page. */
  async score(title: string): Promise<number> {
    const rows = await this.root.locator('dl > div').evaluateAll((all) => all.map((row) => [row.querySelector('dt')!.textContent, row.querySelector('dd')!.textContent]));
    return Number(rows.find(([name]) => name === title)![1]!.replace('−', '-'));
  }
}

export class TransferPanel {
  readonly face: ImageSlot;
  readonly expression: ImageSlot;
  readonly generated: Locator;
  readonly nextPair: Locator;
  readonly truth: TruthComparison;

  constructor(readonly root: Locator) {
    this.face = new ImageSlot(root, 'Face image');
    this.expression = new ImageSlot(root, 'Expression image');
    this.generated = root.getByRole('group', { name: 'Generated face' });
    this.nextPair = root.getByRole('button', { name: 'Another pair of drawn people' });
    this.truth = new TruthComparison(root.getByRole('group', { name: 'Comparison with the truth' }));
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

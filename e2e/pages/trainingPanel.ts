// The training's buttons, readouts and settings.

import { expect, type Locator } from 'playwright/test';

export class TrainingPanel {
  readonly start: Locator;
  readonly pause: Locator;
  readonly step: Locator;
  readonly reset: Locator;
  readonly state: Locator;
  readonly steps: Locator;
  readonly settings: Locator;

  constructor(readonly root: Locator) {
    const button = (name: string) => root.getByRole('button', { name, exact: true });
    this.start = button('Start');
    this.pause = button('Pause');
    this.step = button('Step');
    this.reset = button('Reset');
    this.state = root.getByRole('status', { name: 'State', exact: true });
    this.steps = root.getByRole('status', { name: 'Steps', exact: true });
    this.settings = root.getByRole('group').filter({ hasText: 'A change holds from the next step on' });
  }

  async stepCount(): Promise<number> {
    return Number((await this.steps.textContent())!.replaceAll(',', ''));
  }

  /** One step, and waits until it is done. */
  async takeStep(): Promise<void> {
    const before = await this.stepCount();
    await this.step.click();
    await expect(this.steps).toHaveText(String(before + 1));
    await expect(this.state).toHaveText('paused');
  }

  async openSettings(): Promise<void> {
    await this.root.getByText('Settings', { exact: true }).click();
  }

  setting(label: string): Locator {
    return this.root.getByRole('spinbutton', { name: label, exact: true });
  }

  async set(label: string, value: string): Promise<void> {
    await this.setting(label).fill(value);
    await this.setting(label).press('Enter');
  }
}

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
  readonly stepsToTake: Locator;
  readonly takeMany: Locator;
  readonly learns: Locator;
  readonly goal: Locator;
  readonly timeLeft: Locator;
  readonly health: Locator;
  readonly stepSlowly: Locator;

  constructor(readonly root: Locator) {
    const button = (name: string) => root.getByRole('button', { name, exact: true });
    this.start = button('Start');
    this.pause = button('Pause');
    this.step = button('Step');
    this.reset = button('Reset');
    this.state = root.getByRole('status', { name: 'State', exact: true });
    this.steps = root.getByRole('status', { name: 'Steps', exact: true });
    this.stepsToTake = root.getByRole('spinbutton', { name: 'Steps to take', exact: true });
    this.takeMany = button('Take them');
    this.learns = root.getByRole('combobox', { name: 'Learns', exact: true });
    this.goal = root.getByRole('spinbutton', { name: 'Time left to step', exact: true });
    this.timeLeft = root.getByRole('status', { name: 'Time left', exact: true });
    this.health = root.getByRole('region', { name: 'Health', exact: true });
    this.stepSlowly = button('One step in slow motion');
    this.settings = root.getByRole('group').filter({ hasText: 'A change holds from the next step on' });
  }

  async stepCount(): Promise<number> {
    return Number((await this.steps.textContent())!.replaceAll(',', ''));
  }

  readout(name: string): Locator {
    return this.root.getByRole('status', { name, exact: true });
  }

  /** Of a step in slow motion, counted from 1. */
  phases(step: number): Locator {
    return this.root.getByRole('list', { name: `Phases of step ${step}`, exact: true });
  }

  /** Back to the default, of the setting that `label` names. */
  restore(label: string): Locator {
    return this.root.getByRole('button', { name: `${label}: back to the default`, exact: true });
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

// Rendered people: whom, how, and where the picture goes.

import { expect, type Locator } from 'playwright/test';

export class PersonStudio {
  readonly drawn: Locator;
  readonly picture: Locator;
  readonly newPerson: Locator;
  readonly before: Locator;
  readonly after: Locator;
  readonly person: Locator;
  readonly expressions: Locator;
  readonly note: Locator;
  readonly error: Locator;

  constructor(readonly root: Locator) {
    const button = (name: string) => root.getByRole('button', { name, exact: true });
    this.drawn = root.getByRole('group', { name: 'Drawn person' });
    this.picture = this.drawn.getByRole('img');
    this.error = this.drawn.getByRole('alert');
    this.newPerson = button('New person');
    this.before = button('Person before');
    this.after = button('Person after');
    this.person = root.getByRole('spinbutton', { name: 'Person', exact: true });
    this.expressions = root.getByRole('group', { name: 'Shown expression' }).getByRole('button');
    this.note = root.getByRole('status', { name: 'What became of the picture' });
  }

  expression(name: string): Locator {
    return this.root.getByRole('button', { name, exact: true });
  }

  slider(label: string): Locator {
    return this.root.getByRole('slider', { name: label, exact: true });
  }

  reset(label: string): Locator {
    return this.root.getByRole('button', { name: `Reset ${label.toLowerCase()}`, exact: true });
  }

  give(target: string): Locator {
    return this.root.getByRole('button', { name: target, exact: true });
  }

  async choosePerson(identity: number): Promise<void> {
    await this.person.fill(String(identity));
    await this.person.press('Enter');
  }

  /** Waits until what the controls say is what is shown. */
  async expectDrawn(name: string): Promise<void> {
    await expect(this.drawn.getByRole('img', { name: `Drawn: ${name}`, exact: true })).toBeVisible();
    await expect(this.drawn).toHaveAttribute('aria-busy', 'false');
    await expect(this.picture).toHaveAttribute('aria-busy', 'false');
  }
}

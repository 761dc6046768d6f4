// The last weights that a run is known to have been well with, to go back to when a loss is no
// number any more. Surprises: weights are known to be good only when a later step's terms have been
// read and are finite, so there is a candidate besides; and a copy costs memory only once the
// weights move on, since a clone shares its buffer until then. Adam's moments are not kept: they
// would make the copies three times as large, while fresh moments serve as after any loaded file.

import * as tf from '@tensorflow/tfjs';
import { variablesByGroup, type Tdgan } from '../model/tdgan';

/** The weights before step `step`. */
interface Kept {
  step: number;
  weights: tf.Tensor[];
}

export class GoodState {
  private candidate: Kept | null = null;
  private good: Kept | null = null;
  private takenAt = -Infinity;

  /** @param intervalMs least time between two copies while training goes well */
  constructor(private readonly model: Tdgan, private readonly intervalMs: number) {}

  /** The step that one can go back to; null where none is known to be good. */
  get step(): number | null {
    return this.good?.step ?? null;
  }

  /** Keeps the present weights as those of a run's beginning. */
  begin(step: number): void {
    this.drop('candidate');
    this.take(step);
  }

  /** The terms of step `proven` and of all before it are finite; the model stands before step `present`. */
  confirm(proven: number, present: number): void {
    if (this.candidate && proven >= this.candidate.step) {
      this.drop('good');
      this.good = this.candidate;
      this.candidate = null;
    }
    if (!this.candidate && performance.now() - this.takenAt >= this.intervalMs) this.take(present);
  }

  /** Assigns the good weights and forgets them; returns their step. @throws Error where there are none */
  restore(): number {
    const { good } = this;
    if (!good) throw new Error('No good state is kept to go back to. Reset, or load saved weights.');
    this.variables().forEach((variable, i) => variable.assign(good.weights[i]!));
    this.clear();
    return good.step;
  }

  /** A run failed: what was not yet known to be good is not. */
  fail(): void {
    this.drop('candidate');
  }

  clear(): void {
    this.drop('candidate');
    this.drop('good');
  }

  private take(step: number): void {
    this.candidate = { step, weights: this.variables().map((variable) => variable.clone()) };
    this.takenAt = performance.now();
  }

  private drop(which: 'candidate' | 'good'): void {
    tf.dispose(this[which]?.weights ?? []);
    this[which] = null;
  }

  private variables(): tf.Variable[] {
    return Object.values(variablesByGroup(this.model)).flat();
  }
}

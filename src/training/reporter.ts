// Reads what steps have measured while the next ones run, and tells of it in the order of the steps.
// One step of each report is measured, so that fast steps pay next to nothing for it. Surprise: a
// step that ends a run, with a loss that is no number, is reported before it fails.

import * as tf from '@tensorflow/tfjs';
import type { ParameterGroup, StepSettings } from '../config';
import {
  generatorTotal, generatorWeights, type LossTerm, type StepMeasure, type StepMeasures, type StepRecord, type StepTerms,
} from '../metrics';
import { stepToMeasure } from './measures';
import type { StackedTerms } from './step';

const reportIntervalMs = 250;
/** Bounds the queue on the GPU where steps are issued faster than they are done. */
const maxUnreadSteps = 8;

interface UnreadStep {
  step: number;
  epoch: number;
  terms: StackedTerms;
}

export class NonFiniteLossError extends Error {
  constructor(readonly term: LossTerm, readonly value: number, readonly step: number) {
    super(`${term} became ${value} at step ${step}.`);
  }
}

/** Reads the terms of all steps since the last report in one transfer, while the next steps run. */
export class Reporter {
  private unread: UnreadStep[] = [];
  /** Steps of the last report; about as many come in the next. */
  private lastCount = 1;
  /** The step of the coming report that is to be measured. */
  private toMeasure = 0;
  private reportedAt = performance.now();
  private reading: Promise<void> | null = null;
  private failure: Error | null = null;

  constructor(
    private readonly onReport: (records: StepRecord[]) => void,
    /** Told each step whose terms were read and are finite, also where a later one of the same report is not. */
    private readonly onProven: (step: number) => void,
  ) {}

  get failed(): boolean {
    return this.failure !== null;
  }

  /** Whether `step`, which comes next, is the one of its report to measure. */
  measures(step: number, settings: StepSettings, only: ParameterGroup | null): boolean {
    if (this.unread.length === 0) this.toMeasure = stepToMeasure({ from: step, count: this.lastCount, settings, only });
    return step === this.toMeasure;
  }

  add(step: UnreadStep): void {
    this.unread.push(step);
  }

  /** Begins a report where one is due; waits only for an earlier one, and only where too much is unread. */
  async turn(): Promise<void> {
    const full = this.unread.length >= maxUnreadSteps;
    if (full) await this.reading;
    if (full || performance.now() - this.reportedAt >= reportIntervalMs) this.reading ??= this.report();
  }

  /** Reports what is left. @throws what a report failed with */
  async end(): Promise<void> {
    await this.reading;
    if (this.unread.length > 0) await this.report();
    if (this.failure) throw this.failure;
  }

  /** Never rejects: nobody waits for a report while the next steps run. */
  private async report(): Promise<void> {
    const due = this.unread;
    this.unread = [];
    this.lastCount = due.length;
    try {
      const values = await readSteps(due);
      const now = performance.now();
      const durationMs = (now - this.reportedAt) / due.length;
      this.reportedAt = now;
      this.onReport(due.map(({ step, epoch, terms: { settings } }, i) =>
        ({ step, epoch, ...values[i]!, weights: generatorWeights(settings), durationMs })));
      values.forEach(({ terms }, i) => {
        requireFinite(terms, due[i]!.step);
        this.onProven(due[i]!.step);
      });
    } catch (error) {
      this.failure ??= error as Error;
    } finally {
      this.reading = null;
    }
  }
}

/** Reads the terms of several steps in one transfer and disposes them. */
export async function readTerms(steps: { terms: StackedTerms }[]): Promise<StepTerms[]> {
  return (await readSteps(steps)).map(({ terms }) => terms);
}

/** Likewise, with the measures of those that were measured. */
export async function readSteps(steps: { terms: StackedTerms }[]): Promise<Pick<StepRecord, 'terms' | 'measures'>[]> {
  const joined = tf.concat(steps.map(({ terms }) => terms.values));
  tf.dispose(steps.map(({ terms }) => terms.values));
  const values = await joined.data();
  joined.dispose();
  let at = 0;
  return steps.map(({ terms: { names, measured, settings } }) => {
    const terms: StepTerms = Object.fromEntries(names.map((name): [LossTerm, number] => [name, values[at++]!]));
    if (names.includes('gFace')) terms.gTotal = generatorTotal(terms, settings);
    if (measured.length === 0) return { terms };
    const measures: StepMeasures = Object.fromEntries(measured.map((name): [StepMeasure, number] => [name, values[at++]!]));
    return { terms, measures };
  });
}

function requireFinite(terms: StepRecord['terms'], step: number): void {
  const bad = Object.entries(terms).find(([, value]) => !Number.isFinite(value));
  if (bad) {
    throw new NonFiniteLossError(bad[0] as LossTerm, bad[1], step);
  }
}

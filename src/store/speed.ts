// How fast this device trains, from steps that were timed on it, and what that lets one expect of any
// model and settings: the step's arithmetic, counted, over the operations a second of the timed
// ones. Surprise: that is a guess for other sizes, since small steps use a GPU worse than large ones.

import type { PresetName, TdganConfig, TrainingConfig } from '../config';
import type { BenchmarkRow, DeviceReport } from '../engine/engine';
import type { StepRecord } from '../metrics';
import { averageStepFlops, stepWork } from '../work';

export interface MeasuredSpeed {
  flopsPerSecond: number;
  /** How many steps it was taken from, and of what. */
  steps: number;
  preset: PresetName | 'own';
  batchSize: number;
}

export interface SpeedState {
  /** The newest; null before anything was timed. */
  measured: MeasuredSpeed | null;
  /** Why the last measurement brought nothing. */
  error: string | null;
}

export const unknownSpeed: SpeedState = { measured: null, error: null };

/** Whether no GPU does the work: a step then takes long, and one image keeps the device as busy as many. */
export const onProcessor = ({ adapter }: DeviceReport): boolean => adapter === null || adapter.software;

/** What a step did, and how long it took. */
export interface TimedStep {
  flops: number;
  ms: number;
}

/** The work of a reported step, told by its terms; null where one network alone learned. */
export function timedStep({ terms, durationMs }: StepRecord, config: TdganConfig, batchSize: number): TimedStep | null {
  if (terms.gTotal === undefined || !(durationMs > 0)) return null;
  const due = { face: terms.dFaceReal !== undefined, expression: terms.dExpression !== undefined };
  return { flops: stepWork(config, batchSize, due).flops, ms: durationMs };
}

/** A benchmark's timed repetitions of our steps. */
export function timedRepetitions(rows: BenchmarkRow[]): TimedStep[] {
  return rows.filter(({ who }) => who === 'ours').flatMap(({ gflop, ms }) => ms.map((each) => ({ flops: 1e9 * gflop, ms: each })));
}

/** Operations a second of all of them together; there is at least one. */
export function flopsPerSecond(steps: TimedStep[]): number {
  const sum = (of: keyof TimedStep) => steps.reduce((total, step) => total + step[of], 0);
  return (1000 * sum('flops')) / sum('ms');
}

/** Mean time of a step over the schedule, in ms, at the speed that was measured. */
export function expectedStepMs(speed: MeasuredSpeed, config: TdganConfig, settings: TrainingConfig): number {
  return (1000 * averageStepFlops(config, settings)) / speed.flopsPerSecond;
}

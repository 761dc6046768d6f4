// What the training bar adds to the page, and the numbers that it works out: which networks learn,
// the step that one waits for, the memory in use, the pace.

import type { ParameterGroup } from '../config';
import type { MemoryReport, NonFiniteReport } from '../engine/engine';
import type { StepRecord } from '../metrics';
import type { Alarm } from './health';
import type { SlowMotion } from './slowMotion';
import { unknownSpeed, type SpeedState } from './speed';

export interface HealthState {
  alarms: Alarm[];
  /** How the last run ended, where a loss term was no number. */
  ended: NonFiniteReport | null;
}

export interface TrainingBarState {
  /** The one group that learns from the next start on; all where null. */
  only: ParameterGroup | null;
  /** The step that the time left counts down to. */
  goal: number | null;
  memory: MemoryReport | null;
  /** Images of each kind that the newest steps took in per second; null before any was timed. */
  pace: number | null;
  health: HealthState;
  slowMotion: SlowMotion | null;
  speed: SpeedState;
}

export const emptyTrainingBar: TrainingBarState = {
  only: null, goal: null, memory: null, pace: null, health: { alarms: [], ended: null }, slowMotion: null, speed: unknownSpeed,
};

/** Images of each kind that training takes in per second; null where the step was not timed. */
export function imagesPerSecond({ durationMs }: StepRecord, batchSize: number): number | null {
  return durationMs > 0 ? (1000 * batchSize) / durationMs : null;
}

/** How long until `goal` steps are done at the present pace, in ms: 0 where they are; null where the pace is unknown. */
export function timeLeftMs(goal: number, stepsDone: number, latest: StepRecord | null): number | null {
  if (goal <= stepsDone) return 0;
  return latest ? (goal - stepsDone) * latest.durationMs : null;
}

// What training will ask of the device and how long it will take, in words, with where the guess comes
// from. Surprise: one unit and two digits, because more would be made up.

import type { PresetName, TdganConfig } from '../../config';
import { presetOf } from '../../store/selectors';
import type { MeasuredSpeed } from '../../store/speed';
import { formatCount, formatPlural } from '../format';

/** How many steps a training is worth waiting for, and what they bring. */
export interface Goal {
  steps: number;
  words: string;
}

const goals: Partial<Record<PresetName, Goal>> = {
  paper: { steps: 38_000, words: 'as published' },
  compact: { steps: 500, words: 'a transfer shows' },
};

export function goalOf(config: TdganConfig): Goal {
  const preset = presetOf(config);
  return (preset && goals[preset]) ?? { steps: 1000, words: 'for a start' };
}

const units: [name: string, ms: number, from: number][] = [
  ['days', 86_400_000, 2], ['h', 3_600_000, 1.5], ['min', 60_000, 1.5], ['s', 1000, 0.1], ['ms', 1, 0],
];

export const formatTwoDigits = (value: number): string => formatCount(Number(value.toPrecision(2)));

/** "34 ms", "0.93 s", "12 min", "5.2 h", "41 days". */
export function formatRoughly(ms: number): string {
  const [name, size] = units.find(([, unit, from]) => ms >= unit * from)!;
  return `${formatTwoDigits(ms / size)} ${name}`;
}

/** Where a speed comes from, and whether it was measured in steps of the kind that is asked about. */
export function speedSource(speed: MeasuredSpeed, config: TdganConfig, batchSize: number): string {
  const timed = formatPlural(speed.steps, 'step');
  if (speed.preset === presetOf(config) && speed.batchSize === batchSize) return `Measured in ${timed} on this device.`;
  const model = speed.preset === 'own' ? 'a model of your own sizes' : speed.preset;
  return `Guessed from ${timed} of ${model} at batch ${speed.batchSize} on this device.`;
}

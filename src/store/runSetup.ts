// What a run was made with, and in one line how another run differs from it. Surprise: names are
// those of config.ts, because these lines also stand in exported files and in the console's world.

import type { TdganConfig, TrainingConfig } from '../config';
import { datasetLabel, presetOf } from './selectors';
import type { AppState } from './state';

export interface RunSetup {
  backend: string;
  /** Name of the preset whose sizes the model has, or `own`. */
  preset: string;
  /** Seed of the initial values. */
  modelSeed: number;
  /** Files whose weights the run began with; empty where it began with initial values. */
  weights: string;
  dataset: string;
  config: TdganConfig;
  training: TrainingConfig;
}

/** Null before there is a model. */
export function setupOf(state: AppState): RunSetup | null {
  const { device, config, training, modelSeed, weights } = state;
  if (!device || !config || !training || modelSeed === null) return null;
  return {
    backend: device.backend, preset: presetOf(config) ?? 'own', modelSeed,
    weights: (weights.report?.files ?? []).map(({ name }) => name).join(', '),
    dataset: datasetLabel(state), config, training,
  };
}

/** Each setting in which `setup` differs from `base`: "batchSize 8 (4), seed 2 (1)"; empty where none does. */
export function setupDifference(setup: RunSetup, base: RunSetup): string {
  const there = flatten(base);
  const different = [...flatten(setup)].filter(([name, value]) => there.get(name) !== value);
  return different.map(([name, value]) => `${name} ${value || 'none'} (${there.get(name) || 'none'})`).join(', ');
}

export const sameSetup = (one: RunSetup, other: RunSetup): boolean => setupDifference(one, other) === '';

/** Every single setting under its name; a model's sizes only where no preset names them. */
function flatten({ config, training, ...rest }: RunSetup): Map<string, string> {
  const { learningRates, ...settings } = training;
  const named: [string, unknown][] = [
    ...Object.entries(rest),
    ...(rest.preset === 'own' ? Object.entries(config) : []),
    ...Object.entries(learningRates).map(([group, value]): [string, unknown] => [`learningRates.${group}`, value]),
    ...Object.entries(settings),
  ];
  return new Map(named.map(([name, value]) => [name, String(value)]));
}

// Questions that several panels ask of the state, each answered in one place: may this be done
// now, and if not, why not; where does a number on screen come from.

import { presets, type PresetName, type TdganConfig } from '../config';
import type { BackendName } from '../engine/engine';
import { misfit } from '../memory';
import type { AppState } from './state';

export const backendLabels: Record<BackendName, string> = {
  webgpu: 'WebGPU', webgl: 'WebGL', wasm: 'WASM', cpu: 'plain CPU',
};

/** The preset whose sizes the model has, if any: the console may make any other. */
export function presetOf(config: TdganConfig): PresetName | null {
  const names = Object.keys(presets) as PresetName[];
  return names.find((name) => {
    const known = presets[name].config;
    return (Object.keys(known) as (keyof TdganConfig)[]).every((field) => known[field] === config[field]);
  }) ?? null;
}

/** Why nothing may touch the model now; null where something may. */
export function modelBlocked(state: AppState): string | null {
  if (state.failure) return 'Nothing can be computed until the page is loaded again.';
  switch (state.activity) {
    case 'starting': return 'The engine is starting.';
    case 'creating': return 'The model is being made.';
    case 'pausing': return 'The step under way is being finished.';
    case 'resetting': return 'The weights are being set back.';
    case 'loadingWeights': return 'The weights are being loaded.';
    case 'savingWeights': return 'The weights are being saved.';
    case 'benchmarking': return 'The benchmark is running.';
    case 'evaluating': return 'The transfer scores are being computed.';
    case null: return state.config ? null : 'There is no model yet.';
  }
}

/** Why training cannot start or step now; null where it can. */
export function trainingBlocked(state: AppState): string | null {
  const blocked = modelBlocked(state);
  if (blocked) return blocked;
  const { face, expression } = state.datasets;
  if (face.loading || expression.loading) return 'The training set is being read.';
  if (!face.report && !expression.report) return 'Load a face set and an expression set first.';
  if (!face.report) return 'Load a face set first.';
  if (!expression.report) return 'Load an expression set first.';
  const { config, training, device } = state;
  return config && training && device ? misfit(config, training.batchSize, device.limits) : null;
}

/** Why sets and weights cannot be replaced now; null where they can. */
export function replacingBlocked(state: AppState): string | null {
  return modelBlocked(state) ?? (isTraining(state) ? 'Pause the training first.' : null);
}

/** Why the speed cannot be measured now; null where it can. */
export function measuringBlocked(state: AppState): string | null {
  const { demo, datasets: { face, expression } } = state;
  const reading = demo.loading || face.loading || expression.loading;
  return replacingBlocked(state) ?? (reading ? 'The training set is being read.' : null);
}

export const isTraining = (state: AppState): boolean => state.status.state !== 'idle';

/** Something would be lost with the present weights. */
export const hasTrained = (state: AppState): boolean => state.status.step > 0;

/** Where the numbers come from: backend, model, seed, and the files whose weights it began with. */
export function sourceLabel({ device, config, modelSeed, training, weights }: AppState): string {
  if (!device || !config || !training) return '';
  const files = weights.report?.files.map(({ name }) => name).join(', ');
  const seeds = training.seed === modelSeed ? `seed ${modelSeed}` : `seed ${modelSeed}, training seed ${training.seed}`;
  const parts = [backendLabels[device.backend], `${presetOf(config) ?? 'own'} model`, seeds];
  return [...parts, ...(files ? [`weights of ${files}`] : [])].join(' · ');
}

/** How many images each set brings to training, in words, and whether they are all rendered. */
export function datasetLabel(state: AppState): string {
  const { face, expression } = state.datasets;
  if (!face.report || !expression.report) return 'no training set';
  const synthetic = face.report.synthetic && expression.report.synthetic ? ', synthetic' : '';
  return `${face.report.images} face and ${expression.report.images} expression images${synthetic}`;
}

// An engine and a studio that answer as told, for the tests of the store, and a page joined to them.

import { mergeSettings, presets, type TdganConfig, type TrainingConfig } from '../config';
import type { Branch, DatasetReport, DeviceReport, EngineEvent, EngineHandle, EngineListener } from '../engine/engine';
import type { ExpressionName } from '../expressions';
import { frontView, type Scene, type Studio } from '../people/studio';
import { createHistory } from './history';
import { createAppStore, joinEngine } from './joinEngine';

export const device: DeviceReport = {
  backend: 'wasm', adapter: null, limits: {}, reason: 'WASM was asked for.', fallbackReasons: [],
  selfCheck: { worstRelativeError: 0, tolerance: 1, checkedGradients: 1 },
};
export const counts = {
  faceEncoder: 1, expressionEncoder: 1, expressionClassifier: 1, decoder: 1, faceDiscriminator: 1, expressionDiscriminator: 1, total: 6,
};
export const idle = { state: 'idle', step: 0 } as const;
export const blob = new Blob(['image']);
export const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

export const report = (branch: Branch, images: number, synthetic = false): DatasetReport =>
  ({ branch, synthetic, images, classes: [{ name: 'a', images }], skipped: [] });

export const sceneOf = (identity: number, name: ExpressionName): Scene =>
  ({ identity, expression: { name, strength: 1, seed: 3 }, view: { ...frontView, yaw: identity } });

/** Draws every scene at once as a text that holds it; `changes` replaces single methods. */
export function fakeStudio(changes: Partial<Studio> = {}) {
  const drawn: Scene[] = [];
  const studio: Studio = {
    draw: async (scene) => {
      drawn.push(scene);
      return new Blob([JSON.stringify(scene)]);
    },
    describe: async () => ({ sex: 'female', age: 'young', skin: 'young_asian_female', hair: 'long01' }),
    dispose: () => undefined,
    ...changes,
  };
  return { studio, drawn };
}

/** Answers everything at once with little; `changes` replaces single methods. */
export function fakeEngine(changes: Partial<EngineHandle> = {}) {
  const listeners = new Set<EngineListener>();
  const emit = (event: EngineEvent) => listeners.forEach((listener) => listener(event));
  let config: TdganConfig = presets.tiny.config;
  let training = presets.paper.training;
  const images = (count: number) => new Float32Array(count * config.imageSize ** 2);
  const adopt = (settings: TrainingConfig) => {
    training = settings;
    emit({ kind: 'settings', training });
    return training;
  };
  const create = async (made: TdganConfig, { seed = training.seed } = {}) => {
    config = made;
    adopt({ ...training, seed });
    emit({ kind: 'model', config: { ...config }, parameters: counts, seed });
    emit({ kind: 'training', status: idle });
    return counts;
  };
  const engine: Partial<EngineHandle> = {
    device: async () => device,
    create,
    training: async () => training,
    setTraining: async (change) => adopt(mergeSettings(training, { ...change, learningRates: { ...training.learningRates, ...change.learningRates } })),
    status: async () => idle,
    memory: async () => ({ tensors: 1, tensorBytes: 4, gpuBytes: null }),
    reset: () => create(config),
    loadWeights: async () => {
      await create(config);
      return { tensors: 405, parameters: 6, files: [{ name: 'x.safetensors', tensors: 405 }] };
    },
    prepareImage: async () => images(1),
    loadDataset: async (branch) => report(branch, 2),
    addImages: async (branch, files) => report(branch, 100 + files.length),
    loadDemoSet: async () => ({ face: report('face', 100, true), expression: report('expression', 100, true) }),
    demoExamples: async () => [1, 2].map((identity) => ({ face: sceneOf(identity, 'neutral'), expression: sceneOf(identity + 10, 'anger') })),
    compareWithTruth: async () => ({ scores: { l1: 0.1, ssim: 0.2, l1Changed: 0.3, ssimChanged: 0.4, changeCosine: 0.5 }, difference: images(1) }),
    forward: async () => ({
      step: 0, image: images(1), faceFeatures: images(1), expressionFeatures: images(1), expressionLogits: new Float32Array(7),
      discriminator: { faceFeatures: images(1), faceLogits: new Float32Array(6), expressionLogits: new Float32Array(7) },
    }),
    interpolate: async ({ faceAlphas = [0], expressionAlphas = [0] }) => ({
      images: images(faceAlphas.length * expressionAlphas.length),
      rows: faceAlphas.length, columns: expressionAlphas.length, faceAlphas, expressionAlphas,
    }),
    subscribe: (listener) => { listeners.add(listener); return () => listeners.delete(listener); },
    ...changes,
  };
  return { engine: engine as EngineHandle, emit };
}

export async function startedPage(changes: Partial<EngineHandle> = {}, studioChanges: Partial<Studio> = {}) {
  const { engine, emit } = fakeEngine(changes);
  const store = createAppStore();
  const history = createHistory();
  const { studio, drawn } = fakeStudio(studioChanges);
  const actions = joinEngine({ engine, studio, store, history });
  await actions.start('tiny', 7);
  return { engine, drawn, store, history, actions, emit, state: store.getState };
}

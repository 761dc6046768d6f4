// What travels between the page and its worker: one tagged command per engine method, one reply
// each, and the engine's events. Types only, derived from the Engine interface, so that a method
// added there cannot be forgotten here.

import type { BackendName, Engine, EngineEvent, EngineMethod } from './engine';

export type Call = {
  [M in EngineMethod]: { kind: 'call'; id: number; method: M; args: Parameters<Engine[M]> };
}[EngineMethod];

export type Command = { kind: 'start'; backend?: BackendName } | Call | { kind: 'dispose' };

export type Reply =
  | { kind: 'started' }
  | { kind: 'notStarted'; message: string }
  | { kind: 'result'; id: number; value: unknown }
  | { kind: 'failed'; id: number; message: string }
  | { kind: 'event'; event: EngineEvent }
  | { kind: 'disposed' };

/** Each method's name, checked to be complete; the worker calls nothing else. */
const methods: Record<EngineMethod, true> = {
  device: true, create: true, config: true, loadWeights: true, saveWeights: true, forward: true, gradients: true,
  step: true, interpolate: true, swapMatrix: true, mixExpressions: true, varyNoise: true, drawAgain: true, memory: true, benchmark: true, cancelBenchmark: true, prepareImage: true, loadDataset: true,
  addImages: true, setImages: true, setImageFile: true, loadDemoSet: true, demoExamples: true, evaluateTransfer: true, cancelEvaluation: true, compareWithTruth: true,
  training: true, setTraining: true, train: true, pause: true, status: true, goBack: true, reset: true,
};
export const engineMethods = Object.keys(methods) as EngineMethod[];

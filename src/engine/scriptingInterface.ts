// window.tdgan: the engine's methods for the console and for tests, and a promise that resolves
// when the page has its first model. Documented in the README's table.

import type { Engine, EngineHandle, EngineListener } from './engine';
import { engineMethods } from './messages';

export interface ScriptingInterface extends Engine {
  /** Resolves when the backend has started and the first model exists; rejects where none starts. */
  ready: Promise<void>;
  subscribe(listener: EngineListener): () => void;
}

declare global {
  interface Window {
    tdgan: ScriptingInterface;
  }
}

export function createScriptingInterface(engine: EngineHandle, ready: Promise<void>): ScriptingInterface {
  const methods = Object.fromEntries(engineMethods.map((method) => [method, engine[method]])) as unknown as Engine;
  return Object.freeze({ ...methods, ready, subscribe: engine.subscribe });
}

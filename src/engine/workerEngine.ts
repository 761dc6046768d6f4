// The engine as the page sees it: the same interface, every call a message to the worker. Calls
// made before the backend has started wait for it.

import type { BackendName, Engine, EngineHandle, EngineListener } from './engine';
import { engineMethods, type Call, type Command, type Reply } from './messages';

const disposedMessage = 'This engine was disposed; create another.';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * Starts a worker with the backend asked for, else the best that works. Returns at once; calls are
 * rejected where no backend starts.
 */
export function createWorkerEngine(options: { backend?: BackendName } = {}): EngineHandle {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'tdgan-engine' });
  const listeners = new Set<EngineListener>();
  const waiting = new Map<number, Waiting>();
  let nextId = 0;
  let onDisposed = () => {};

  const started = new Promise<void>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
      switch (data.kind) {
        case 'started':
          return resolve();
        case 'notStarted':
          return reject(new Error(data.message));
        case 'result':
          take(data.id).resolve(data.value);
          return;
        case 'failed':
          take(data.id).reject(new Error(data.message));
          return;
        case 'event':
          listeners.forEach((listener) => listener(data.event));
          return;
        case 'disposed':
          return onDisposed();
        default:
          data satisfies never;
      }
    });
    // A worker that fails outside any call, or whose script does not load, answers nobody any more.
    worker.addEventListener('error', (event) => {
      const error = new Error(`The computing worker failed: ${event.message || 'its script could not be loaded'}. Reload the page.`);
      reject(error);
      waiting.forEach((call) => call.reject(error));
      waiting.clear();
    });
  });
  started.catch(() => undefined); // each call reports it
  const take = (id: number): Waiting => {
    const call = waiting.get(id)!;
    waiting.delete(id);
    return call;
  };
  const post = (command: Command) => worker.postMessage(command);
  post({ kind: 'start', backend: options.backend });

  let ending: Promise<void> | null = null;
  const end = async () => {
    await started.then(() => new Promise<void>((resolve) => {
      onDisposed = resolve;
      post({ kind: 'dispose' });
    }), () => undefined);
    worker.terminate();
    waiting.forEach((call) => call.reject(new Error(disposedMessage)));
    waiting.clear();
    listeners.clear();
  };

  const call = async (method: Call['method'], args: unknown[]): Promise<unknown> => {
    await started;
    if (ending) throw new Error(disposedMessage); // nobody would answer
    return new Promise((resolve, reject) => {
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      try {
        post({ kind: 'call', id, method, args } as Call);
      } catch (error) {
        take(id).reject(error as Error); // an argument that cannot be sent, such as a function
      }
    });
  };
  const engine = Object.fromEntries(
    engineMethods.map((method) => [method, (...args: unknown[]) => call(method, args)]),
  ) as unknown as Engine;
  return {
    ...engine,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose: () => (ending ??= end()),
  };
}

// The worker that computes: a local engine, driven by messages. Large arrays in replies are handed
// over, not copied.

/// <reference lib="webworker" />
import type { EngineHandle } from './engine';
import { createLocalEngine } from './localEngine';
import type { Call, Command, Reply } from './messages';

const scope = self as unknown as DedicatedWorkerGlobalScope;
let engine: EngineHandle | null = null;

function send(reply: Reply, transfer: Transferable[] = []): void {
  scope.postMessage(reply, transfer);
}

scope.addEventListener('message', ({ data }: MessageEvent<Command>) => void handle(data));

async function handle(command: Command): Promise<void> {
  switch (command.kind) {
    case 'start':
      try {
        engine = await createLocalEngine({ backend: command.backend });
        engine.subscribe((event) => send({ kind: 'event', event }));
        send({ kind: 'started' });
      } catch (error) {
        send({ kind: 'notStarted', message: messageOf(error) });
      }
      return;
    case 'call':
      try {
        const value = await call(command);
        send({ kind: 'result', id: command.id, value }, buffersIn(value));
      } catch (error) {
        send({ kind: 'failed', id: command.id, message: messageOf(error) });
      }
      return;
    case 'dispose':
      await engine?.dispose();
      send({ kind: 'disposed' });
      return;
    default:
      command satisfies never;
  }
}

function call({ method, args }: Call): Promise<unknown> {
  const target = engine![method] as (...args: unknown[]) => Promise<unknown>;
  return target(...args);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The buffers of a result, however deep; a result is made for its caller alone. */
function buffersIn(value: unknown): ArrayBuffer[] {
  if (value instanceof ArrayBuffer) return [value];
  if (value instanceof Float32Array) return [value.buffer as ArrayBuffer];
  if (typeof value !== 'object' || value === null) return [];
  return [...new Set(Object.values(value).flatMap(buffersIn))];
}

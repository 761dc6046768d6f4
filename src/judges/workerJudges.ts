// The judges as everyone sees them: every call a message to their worker, which starts with the first.

import { requireNumber } from '../config';
import type { Judges, Judgment } from './judges';
import type { JudgeCommand, JudgeReply } from './messages';

interface Waiting {
  resolve: (judgment: Judgment) => void;
  reject: (error: Error) => void;
  onProgress?: (done: number, total: number) => void;
}

export function createJudges(): Judges {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let nextId = 0;

  function end(reason: string): void {
    worker?.terminate();
    worker = null;
    waiting.forEach(({ reject }) => reject(new Error(reason)));
    waiting.clear();
  }

  function receive(reply: JudgeReply): void {
    const call = waiting.get(reply.id);
    switch (reply.kind) {
      case 'progress':
        call?.onProgress?.(reply.done, reply.total);
        return;
      case 'result':
        waiting.delete(reply.id);
        call?.resolve(reply.judgment);
        return;
      case 'failed':
        waiting.delete(reply.id);
        call?.reject(new Error(reply.message));
        return;
      default:
        reply satisfies never;
    }
  }

  function start(): Worker {
    const made = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'tdgan-judges' });
    made.addEventListener('message', ({ data }: MessageEvent<JudgeReply>) => receive(data));
    made.addEventListener('error', (event) =>
      end(`The judges' worker failed: ${event.message || 'its script could not be loaded'}. Try again, or reload the page.`));
    return made;
  }

  return {
    async judge(images, size, onProgress) {
      requireNumber(size, 'size', { range: [16, 512], whole: true });
      if (images.length === 0 || images.length % (size * size) !== 0) {
        throw new Error(`images has ${images.length} values; each image has ${size}x${size} = ${size * size}.`);
      }
      const bad = images.findIndex((value) => !(value >= 0 && value <= 1));
      if (bad >= 0) throw new Error(`images must lie in [0, 1]; value ${bad} is ${images[bad]}.`);
      worker ??= start();
      const id = nextId++;
      worker.postMessage({ id, images, size } satisfies JudgeCommand);
      return new Promise((resolve, reject) => waiting.set(id, { resolve, reject, onProgress }));
    },
    dispose: () => end('The judges were closed.'),
  };
}

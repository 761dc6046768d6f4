// The judges as everyone sees them: every call a message to their worker, which starts with the first.

import { requireNumber } from '../config';
import { createWorkerCalls, type WorkerCalls } from '../workerCalls';
import type { Judges, Judgment } from './judges';
import type { JudgeCommand, JudgeReply } from './messages';

export function createJudges(): Judges {
  const listeners = new Map<number, (done: number, total: number) => void>();

  function listen(reply: JudgeReply, { answer, refuse }: WorkerCalls<Judgment>): void {
    switch (reply.kind) {
      case 'progress':
        listeners.get(reply.id)?.(reply.done, reply.total);
        return;
      case 'result':
        answer(reply.id, reply.judgment);
        return;
      case 'failed':
        refuse(reply.id, reply.message);
        return;
      default:
        reply satisfies never;
    }
  }

  const calls = createWorkerCalls<Judgment, JudgeReply>({
    make: () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'tdgan-judges' }),
    listen, failed: 'The judges\' worker failed',
  });

  return {
    async judge(images, size, onProgress) {
      requireNumber(size, 'size', { range: [16, 512], whole: true });
      if (images.length === 0 || images.length % (size * size) !== 0) {
        throw new Error(`images has ${images.length} values; each image has ${size}x${size} = ${size * size}.`);
      }
      const bad = images.findIndex((value) => !(value >= 0 && value <= 1));
      if (bad >= 0) throw new Error(`images must lie in [0, 1]; value ${bad} is ${images[bad]}.`);
      let own = -1;
      const judged = calls.send((id) => {
        own = id;
        if (onProgress) listeners.set(id, onProgress);
        return { id, images, size } satisfies JudgeCommand;
      });
      return judged.finally(() => listeners.delete(own));
    },
    dispose: () => calls.end('The judges were closed.'),
  };
}

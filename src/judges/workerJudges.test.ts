// The judges' client with a worker that the test plays: what it refuses before anything is sent, and
// what becomes of failed calls and of a worker that breaks.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Judges } from './judges';
import type { JudgeCommand, JudgeReply } from './messages';
import { createJudges } from './workerJudges';

class FakeWorker extends EventTarget {
  sent: JudgeCommand[] = [];
  ended = false;
  constructor() {
    super();
    started.push(this);
  }
  postMessage(command: JudgeCommand): void {
    this.sent.push(command);
  }
  terminate(): void {
    this.ended = true;
  }
  reply(data: JudgeReply): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

let started: FakeWorker[];
let judges: Judges;

beforeEach(() => {
  started = [];
  vi.stubGlobal('Worker', FakeWorker);
  judges = createJudges();
  return () => vi.unstubAllGlobals();
});

const image = new Float32Array(256).fill(0.5);
const judgment = (mark: number) => ({ expressions: new Float32Array(7).fill(mark), descriptors: new Float32Array(128).fill(mark) });

describe('judges', () => {
  it('start no worker for what they refuse', async () => {
    await expect(judges.judge(new Float32Array(0), 16)).rejects.toThrow('images has 0 values');
    await expect(judges.judge(new Float32Array(300), 16)).rejects.toThrow('images has 300 values; each image has 16x16 = 256');
    await expect(judges.judge(image, 15)).rejects.toThrow('size');
    await expect(judges.judge(image, 16.5)).rejects.toThrow('size');
    await expect(judges.judge(image, 513)).rejects.toThrow('size');
    for (const value of [NaN, -0.1, 1.1, Infinity]) {
      await expect(judges.judge(image.with(3, value), 16)).rejects.toThrow(`images must lie in [0, 1]; value 3 is ${new Float32Array([value])[0]}.`);
    }
    expect(started).toEqual([]);
  });

  it('give each call its own answer, whatever the order of the replies', async () => {
    const first = judges.judge(image, 16);
    const second = judges.judge(image, 16);
    expect(started).toHaveLength(1);
    const [a, b] = started[0]!.sent.map(({ id }) => id);
    started[0]!.reply({ kind: 'result', id: b!, judgment: judgment(2) });
    started[0]!.reply({ kind: 'result', id: a!, judgment: judgment(1) });
    expect(await first).toEqual(judgment(1));
    expect(await second).toEqual(judgment(2));
  });

  it('reject the call that failed, and no other', async () => {
    const bad = judges.judge(image, 16);
    const good = judges.judge(image, 16);
    const [a, b] = started[0]!.sent.map(({ id }) => id);
    started[0]!.reply({ kind: 'failed', id: a!, message: 'weights could not be read' });
    started[0]!.reply({ kind: 'result', id: b!, judgment: judgment(2) });
    await expect(bad).rejects.toThrow('weights could not be read');
    expect(await good).toEqual(judgment(2));
  });

  it('reject all that wait when the worker breaks, and ask a new one next', async () => {
    const waiting = [judges.judge(image, 16), judges.judge(image, 16)];
    started[0]!.dispatchEvent(new Event('error'));
    for (const call of waiting) await expect(call).rejects.toThrow('its script could not be loaded. Try again, or reload the page.');
    expect(started[0]!.ended).toBe(true);
    const next = judges.judge(image, 16);
    expect(started).toHaveLength(2);
    started[1]!.reply({ kind: 'result', id: started[1]!.sent[0]!.id, judgment: judgment(3) });
    expect(await next).toEqual(judgment(3));
  });
});

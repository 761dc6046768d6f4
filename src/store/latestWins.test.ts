// At most one run under way, the last request always served, and rest between sparing requests.

import { describe, expect, it } from 'vitest';
import { createLatestWins } from './latestWins';

/** A run that ends when told to, and counts its beginnings. */
function controlledRun() {
  const ends: (() => void)[] = [];
  return {
    begun: () => ends.length,
    run: () => new Promise<void>((resolve) => ends.push(resolve)),
    async end() {
      ends.at(-1)!();
      await new Promise((resolve) => setTimeout(resolve));
    },
  };
}

describe('createLatestWins', () => {
  it('serves any number of requests during a run with one more run', async () => {
    const work = controlledRun();
    const latest = createLatestWins(work.run);
    for (let count = 0; count < 5; count += 1) latest.request();
    expect(work.begun()).toBe(1);
    await work.end();
    expect(work.begun()).toBe(2);
    await work.end();
    expect(work.begun()).toBe(2);
    latest.request();
    expect(work.begun()).toBe(3);
  });

  it('ignores a sparing request during a run and until a second after it began', async () => {
    let time = 0;
    const work = controlledRun();
    const latest = createLatestWins(work.run, () => time);
    latest.requestSparingly();
    latest.requestSparingly();
    time = 10;
    await work.end();
    expect(work.begun()).toBe(1);
    time = 999;
    latest.requestSparingly();
    expect(work.begun()).toBe(1);
    time = 1000;
    latest.requestSparingly();
    expect(work.begun()).toBe(2);
  });
});

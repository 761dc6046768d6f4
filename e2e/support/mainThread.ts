// How long every task of the page's main thread took, from the browser's own trace: all of them,
// not only those that a PerformanceObserver calls long.

import type { Page } from 'playwright/test';

interface TraceEvent {
  name: string;
  cat: string;
  ph: string;
  pid: number;
  tid: number;
  /** In microseconds. */
  dur?: number;
}

const mark = 'tdgan-main-thread';

/** Durations in ms of all tasks that ended during `work`; not of one in which `work` itself is answered. */
export async function mainThreadTasks(page: Page, work: () => Promise<unknown>): Promise<number[]> {
  const session = await page.context().browser()!.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline', 'devtools.timeline', 'blink.user_timing'] },
  });
  await page.evaluate((name) => performance.mark(name), mark);
  await work();
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  const own = events.find(({ name, cat }) => name === mark && cat.includes('user_timing'));
  if (!own) throw new Error('The trace does not show which thread is the page\'s.');
  return events
    .filter(({ name, ph, pid, tid }) => name === 'RunTask' && ph === 'X' && pid === own.pid && tid === own.tid)
    .map(({ dur = 0 }) => dur / 1000);
}

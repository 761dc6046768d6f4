// Playwright's `test` for every spec: import { test, expect } from './support/test'. It fails a
// test in which anything went wrong unseen: an uncaught error or unhandled rejection, a
// console.error (through which the app also reports WebGPU's uncaptured errors), or a request
// that leaves this machine. In pages and workers alike.

import { expect, test as base, type BrowserContext } from 'playwright/test';
import { writeSamples, type Samples } from './samples';

export { expect };

interface Watch {
  /** What a test provokes on purpose: test.use({ expectedProblems: /not an image|too large/ }). */
  expectedProblems: RegExp | null;
  problems: string[];
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

function isLocal(address: string): boolean {
  const url = new URL(address);
  if (['blob:', 'data:', 'about:'].includes(url.protocol)) return true;
  return loopback.has(url.hostname);
}

function watch(context: BrowserContext, problems: string[]): void {
  context.on('weberror', (event) => problems.push(`uncaught: ${event.error().stack ?? event.error().message}`));
  context.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console.error: ${message.text()} (${message.location().url})`);
  });
  context.on('request', (request) => {
    if (!isLocal(request.url())) problems.push(`request leaves this machine: ${request.url()}`);
  });
  context.on('page', (page) => {
    page.on('crash', () => problems.push('the page crashed'));
    page.on('websocket', (socket) => {
      if (!isLocal(socket.url())) problems.push(`socket leaves this machine: ${socket.url()}`);
    });
  });
}

export const test = base.extend<Watch, { samples: Samples }>({
  samples: [
    async ({}, use) => {
      const { samples, remove } = writeSamples();
      await use(samples);
      remove();
    },
    { scope: 'worker' },
  ],
  expectedProblems: [null, { option: true }],
  problems: [
    async ({ context, expectedProblems }, use) => {
      const problems: string[] = [];
      watch(context, problems);
      await use(problems);
      const unexpected = problems.filter((problem) => expectedProblems === null || !expectedProblems.test(problem));
      expect(unexpected, 'problems that the page reported').toEqual([]);
    },
    { auto: true },
  ],
});

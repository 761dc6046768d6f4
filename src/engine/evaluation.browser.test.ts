// What surrounds an evaluation on the engine itself: nothing is read for it without a model, and the
// engine's end is its end.

import { afterEach, expect, it, vi } from 'vitest';
import { smallestConfig } from '../../e2e/support/smallest';
import { watch } from '../../e2e/support/trainingContract';
import { createLocalEngine } from './localEngine';

afterEach(() => vi.restoreAllMocks());

it('without a model nothing of the demo set is read', async () => {
  const engine = await createLocalEngine({ backend: 'wasm' });
  const fetched = vi.spyOn(globalThis, 'fetch');
  await expect(engine.loadDemoSet()).rejects.toThrow('There is no model yet. Create one first.');
  await expect(engine.evaluateTransfer()).rejects.toThrow('There is no model yet. Create one first.');
  expect(fetched).not.toHaveBeenCalled();
  await engine.demoExamples();
  expect(fetched.mock.calls.map(([url]) => new URL(url as string).pathname)).toEqual(['/demo/index.json']);
  await engine.dispose();
});

it('an engine that is disposed ends its evaluation', async () => {
  const engine = await createLocalEngine({ backend: 'wasm' });
  await engine.create(smallestConfig, { seed: 1 });
  const seen = watch(engine);
  const ended = expect(engine.evaluateTransfer({ pairs: 200, judges: false })).rejects.toThrow('The evaluation was canceled.');
  await seen.until((events) => events.some((event) => event.kind === 'progress' && event.task === 'Drawing truth pairs'));
  await engine.dispose();
  await ended;
});

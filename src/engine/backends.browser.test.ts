// Errors that come long after their command reach the console, and a test hears them there, from the
// page and from a worker alike: what is provoked here would otherwise fail the test.

import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import { ended, loadSets, watch } from '../../e2e/support/trainingContract';
import { smallestConfig } from '../../e2e/support/smallest';
import { startBackend } from './backends';
import { createLocalEngine } from './localEngine';

it('an uncaptured error of the device reaches the console and the engine', async () => {
  const failures: string[] = [];
  await startBackend('webgpu', { lost: () => undefined, failed: (message) => failures.push(message) });
  const { device } = tf.backend() as unknown as { device: GPUDevice };
  device.createBuffer({ size: 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE });
  await device.queue.onSubmittedWorkDone();
  const errors = await commands.takeConsoleErrors();
  expect(errors.some((text) => text.startsWith('WebGPU error: ') && text.includes('MapRead')), errors.join('\n')).toBe(true);
  expect(failures).toHaveLength(1);
  expect(failures[0]).toContain('MapRead');
});

it('a command that the GPU refuses stops a run and is said; another run can begin', async () => {
  const engine = await createLocalEngine({ backend: 'webgpu' });
  await engine.create(smallestConfig, { seed: 1 });
  await engine.setTraining({ batchSize: 2 });
  await loadSets(engine);
  const seen = watch(engine);
  await engine.train();
  await seen.until((events) => events.some(({ kind }) => kind === 'steps'));
  const { device } = tf.backend() as unknown as { device: GPUDevice };
  device.createBuffer({ size: 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE });
  await seen.until(ended);
  expect(seen.events.filter(({ kind }) => kind === 'gpuFailed')).toHaveLength(1);
  await commands.takeConsoleErrors();
  const { step } = await engine.status();
  await engine.train({ steps: 1 });
  await seen.until((events) => events.some((event) => event.kind === 'steps' && event.records.some((record) => record.step === step)));
  await engine.dispose();
});

it('an error on a worker\'s console is seen from here', async () => {
  const url = URL.createObjectURL(new Blob(['console.error("planted in a worker"); postMessage(null);'], { type: 'text/javascript' }));
  const worker = new Worker(url);
  await new Promise((resolve) => { worker.onmessage = resolve; });
  worker.terminate();
  URL.revokeObjectURL(url);
  expect(await commands.takeConsoleErrors()).toEqual(['planted in a worker']);
});

// Errors that come long after their command reach the console, and a test hears them there, from the
// page and from a worker alike: what is provoked here would otherwise fail the test.

import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import { startBackend } from './backends';

it('an uncaptured error of the device reaches the console', async () => {
  await startBackend('webgpu', { lost: () => undefined });
  const { device } = tf.backend() as unknown as { device: GPUDevice };
  device.createBuffer({ size: 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE });
  await device.queue.onSubmittedWorkDone();
  const errors = await commands.takeConsoleErrors();
  expect(errors.some((text) => text.startsWith('WebGPU error: ') && text.includes('MapRead')), errors.join('\n')).toBe(true);
});

it('an error on a worker\'s console is seen from here', async () => {
  const url = URL.createObjectURL(new Blob(['console.error("planted in a worker"); postMessage(null);'], { type: 'text/javascript' }));
  const worker = new Worker(url);
  await new Promise((resolve) => { worker.onmessage = resolve; });
  worker.terminate();
  URL.revokeObjectURL(url);
  expect(await commands.takeConsoleErrors()).toEqual(['planted in a worker']);
});

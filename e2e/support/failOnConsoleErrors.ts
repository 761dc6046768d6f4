// Runs before each of Vitest's browser test files: an error on the console, of the page or of a
// worker, fails the test during which it came, or the file where it came after its last test. So does
// an uncaptured error of WebGPU: the engine writes its own there, and every other device gets a listener.

import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { commands } from 'vitest/browser';

function listenToDevices(): void {
  // Called with its adapter below.
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const requestDevice = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, descriptor) {
    const device = await requestDevice.call(this, descriptor);
    device.addEventListener('uncapturederror', ({ error }) => console.error(`uncaptured WebGPU error: ${error.message}`));
    return device;
  };
}

async function expectNoErrors(): Promise<void> {
  expect(await commands.takeConsoleErrors(), 'errors on the console').toEqual([]);
}

listenToDevices();
beforeAll(() => commands.watchConsole());
afterEach(expectNoErrors);
afterAll(expectNoErrors);

// TDGAN's numbers in Chromium, through the worker: everything at the tiny size on WebGPU, and the
// paper's full size as far as a software adapter gets in reasonable time.

import { afterAll, beforeAll, describe } from 'vitest';
import { goldenForward, goldenGradients, goldenSteps } from '../../e2e/support/goldenSuite';
import type { BackendName, EngineHandle } from './engine';
import { createWorkerEngine } from './workerEngine';

function onBackend(backend: BackendName, suites: (engine: () => EngineHandle) => void): void {
  describe(`golden numbers on ${backend}`, () => {
    let engine: EngineHandle;
    beforeAll(async () => {
      engine = createWorkerEngine({ backend });
      await engine.device();
    });
    afterAll(() => engine.dispose());
    suites(() => engine);
  });
}

onBackend('wasm', (engine) => {
  for (const name of ['tiny', 'paper'] as const) {
    goldenForward({ name, backend: 'wasm', engine });
    goldenGradients({ name, backend: 'wasm', engine });
    goldenSteps({ name, backend: 'wasm', engine });
  }
});

onBackend('webgpu', (engine) => {
  goldenForward({ name: 'tiny', backend: 'webgpu', engine });
  goldenGradients({ name: 'tiny', backend: 'webgpu', engine });
  goldenSteps({ name: 'tiny', backend: 'webgpu', engine });
  goldenForward({ name: 'paper', backend: 'webgpu', engine });
});

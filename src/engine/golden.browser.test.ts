// TDGAN's numbers in Chromium, through the worker: everything, at the tiny and at the paper's size.

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

for (const backend of ['wasm', 'webgpu'] as const) {
  onBackend(backend, (engine) => {
    for (const name of ['tiny', 'paper'] as const) {
      goldenForward({ name, backend, engine });
      goldenGradients({ name, backend, engine });
      goldenSteps({ name, backend, engine });
    }
  });
}

// TDGAN's numbers on tfjs's plain CPU backend, at the tiny size.

import { afterAll, beforeAll, describe } from 'vitest';
import { goldenForward, goldenGradients, goldenSteps, type GoldenSuite } from '../../e2e/support/goldenSuite';
import type { EngineHandle } from './engine';
import { createLocalEngine } from './localEngine';

describe('golden numbers', () => {
  let engine: EngineHandle;
  beforeAll(async () => {
    engine = await createLocalEngine({ backend: 'cpu' });
  });
  afterAll(() => engine.dispose());
  const suite: GoldenSuite = { name: 'tiny', backend: 'cpu', engine: () => engine };
  goldenForward(suite);
  goldenGradients(suite);
  goldenSteps(suite);
});

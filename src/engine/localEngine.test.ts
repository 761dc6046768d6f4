// The engine's contract on the engine that does the work, in Node on tfjs's plain CPU.

import { engineContract } from '../../e2e/support/engineContract';
import { createLocalEngine } from './localEngine';

engineContract('the local engine', () => createLocalEngine({ backend: 'cpu' }), {
  backend: 'cpu', noImages: 'Node cannot decode images; trainer.test.ts trains on sets made of numbers',
});

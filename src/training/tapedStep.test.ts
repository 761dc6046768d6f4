// The training step without the tape against the taped one on tfjs's plain CPU.

import * as tf from '@tensorflow/tfjs';
import { registerComposedFilterGradient, registerComposedInputGradient } from '../kernels/convGradients';
import { explicitStepSuite } from './tapedStep.suite';

explicitStepSuite('cpu', async () => {
  await tf.setBackend('cpu');
  registerComposedFilterGradient('cpu');
  registerComposedInputGradient('cpu');
});

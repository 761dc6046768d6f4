// The training step without the tape, on this project's WebGPU kernels, against the taped one.

import { startingWith } from '../../e2e/support/webgpuKernels';
import { explicitStepSuite } from './tapedStep.suite';

explicitStepSuite('webgpu', startingWith('TdAdam', 'TdNormReluForward', 'TdFilterGradientInto', 'TdCrossEntropy', 'TdDropout'));

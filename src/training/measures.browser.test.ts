// Measures on this project's WebGPU kernels.

import { startingWith } from '../../e2e/support/webgpuKernels';
import { measuresSuite } from './measures.suite';

measuresSuite('webgpu', startingWith('TdAdam', 'TdGradientNorm', 'TdDifference', 'TdCrossEntropy', 'TdDropout'));

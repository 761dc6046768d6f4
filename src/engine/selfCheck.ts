// The start-up check of a backend: gradients of a miniature TDGAN, made of the model's own layers
// and losses, against PyTorch's in float64 (e2e/golden/makeSelfCheck.py writes them). WebGPU
// drivers and tfjs backends have computed wrong gradients before, and said nothing.

import * as tf from '@tensorflow/tfjs';
import { maxPool } from '../kernels/maxPool';
import { drawImage, upsample } from '../model/decoder';
import { classify, type DenseHead } from '../model/denseHead';
import { createInceptionResidual, inceptionResidual } from '../model/encoder';
import {
  convBias, convNormRelu, createConvBias, createConvNormRelu, createDense, variablesOf,
  type Initializer, type Kernel4D,
} from '../model/layers';
import { classificationLoss, dualImageConsistencyLoss, perceptualLoss } from '../training/losses';
import type { DeviceReport } from './engine';
import numbers from './selfCheckNumbers.json';

/** Relative to each gradient's norm. WASM and WebGPU were seen at 1e-5; a wrong kernel is off by percents. */
const tolerance = 1e-4;

/** Parameter k holds 0.4 sin(1 + 0.7 i + 13 k), plus 1 where it is a gain. */
function sineInitializer(): Initializer {
  let made = 0;
  const variable = (shape: number[], base: number) => {
    const k = made++;
    const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => base + 0.4 * sine(i, k));
    return tf.tidy(() => tf.variable(tf.tensor(values, shape)));
  };
  return {
    uniform: (shape) => variable(shape, 0),
    normal: (shape) => variable(shape, 0),
    constant: variable,
  };
}

const sine = (i: number, k: number) => Math.sin(1 + 0.7 * i + 13 * k);

function createMiniature() {
  const init = sineInitializer();
  return {
    conv1: createConvNormRelu(init, { size: 5, inputs: 1, outputs: 4 }),
    block: createInceptionResidual(init, 4, 2),
    residual: createConvBias(init, { size: 3, inputs: 4, outputs: 4 }),
    up: init.normal([4, 4, 3, 4], 1) as Kernel4D,
    image: init.normal([3, 3, 1, 3], 1) as Kernel4D,
    head: { fc1: createDense(init, 64, 6), fc2: createDense(init, 6, 6), fc3: createDense(init, 6, 3) } satisfies DenseHead,
  };
}

function miniatureLoss(m: ReturnType<typeof createMiniature>): tf.Scalar {
  const x = tf.tensor4d(Float32Array.from({ length: 128 }, (_, i) => 0.5 + 0.5 * sine(i, 100)), [2, 8, 8, 1]);
  const block = inceptionResidual(m.block, maxPool(convNormRelu(m.conv1, x)));
  const features: tf.Tensor4D = block.add(convBias(m.residual, block).relu());
  const again = drawImage(m.image, upsample(m.up, features));
  const classification = classificationLoss(classify(m.head, features), tf.tensor1d([2, 0], 'int32'));
  return classification
    .add(dualImageConsistencyLoss(again, x).mul(5))
    .add(perceptualLoss(features, tf.onesLike(features)))
    .asScalar();
}

/**
 * Checks the backend in use.
 * @throws Error naming the worst gradient where one is off by more than the tolerance
 */
export async function selfCheck(): Promise<DeviceReport['selfCheck']> {
  const miniature = createMiniature();
  const variables = variablesOf(miniature);
  try {
    const { grads } = tf.tidy(() => tf.variableGrads(() => miniatureLoss(miniature), variables));
    const gradients = variables.map((variable) => grads[variable.name]!);
    const arrays = await Promise.all(gradients.map((gradient) => gradient.data()));
    tf.dispose(gradients);
    let worst = { error: 0, parameter: 0 };
    numbers.gradients.forEach(({ norm, dot }, parameter) => {
      const values = arrays[parameter]!;
      let squares = 0;
      let product = 0;
      values.forEach((value, i) => {
        squares += value * value;
        product += value * Math.sin(0.3 + 1.1 * i);
      });
      const error = Math.max(Math.abs(Math.sqrt(squares) - norm), Math.abs(product - dot)) / norm;
      if (!(error <= worst.error)) worst = { error, parameter };
    });
    if (!(worst.error <= tolerance)) {
      const { shape } = numbers.gradients[worst.parameter]!;
      throw new Error(`it computes wrong gradients (parameter ${worst.parameter}, shape [${shape.join(', ')}], is off by ${worst.error.toExponential(1)} of its norm)`);
    }
    return { worstRelativeError: worst.error, tolerance, checkedGradients: variables.length };
  } finally {
    tf.dispose(variables);
  }
}

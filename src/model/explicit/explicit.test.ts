// Each block's forward and backward against the tape over the model's own functions: output, the
// input's gradient, every weight's gradient; without some of them where nobody asks; and not one
// tensor left over.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../../../e2e/support/expectClose';
import { smallestConfig } from '../../../e2e/support/smallest';
import type { TdganConfig } from '../../config';
import { registerComposedFilterGradient, registerComposedInputGradient } from '../../kernels/convGradients';
import { dropout } from '../../kernels/dropout';
import { uniforms } from '../../random';
import { createDecoder, decode, upsample } from '../decoder';
import { classify, createDenseHead, type Dropout } from '../denseHead';
import { createEncoder, createInceptionResidual, encode, inceptionResidual } from '../encoder';
import { convBias, convNormRelu, createConvBias, createConvNormRelu, createInitializer, variablesOf } from '../layers';
import { decoderBackward, decoderForward, residualBackward, residualForward, upsampleBackward, upsampleForward } from './decoder';
import { denseHeadBackward, denseHeadForward } from './denseHead';
import { encoderBackward, encoderForward, inceptionBackward, inceptionForward } from './encoder';
import { GradientSums } from './gradientSums';
import { convNormReluBackward, convNormReluForward, type Upstream } from './layers';

const init = createInitializer(7);
/** In [-1, 1) */
const random = <T extends tf.Tensor>(shape: number[], stream: number): T =>
  tf.tensor(uniforms({ seed: 6, step: 0, stream }, tf.util.sizeFromShape(shape)).map((u) => 2 * u - 1), shape) as T;

/** Moves gains off 1 and offsets and biases off 0, where a wrong gradient could hide. */
function stirred<T extends object>(record: T): T {
  variablesOf(record).forEach((variable, i) => {
    if (variable.rank === 1) variable.assign(tf.tidy(() => variable.add(random(variable.shape, 100 + i).mul(0.3))));
  });
  return record;
}

interface Block {
  record: object;
  inputs: tf.Tensor4D[];
  /** The same on the tape. */
  taped: (inputs: tf.Tensor4D[]) => tf.Tensor;
  /** Runs both ways, `dOutputOf` giving the gradient of the output; the inputs' gradients where wanted. */
  explicit: (dOutputOf: (output: tf.Tensor) => tf.Tensor, sums: GradientSums | null, wantInput: boolean) => (tf.Tensor | null)[];
}

/** Of one block, and of a network, where some twenty norms amplify the rounding of sums in another order. */
const bounds = { block: 5e-6, network: 1e-5 };

async function expectLikeTape(block: Block, bound = bounds.block): Promise<void> {
  const { record, inputs } = block;
  const variables = variablesOf(record);
  const weightsOf = (output: tf.Tensor) => random(output.shape, 50);
  const truth = tf.tidy(() => {
    const value = block.taped(inputs);
    const loss = (...args: tf.Tensor[]) => block.taped(args as tf.Tensor4D[]).mul(weightsOf(value)).sum();
    const { grads } = tf.variableGrads(() => loss(...inputs).asScalar(), variables);
    return { value, inputs: tf.grads(loss)(inputs), weights: variables.map((variable) => grads[variable.name]!) };
  });
  const before = tf.memory().numTensors;
  let output: tf.Tensor | null = null;
  const dOutputOf = (found: tf.Tensor) => {
    output = found.clone();
    return weightsOf(found);
  };
  const sums = new GradientSums();
  const found = block.explicit(dOutputOf, sums, true);
  const gradients = sums.take(variables);
  expect(tf.memory().numTensors, 'tensors left').toBe(before + inputs.length + variables.length + 1);
  expectClose(await output!.data(), await truth.value.data(), bound);
  for (const [i, gradient] of found.entries()) expectClose(await gradient!.data(), await truth.inputs[i]!.data(), bound);
  for (const [i, gradient] of gradients.entries()) expectClose(await gradient.data(), await truth.weights[i]!.data(), bound);
  tf.dispose([output!, found as tf.Tensor[], gradients]);

  const withoutWeights = block.explicit(weightsOf, null, true);
  for (const [i, gradient] of withoutWeights.entries()) expectClose(await gradient!.data(), await truth.inputs[i]!.data(), bound);
  tf.dispose(withoutWeights as tf.Tensor[]);
  const weightsAlone = new GradientSums();
  tf.dispose(block.explicit(weightsOf, weightsAlone, false).filter((gradient) => gradient !== null));
  for (const [i, gradient] of weightsAlone.take(variables).entries()) {
    expectClose(await gradient.data(), await truth.weights[i]!.data(), bound);
    gradient.dispose();
  }
  expect(tf.memory().numTensors, 'tensors left').toBe(before);
  tf.dispose([truth, inputs]);
}

const upstreamOf = <T extends tf.Tensor>(dOutput: tf.Tensor, sums: GradientSums | null, wantInput: boolean): Upstream<T> =>
  ({ dOutput: dOutput as T, sums, wantInput });

const gray = smallestConfig;
const color: TdganConfig = { ...smallestConfig, imageChannels: 3 };

describe('blocks without the tape', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
    registerComposedFilterGradient('cpu');
    registerComposedInputGradient('cpu');
  });

  for (const [channels, size, batch] of [[1, 5, 1], [3, 3, 3], [2, 1, 2]] as const) {
    it(`convolution ${size}x${size}, norm, ReLU from ${channels} channels, batch ${batch}`, async () => {
      const layer = stirred(createConvNormRelu(init, { size, inputs: channels, outputs: 3 }));
      const x = random<tf.Tensor4D>([batch, 7, 5, channels], 1);
      await expectLikeTape({
        record: layer, inputs: [x], taped: ([input]) => convNormRelu(layer, input!),
        explicit: (dOutputOf, sums, wantInput) => {
          const { output, trace } = convNormReluForward(layer, x);
          return [convNormReluBackward(layer, trace, upstreamOf(dOutputOf(output), sums, wantInput))];
        },
      });
    });
  }

  it('inception-residual block', async () => {
    const block = stirred(createInceptionResidual(init, 5, 2));
    const x = random<tf.Tensor4D>([3, 5, 6, 5], 1);
    await expectLikeTape({
      record: block, inputs: [x], taped: ([input]) => inceptionResidual(block, input!),
      explicit: (dOutputOf, sums) => {
        const { output, trace } = inceptionForward(block, x);
        return [inceptionBackward(block, trace, { dOutput: dOutputOf(output) as tf.Tensor4D, sums })];
      },
    });
  });

  it('residual block of the embedding module', async () => {
    const layer = stirred(createConvBias(init, { size: 3, inputs: 4, outputs: 4 }));
    const x = random<tf.Tensor4D>([3, 2, 3, 4], 1);
    await expectLikeTape({
      record: layer, inputs: [x], taped: ([input]) => input!.add(convBias(layer, input!).relu()),
      explicit: (dOutputOf, sums) => {
        const { output, trace } = residualForward(layer, x);
        return [residualBackward(layer, trace, { dOutput: dOutputOf(output) as tf.Tensor4D, sums })];
      },
    });
  });

  it('doubling of the decoder', async () => {
    const kernel = init.normal([4, 4, 3, 5], 0.2) as tf.Variable<tf.Rank.R4>;
    const x = random<tf.Tensor4D>([3, 3, 3, 5], 1);
    await expectLikeTape({
      record: { kernel }, inputs: [x], taped: ([input]) => upsample(kernel, input!),
      explicit: (dOutputOf, sums) => {
        const { output, trace } = upsampleForward(kernel, x);
        return [upsampleBackward(kernel, trace, { dOutput: dOutputOf(output) as tf.Tensor4D, sums })];
      },
    });
  });

  for (const [name, config] of [['gray', gray], ['color', color]] as const) {
    it(`encoder of ${name} images, batch 3`, async () => {
      const encoder = stirred(createEncoder(config, init));
      const x = random<tf.Tensor4D>([3, 32, 32, config.imageChannels], 1);
      await expectLikeTape({
        record: encoder, inputs: [x], taped: ([input]) => encode(encoder, input!),
        explicit: (dOutputOf, sums, wantInput) => {
          const { output, trace } = encoderForward(encoder, x);
          return [encoderBackward(encoder, trace, upstreamOf(dOutputOf(output), sums, wantInput))];
        },
      }, bounds.network);
    });

    it(`two decodes of ${name} images in one, of one sample and of two`, async () => {
      const decoder = stirred(createDecoder(config, init));
      const features = (count: number, stream: number): tf.Tensor4D => random<tf.Tensor4D>([count, 2, 2, 8], stream).relu();
      const noises = [1, 2].map((count) => random<tf.Tensor4D>([count, 2, 2, config.noiseChannels], count));
      const inputs = [features(1, 3), features(1, 4), features(2, 5), features(2, 6)];
      const decodes = (found: tf.Tensor4D[]) => noises.map((noise, i) =>
        ({ expressionFeatures: found[2 * i]!, faceFeatures: found[2 * i + 1]!, noise }));
      await expectLikeTape({
        record: decoder, inputs,
        taped: (found) => tf.concat(decodes(found).map((input) => decode(decoder, input)), 0),
        explicit: (dOutputOf, sums) => {
          const { output, trace } = decoderForward(decoder, decodes(inputs));
          return decoderBackward(decoder, trace, { dOutput: dOutputOf(output) as tf.Tensor4D, sums })
            .flatMap(({ dExpression, dFace }) => [dExpression, dFace]);
        },
      });
    });
  }

  for (const rate of [0, 0.3]) {
    it(`dense head with dropout ${rate}, batch 3`, async () => {
      const head = stirred(createDenseHead(gray, 5, createInitializer(8)));
      for (const { kernel } of Object.values(head) as { kernel: tf.Variable }[]) kernel.assign(tf.tidy(() => kernel.mul(20)));
      const x: tf.Tensor4D = random<tf.Tensor4D>([3, 1, 1, 8], 1).relu();
      const drop: Dropout = (input, layer) => dropout(input, { rate, seed: 1, step: 2, stream: layer });
      await expectLikeTape({
        record: head, inputs: [x], taped: ([input]) => classify(head, input!, drop),
        explicit: (dOutputOf, sums, wantInput) => {
          const { output, trace } = denseHeadForward(head, x, drop);
          return [denseHeadBackward(head, trace, upstreamOf(dOutputOf(output), sums, wantInput))];
        },
      });
    });
  }
});

describe('GradientSums', () => {
  it('adds parts, hands them out in order, and names what is missing or foreign', async () => {
    const [first, second] = [tf.variable(tf.zeros([2])), tf.variable(tf.zeros([3]))];
    const sums = new GradientSums();
    sums.add(second, tf.tensor1d([1, 2, 3]));
    sums.add(first, tf.tensor1d([5, 6]));
    sums.add(second, tf.tensor1d([10, 20, 30]));
    const taken = sums.take([first, second]);
    expect(await Promise.all(taken.map(async (gradient) => [...await gradient.data()]))).toEqual([[5, 6], [11, 22, 33]]);
    expect(() => sums.take([first])).toThrow('No gradient for the variable');
    sums.add(first, tf.tensor1d([1, 1]));
    expect(() => sums.take([])).toThrow('not in the group');
  });
});

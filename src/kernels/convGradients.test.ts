// The composed convolution gradients on the CPU against tfjs's own kernels there, which are plain
// loops. Surprise: registering replaces those, so what they compute is kept from before.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../../e2e/support/expectClose';
import { registerComposedFilterGradient, registerComposedInputGradient } from './convGradients';
import { randomTensor, valueAndGradients, type Op } from './kernels.suite';

interface Case {
  name: string;
  shapes: number[][];
  op: Op;
}

function convolution([batch, height, width, inputs]: number[], [size, outputs]: number[], how: { stride?: number; pad?: 'valid' | 'same' } = {}): Case {
  const { stride = 1, pad = 'same' } = how;
  return {
    name: `convolution ${size}x${size} by ${stride}, ${pad}, [${[batch, height, width, inputs].join()}] to ${outputs} channels`,
    shapes: [[batch!, height!, width!, inputs!], [size!, size!, inputs!, outputs!]],
    op: (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, pad),
  };
}

function transposed([batch, height, width, inputs]: number[], [size, stride, outputs]: number[]): Case {
  return {
    name: `transposed convolution ${size}x${size} by ${stride}, [${[batch, height, width, inputs].join()}] to ${outputs} channels`,
    shapes: [[batch!, height!, width!, inputs!], [size!, size!, outputs!, inputs!]],
    op: (x, filter) => tf.conv2dTranspose(
      x as tf.Tensor4D, filter as tf.Tensor4D, [batch!, height! * stride!, width! * stride!, outputs!], stride!, 'same',
    ),
  };
}

const cases: Case[] = [
  convolution([2, 8, 8, 1], [5, 4]),
  convolution([3, 9, 7, 4], [5, 1]),
  convolution([1, 5, 11, 3], [3, 3]),
  convolution([3, 6, 6, 7], [1, 2]),
  convolution([1, 1, 1, 3], [3, 2]),
  convolution([2, 9, 7, 3], [4, 2]), // an even kernel is left to the stock gradient
  convolution([2, 9, 8, 3], [3, 2], { stride: 2 }),
  convolution([3, 7, 9, 2], [3, 4], { pad: 'valid' }),
  transposed([2, 4, 4, 6], [4, 2, 5]),
  transposed([3, 5, 3, 3], [4, 2, 2]),
  transposed([1, 1, 1, 4], [4, 2, 3]),
  transposed([2, 8, 8, 4], [3, 1, 1]),
  transposed([1, 7, 5, 5], [3, 2, 3]), // neither plain nor doubling
];

const inputsOf = (shapes: number[][]) => () => shapes.map(randomTensor);

describe('composed convolution gradients', () => {
  const stock: Float32Array[][] = [];
  beforeAll(async () => {
    await tf.setBackend('cpu');
    for (const { op, shapes } of cases) stock.push(await valueAndGradients(op, inputsOf(shapes)));
    const before = tf.getKernel('Conv2DBackpropFilter', 'cpu').kernelFunc;
    registerComposedFilterGradient('cpu');
    registerComposedInputGradient('cpu');
    expect(tf.getKernel('Conv2DBackpropFilter', 'cpu').kernelFunc).not.toBe(before);
  });

  cases.forEach(({ name, op, shapes }, i) => {
    it(name, async () => {
      const found = await valueAndGradients(op, inputsOf(shapes));
      found.forEach((values, at) => expectClose(values, stock[i]![at]!, 5e-6));
    });
  });

  it('registering twice changes nothing', () => {
    const before = tf.getKernel('Conv2DBackpropInput', 'cpu');
    registerComposedFilterGradient('cpu');
    registerComposedInputGradient('cpu');
    expect(tf.getKernel('Conv2DBackpropInput', 'cpu')).toBe(before);
  });
});

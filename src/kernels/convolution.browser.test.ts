// The WebGPU convolution kernels against tfjs's own on the plain CPU: values, both gradients and a
// gradient added to another, for every layer's kind and for odd sizes, batches and channels.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../../e2e/support/expectClose';
import { expectNoNewBuffers, expectSameOnWebgpu, resultsOn, startingWith } from '../../e2e/support/webgpuKernels';
import { convolve, convolveTransposed, filterGradient } from './convolution';
import { coveredInfo, inParts } from './convolutionShapes';
import { randomTensor } from './kernels.suite';

type Shape4D = [number, number, number, number];
const tensor = (shape: Shape4D, stream: number) => randomTensor(shape, stream) as tf.Tensor4D;

/** Value, gradient by the input, gradient by the kernel, and the last added to another tensor. */
function convolution(x: Shape4D, filterShape: Shape4D): tf.Tensor[] {
  const [image, kernel] = [tensor(x, 1), tensor(filterShape, 2)];
  const y = convolve(image, kernel);
  const dy = tensor(y.shape, 3);
  const given = { x: image, dy, filterShape, stride: 1 };
  return [y, convolveTransposed(dy, kernel, 1), filterGradient(given), filterGradient({ ...given, into: tensor(filterShape, 4) })];
}

function transposed(x: Shape4D, filterShape: Shape4D, stride: number): tf.Tensor[] {
  const [image, kernel] = [tensor(x, 1), tensor(filterShape, 2)];
  const y = convolveTransposed(image, kernel, stride);
  const dy = tensor(y.shape, 3);
  const given = { x: dy, dy: image, filterShape, stride };
  return [y, convolve(dy, kernel, stride), filterGradient(given), filterGradient({ ...given, into: tensor(filterShape, 4) })];
}

describe('convolution kernels on WebGPU', () => {
  beforeAll(startingWith('TdFilterGradientInto'));

  for (const [batch, height, width, inputs, outputs, side] of [
    [2, 16, 16, 1, 8, 5], [1, 16, 16, 3, 8, 5], [3, 9, 7, 4, 1, 5], [1, 8, 8, 5, 3, 3], [3, 5, 11, 8, 12, 3], [2, 6, 6, 7, 2, 1],
    [1, 8, 8, 12, 16, 1], [1, 2, 2, 40, 32, 3], [5, 3, 17, 4, 8, 3], [2, 8, 8, 16, 6, 5], [1, 1, 1, 4, 4, 3],
  ] as const) {
    it(`convolution ${side}x${side}, ${inputs} to ${outputs} channels of ${height}x${width}, batch ${batch}`, () =>
      expectSameOnWebgpu(() => convolution([batch, height, width, inputs], [side, side, inputs, outputs])));
  }

  for (const [batch, height, width, inputs, outputs, side, stride] of [
    [2, 4, 4, 8, 16, 4, 2], [3, 5, 3, 3, 2, 4, 2], [1, 2, 2, 32, 8, 4, 2], [1, 9, 10, 4, 12, 4, 2], [1, 3, 5, 4, 1, 4, 2],
    [2, 8, 8, 4, 1, 3, 1], [1, 16, 16, 8, 3, 3, 1], [1, 7, 7, 5, 3, 3, 2],
  ] as const) {
    it(`transposed convolution ${side}x${side} by ${stride}, ${inputs} to ${outputs} channels of ${height}x${width}, batch ${batch}`, () =>
      expectSameOnWebgpu(() => transposed([batch, height, width, inputs], [side, side, outputs, inputs], stride)));
  }

  it('a filter gradient summed over many slices keeps its digits', async () => {
    const shapes = [[1, 128, 128, 1], [5, 5, 1, 8]] as const;
    const compute = () => {
      const [x, dy] = [tensor([...shapes[0]], 1).add(1), tensor([1, 128, 128, 8], 3).add(1)] as [tf.Tensor4D, tf.Tensor4D];
      return [filterGradient({ x, dy, filterShape: [...shapes[1]], stride: 1 })];
    };
    await tf.setBackend('cpu');
    const truth = exactFilterGradient();
    const [found] = await resultsOn('webgpu', compute);
    expectClose(found!, truth, 1e-6);
  });

  it('a batch cut into several dispatches is the whole batch', () => {
    const parts: [number, number][] = [];
    inParts(10, 1.5e9, ({ from, count }) => parts.push([from, count]));
    expect(parts).toEqual([[0, 2], [2, 2], [4, 2], [6, 2], [8, 2]]);
    parts.length = 0;
    inParts(3, 9e9, ({ from, count }) => parts.push([from, count]));
    expect(parts).toEqual([[0, 1], [1, 1], [2, 1]]);
  });

  it('shapes that are not covered go to tfjs', async () => {
    expect(coveredInfo([1, 9, 9, 4], [3, 3, 4, 4], { strides: 1, pad: 'same', dilations: 2 })).toBeNull();
    expect(coveredInfo([1, 9, 9, 4], [3, 2, 4, 4], { strides: 1, pad: 'same' })).toBeNull();
    expect(coveredInfo([1, 9, 9, 4], [3, 3, 4, 4], { strides: 3, pad: 'same' })).toBeNull();
    await expectSameOnWebgpu(() => [tf.conv2d(tensor([1, 9, 9, 4], 1), tensor([3, 2, 4, 4], 2), 3, 'same')]);
  });

  it('padding other than the model\'s is kept', () =>
    expectSameOnWebgpu(() => [
      tf.conv2d(tensor([2, 9, 9, 4], 1), tensor([3, 3, 4, 8], 2), 1, 'valid'),
      tf.conv2d(tensor([2, 9, 9, 4], 1), tensor([4, 4, 4, 8], 2), 2, 'valid'),
      tf.grad((x) => tf.conv2d(x as tf.Tensor4D, tensor([3, 3, 4, 8], 2), 1, 'valid'))(tensor([2, 9, 9, 4], 1)),
      tf.grad((w) => tf.conv2d(tensor([2, 9, 9, 4], 1), w as tf.Tensor4D, 1, 'valid'))(tensor([3, 3, 4, 8], 2)),
    ]));

  it('repeating makes no buffer', () =>
    expectNoNewBuffers(
      () => ({ x: tensor([2, 8, 8, 4], 1), w: tensor([3, 3, 4, 8], 2), dy: tensor([2, 8, 8, 8], 3) }),
      ({ x, w, dy }) => [convolve(x, w), convolveTransposed(dy, w, 1), filterGradient({ x, dy, filterShape: w.shape, stride: 1 })],
    ));
});

/** The gradient of the slice test in float64. */
function exactFilterGradient(): Float64Array {
  const side = 128;
  const [x, dy] = [tensor([1, side, side, 1], 1).add(1).dataSync(), tensor([1, side, side, 8], 3).add(1).dataSync()];
  const out = new Float64Array(25 * 8);
  for (let tap = 0; tap < 25; tap++) {
    for (let row = 0; row < side; row++) {
      const iy = row + Math.floor(tap / 5) - 2;
      if (iy < 0 || iy >= side) continue;
      for (let column = 0; column < side; column++) {
        const ix = column + (tap % 5) - 2;
        if (ix < 0 || ix >= side) continue;
        for (let o = 0; o < 8; o++) out[tap * 8 + o]! += x[iy * side + ix]! * dy[(row * side + column) * 8 + o]!;
      }
    }
  }
  return out;
}

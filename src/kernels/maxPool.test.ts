// Max pooling against a plain loop that does what PyTorch does: of several equal maxima the first
// in reading order takes the whole gradient. Ties are the point, so inputs are drawn from few values.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { randomTensor, upstream, valueAndGradients } from './kernels.suite';
import { joinByParity, maxPool, splitByParity } from './maxPool';
import { expectClose } from '../../e2e/support/expectClose';

/** Windows 3x3, stride 2, the last row and column cut off by the edge. */
function reference(x: Float32Array, [n, h, w, c]: number[], dy: Float32Array) {
  const [rows, columns] = [h! / 2, w! / 2];
  const value = new Float64Array(n! * rows * columns * c!);
  const gradient = new Float64Array(x.length);
  let out = 0;
  for (let sample = 0; sample < n!; sample++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        for (let channel = 0; channel < c!; channel++) {
          let best = -1;
          for (let y = 2 * row; y < Math.min(2 * row + 3, h!); y++) {
            for (let z = 2 * column; z < Math.min(2 * column + 3, w!); z++) {
              const at = ((sample * h! + y) * w! + z) * c! + channel;
              if (best < 0 || x[at]! > x[best]!) best = at;
            }
          }
          value[out] = x[best]!;
          gradient[best]! += dy[out]!;
          out++;
        }
      }
    }
  }
  return { value, gradient };
}

/** Values 0, 1/levels .. 1: few levels make ties in nearly every window, at nonzero values too. */
const inputOf = (shape: number[], levels: number) => () => [randomTensor(shape, 1).abs().mul(levels).round().div(levels)];

describe('maxPool', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  for (const shape of [[1, 2, 2, 1], [1, 8, 8, 1], [3, 6, 10, 3], [5, 14, 4, 2], [2, 16, 16, 3]]) {
    for (const levels of [1, 3, 1e6]) {
      it(`value and gradient of [${shape.join()}] with ${levels + 1} levels`, async () => {
        const inputs = inputOf(shape, levels);
        const x = await inputs()[0]!.data<'float32'>();
        const dy = await upstream([shape[0]!, shape[1]! / 2, shape[2]! / 2, shape[3]!]).data<'float32'>();
        const truth = reference(x, shape, dy);
        const [value, gradient] = await valueAndGradients((input) => maxPool(input as tf.Tensor4D), inputs);
        expect([...value!]).toEqual([...truth.value]);
        expectClose(gradient!, truth.gradient, 1e-6);
      });
    }
  }

  it('a flat map gives each window\'s gradient to its first pixel', async () => {
    const x = tf.fill([1, 4, 4, 1], 0.5) as tf.Tensor4D;
    const gradient = tf.grad((input) => maxPool(input as tf.Tensor4D).mul(tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1])).sum())(x);
    expect([...await gradient.data()]).toEqual([1, 0, 2, 0, 0, 0, 0, 0, 3, 0, 4, 0, 0, 0, 0, 0]);
  });

  it('refuses odd sides and says so', () => {
    expect(() => maxPool(tf.zeros([1, 7, 8, 1]))).toThrow('even sides, not 7x8');
    expect(() => maxPool(tf.zeros([1, 8, 7, 1]))).toThrow('even sides, not 8x7');
  });

  it('planes by parity are what they say, and join again', async () => {
    const x = tf.range(0, 2 * 4 * 6 * 3).reshape([2, 4, 6, 3]) as tf.Tensor4D;
    const planes = splitByParity(x);
    const oddRowsEvenColumns = await planes[1]![0]!.data();
    const all = await x.data();
    let at = 0;
    for (let n = 0; n < 2; n++) {
      for (const row of [1, 3]) {
        for (const column of [0, 2, 4]) {
          for (let c = 0; c < 3; c++) expect(oddRowsEvenColumns[at++]).toBe(all[((n * 4 + row) * 6 + column) * 3 + c]);
        }
      }
    }
    expect([...await joinByParity(planes).data()]).toEqual([...all]);
  });
});

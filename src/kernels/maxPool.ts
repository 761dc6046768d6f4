// Max pooling 3x3, stride 2, with PyTorch's gradient: where several pixels of a window share the
// maximum, the first gets it all. tfjs gives it to the last, and flat regions of real photographs
// are full of ties. Composed of slices, so it runs on every backend; WebGPU has kernels of its own.

import * as tf from '@tensorflow/tfjs';
import { hasKernel } from './gpuProgram';

/**
 * For even sizes 'same' puts the extra row and column at the bottom and right, which is PyTorch's
 * ceil mode; tfjs's own 'ceil' rounding must not be used, its gradient drops it.
 * @param x [N,H,W,C], H and W even, values >= 0 (after a ReLU)
 * @returns [N,H/2,W/2,C]
 * @throws Error where a side is odd
 */
export function maxPool(x: tf.Tensor4D): tf.Tensor4D {
  const op = tf.customGrad((...args) => {
    const save = args.pop() as unknown as (tensors: tf.Tensor[]) => void;
    const [input] = args as unknown as [tf.Tensor4D];
    const y = maxPoolForward(input);
    save([input, y]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) =>
      [maxPoolBackward({ x: saved[0] as tf.Tensor4D, y: saved[1] as tf.Tensor4D, dy: dy as tf.Tensor4D })];
    return { value: y as tf.Tensor, gradFunc };
  });
  return op(x) as tf.Tensor4D;
}

/** maxPool off the tape. */
export function maxPoolForward(x: tf.Tensor4D): tf.Tensor4D {
  const [, height, width] = x.shape;
  if (height % 2 !== 0 || width % 2 !== 0) throw new Error(`maxPool needs even sides, not ${height}x${width}.`);
  if (hasKernel('TdMaxPool')) return tf.engine().runKernel('TdMaxPool', { x }) as tf.Tensor4D;
  return tf.maxPool(x, 3, 2, 'same');
}

/** Gradient of `maxPoolForward` by its input x, given its output y and the gradient dy of that. */
export function maxPoolBackward({ x, y, dy }: { x: tf.Tensor4D; y: tf.Tensor4D; dy: tf.Tensor4D }): tf.Tensor4D {
  if (hasKernel('TdMaxPoolGradient')) return tf.engine().runKernel('TdMaxPoolGradient', { x, y, dy }) as tf.Tensor4D;
  return tf.tidy(() => gradient(dy, x, y));
}

/** Each window's dy to the first pixel, in reading order, that equals its maximum. */
function gradient(dy: tf.Tensor4D, x: tf.Tensor4D, y: tf.Tensor4D): tf.Tensor4D {
  const planes = splitByParity(x);
  const sums: (tf.Tensor4D | null)[][] = [[null, null], [null, null]];
  let open = dy; // what no earlier pixel of its window has taken
  for (let ky = 0; ky < 3; ky++) {
    for (let kx = 0; kx < 3; kx++) {
      // Window row 2 is row 0 of the window below, so its pixels lie in the even plane, one row on.
      const [down, right] = [ky >> 1, kx >> 1];
      const pixel = shift(planes[ky % 2]![kx % 2]!, -down, -right);
      const taken: tf.Tensor4D = open.mul(pixel.equal(y).toFloat());
      open = open.sub(taken);
      const sum = sums[ky % 2]![kx % 2];
      const moved = shift(taken, down, right);
      sums[ky % 2]![kx % 2] = sum ? sum.add(moved) : moved;
    }
  }
  return joinByParity(sums as tf.Tensor4D[][]);
}

/** [N,H,W,C], H and W even -> the planes [row parity][column parity], each [N,H/2,W/2,C]. */
export function splitByParity(x: tf.Tensor4D): tf.Tensor4D[][] {
  const [n, height, width, channels] = x.shape;
  const rows = (n * height) / 2;
  // Four axes at most: WASM slices five of them element by element.
  const folded = x.reshape([rows, 2, width / 2, 2 * channels]);
  return [0, 1].map((row) => [0, 1].map((column) =>
    folded.slice([0, row, 0, column * channels], [rows, 1, width / 2, channels]).reshape([n, height / 2, width / 2, channels])));
}

/** The inverse of splitByParity. */
export function joinByParity(planes: tf.Tensor4D[][]): tf.Tensor4D {
  const [n, height, width, channels] = planes[0]![0]!.shape;
  const rows = planes.map((row) => tf.concat(row, 3).reshape([n * height, 2 * width * channels]));
  return tf.concat(rows, 1).reshape([n, 2 * height, 2 * width, channels]);
}

/** Moves a map by at most one pixel; what comes in from outside is 0 and never a maximum's first pixel. */
function shift(x: tf.Tensor4D, down: number, right: number): tf.Tensor4D {
  if (down === 0 && right === 0) return x;
  const [n, height, width, channels] = x.shape;
  const kept = x.slice(
    [0, down < 0 ? 1 : 0, right < 0 ? 1 : 0, 0], [n, height - Math.abs(down), width - Math.abs(right), channels],
  );
  const pad = (by: number): [number, number] => (by < 0 ? [0, 1] : [by, 0]);
  return kept.pad([[0, 0], pad(down), pad(right), [0, 0]]);
}

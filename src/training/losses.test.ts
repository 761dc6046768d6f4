// Each loss and its gradient against the formula, evaluated in float64 by plain loops.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../../e2e/support/expectClose';
import { uniforms } from '../random';
import { classificationLoss, dualImageConsistencyLoss, perceptualLoss } from './losses';

const numbers = (count: number, stream: number, scale = 1) =>
  uniforms({ seed: 8, step: 0, stream }, count).map((u) => (2 * u - 1) * scale);

describe('losses', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  for (const scale of [1, 30]) {
    it(`classification: mean of -log softmax at the label, logits up to ${scale}`, async () => {
      const [count, classes] = [5, 7];
      const logits = numbers(count * classes, 1, scale);
      const labels = [0, 6, 3, 3, 1];
      let loss = 0;
      const gradient = new Float64Array(logits.length);
      labels.forEach((label, i) => {
        const row = [...logits.subarray(i * classes, (i + 1) * classes)];
        const sum = row.reduce((all, x) => all + Math.exp(x), 0);
        loss -= (row[label]! - Math.log(sum)) / count;
        row.forEach((x, k) => (gradient[i * classes + k] = (Math.exp(x) / sum - (k === label ? 1 : 0)) / count));
      });
      const { value, grad } = tf.valueAndGrad((x) => classificationLoss(x as tf.Tensor2D, tf.tensor1d(labels, 'int32')))(tf.tensor2d(logits, [count, classes]));
      expectClose(await value.data(), [loss], 1e-6);
      expectClose(await grad.data(), gradient, 1e-6);
    });
  }

  it('classification: logits of thousands stay finite', async () => {
    const loss = classificationLoss(tf.tensor2d([[5000, -5000], [0, 3000]]), tf.tensor1d([1, 1], 'int32'));
    expectClose(await loss.data(), [5000], 1e-6);
  });

  it('dual image consistency: mean absolute difference, gradient sign / size to both, 0 where equal', async () => {
    const shape: [number, number, number, number] = [3, 3, 5, 3];
    const size = 135;
    const again = numbers(size, 2);
    const original = numbers(size, 3);
    for (const at of [0, 17, 134]) again[at] = original[at]!;
    let loss = 0;
    const slope = new Float64Array(size);
    again.forEach((a, i) => {
      loss += Math.abs(a - original[i]!) / size;
      slope[i] = Math.sign(a - original[i]!) / size;
    });
    const inputs = [again, original].map((values) => tf.tensor4d(values, shape));
    const { value, grads } = tf.valueAndGrads((a, b) => dualImageConsistencyLoss(a as tf.Tensor4D, b as tf.Tensor4D).mul(5).asScalar())(inputs);
    expectClose(await value.data(), [5 * loss], 1e-6);
    const [byAgain, byOriginal] = await Promise.all(grads.map((grad) => grad.data()));
    expectClose(byAgain!, slope.map((s) => 5 * s), 1e-6);
    expectClose(byOriginal!, slope.map((s) => -5 * s), 1e-6);
    for (const at of [0, 17, 134]) expect([Math.abs(byAgain![at]!), Math.abs(byOriginal![at]!)]).toEqual([0, 0]);
  });

  it('perceptual: mean squared difference, gradient 2 difference / size', async () => {
    const shape: [number, number, number, number] = [3, 2, 2, 5];
    const [generated, real] = [numbers(60, 4), numbers(60, 5)];
    const difference = Float64Array.from(generated, (g, i) => g - real[i]!);
    const loss = difference.reduce((sum, d) => sum + d * d, 0) / 60;
    const { value, grad } = tf.valueAndGrad((g) => perceptualLoss(g as tf.Tensor4D, tf.tensor4d(real, shape)))(tf.tensor4d(generated, shape));
    expectClose(await value.data(), [loss], 1e-6);
    expectClose(await grad.data(), difference.map((d) => (2 * d) / 60), 1e-6);
  });
});

// Adam on WebGPU, in place, against the same updates composed on the CPU, over several steps whose
// rate changes; and what shares a variable's buffer must not change with it.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../../e2e/support/expectClose';
import { expectNoGpuError, expectNoNewBuffers, resultsOn, startingWith } from '../../e2e/support/webgpuKernels';
import { adamUpdate, type AdamVariables } from './adam';
import { randomTensor } from './kernels.suite';

const shapes = [[1], [3], [5, 5, 1, 4], [7, 3], [300]];
const rates = [1e-3, 1e-3, 4e-4, 0, 1e-2];

function createGroup(): AdamVariables {
  const zeros = () => shapes.map((shape) => tf.tidy(() => tf.variable(tf.zeros(shape), false)));
  return {
    // From 0, so that no movement is lost in rounding.
    variables: zeros(), firstMoments: zeros(), secondMoments: zeros(),
  };
}

const allOf = ({ variables, firstMoments, secondMoments }: AdamVariables) => [...variables, ...firstMoments, ...secondMoments];

/** Element i's gradients have the size 10^-(i % 8). */
const gradientsOf = (step: number) => shapes.map((shape, i) => {
  const sizes = tf.tensor(Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, j) => 10 ** -(j % 8)), shape);
  return randomTensor(shape, 10 * step + i).mul(sizes);
});

function update(group: AdamVariables, step: number, learningRate = 1e-3): void {
  tf.tidy(() => adamUpdate(group, gradientsOf(step), { learningRate, t: step + 1 }));
}

/** Values of all variables and moments after the steps. */
function updated(): tf.Tensor[] {
  const group = createGroup();
  rates.forEach((rate, step) => update(group, step, rate));
  const results = allOf(group).map((variable) => variable.mul(1));
  tf.dispose(allOf(group));
  return results;
}

describe('Adam on WebGPU', () => {
  beforeAll(startingWith('TdAdam'));

  it('moves variables and moments as on the CPU', async () => {
    const [truth, found] = [await resultsOn('cpu', updated), await resultsOn('webgpu', updated)];
    // Element by element: the small ones are as right as the large ones.
    found.forEach((values, i) => values.forEach((value, j) => expectClose([value], [truth[i]![j]!], 5e-6)));
  });

  it('a clone taken before an update keeps its values; the variable moves on', async () => {
    await tf.setBackend('webgpu');
    const group = createGroup();
    update(group, 0);
    const variable = group.variables[2]!;
    const before = tf.clone(variable);
    const expected = await variable.mul(1).data();
    update(group, 1);
    expect(await before.data()).toEqual(expected);
    expect(await variable.data()).not.toEqual(expected);
    tf.dispose([before, allOf(group)]);
  });

  it('a value read before an update is not read again after it', async () => {
    await tf.setBackend('webgpu');
    const group = createGroup();
    update(group, 0);
    const [read, dataId] = [await group.variables[2]!.data(), group.variables[2]!.dataId];
    update(group, 1);
    expect(group.variables[2]!.dataId).toBe(dataId);
    expect(await group.variables[2]!.data()).not.toEqual(read);
    tf.dispose(allOf(group));
  });

  it('goes on from values that were assigned, and leaves what they were assigned from', async () => {
    await tf.setBackend('webgpu');
    const group = createGroup();
    update(group, 0);
    const variable = group.variables[3]!;
    const loaded = tf.fill(shapes[3]!, 5);
    variable.assign(loaded);
    update(group, 1);
    const [values, source] = [await variable.data(), await loaded.data()];
    expect(source.every((value) => value === 5)).toBe(true);
    values.forEach((value) => {
      expect(value).not.toBe(5);
      expectClose([value], [5], 1e-3);
    });
    tf.dispose([loaded, allOf(group)]);
    await expectNoGpuError();
  });

  it('leaves no tensor behind and makes no buffer when repeated', async () => {
    await tf.setBackend('webgpu');
    let step = 0;
    let tensors = 0;
    await expectNoNewBuffers(() => ({ group: allOf(createGroup()), gradients: gradientsOf(0) }), ({ group, gradients }) => {
      const count = shapes.length;
      const [variables, firstMoments, secondMoments] = [0, 1, 2].map((k) => group.slice(k * count, (k + 1) * count)) as
        [tf.Variable[], tf.Variable[], tf.Variable[]];
      const before = tf.memory().numTensors;
      adamUpdate({ variables, firstMoments, secondMoments }, gradients, { learningRate: 1e-3, t: ++step });
      tensors += tf.memory().numTensors - before;
      return [];
    });
    expect(step).toBe(5);
    expect(tensors).toBe(0);
  });
});

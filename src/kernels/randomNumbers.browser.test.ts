// Random numbers and dropout drawn on WebGPU against those of src/random.ts: the same bits.

import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectNoNewBuffers, resultsOn, startingWith } from '../../e2e/support/webgpuKernels';
import { uniforms } from '../random';
import { dropout } from './dropout';
import { randomTensor } from './kernels.suite';
import { uniformTensor } from './randomNumbers';

const keys = [{ seed: 1, step: 0, stream: 0x100 }, { seed: 0xffffffff, step: 123456, stream: 0x205 }];

beforeAll(startingWith('TdUniforms', 'TdDropout'));

describe('uniform numbers on WebGPU', () => {
  for (const count of [1, 3, 4, 5, 257, 1024]) {
    it(`${count} numbers are bit for bit those of the CPU`, async () => {
      for (const key of keys) {
        const [found] = await resultsOn('webgpu', () => [uniformTensor(key, [count])]);
        expect(found).toEqual(uniforms(key, count));
      }
    });
  }

  it('another seed, step or stream gives other numbers', async () => {
    const [key] = keys;
    const drawn = await resultsOn('webgpu', () => [
      uniformTensor(key!, [8]), ...(['seed', 'step', 'stream'] as const).map((field) => uniformTensor({ ...key!, [field]: key![field] + 1 }, [8])),
    ]);
    expect(new Set(drawn.map((numbers) => numbers.join())).size).toBe(4);
  });
});

describe('dropout on WebGPU', () => {
  for (const shape of [[1, 1], [3, 5], [2, 64], [7, 129]]) {
    for (const rate of [0.1, 0.5]) {
      it(`[${shape.join()}] at rate ${rate}, and its gradient, bit for bit`, async () => {
        const compute = () => {
          const { value, grad } = tf.valueAndGrad((x) => dropout(x as tf.Tensor2D, { rate, ...keys[1]! }))(randomTensor(shape, 1), randomTensor(shape, 2) as tf.Tensor2D);
          return [value, grad];
        };
        expect(await resultsOn('webgpu', compute)).toEqual(await resultsOn('cpu', compute));
      });
    }
  }

  it('a unit whose number is the rate stays, and one just below goes', async () => {
    const [lowest] = [...uniforms(keys[0]!, 64)].sort((a, b) => a - b);
    const kept = async (rate: number) => {
      const [values] = await resultsOn('webgpu', () => [dropout(tf.ones([8, 8]) as tf.Tensor2D, { rate, ...keys[0]! })]);
      return values!.filter((value) => value !== 0).length;
    };
    expect(await kept(lowest!)).toBe(64);
    expect(await kept(lowest! + 2 ** -40)).toBe(63); // less than float32 can tell apart
  });

  it('makes no buffer when repeated with other steps', () => {
    let step = 0;
    return expectNoNewBuffers(() => ({ x: randomTensor([3, 8], 1) as tf.Tensor2D }), ({ x }) => {
      step++;
      return [dropout(x, { rate: 0.5, ...keys[0]!, step }), uniformTensor({ ...keys[0]!, step }, [5, 5])];
    });
  });
});

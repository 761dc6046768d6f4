// Which pairs of the demo set are scored and shown, on a set that holds only numbers, and the
// evaluation as a whole on the smallest model.

import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallestConfig } from '../../e2e/support/smallest';
import { transferAndReconstruct } from '../analysis/transfer';
import type { DemoIndex, DemoSet, PictureSize } from '../data/demoSet';
import { createNoise, createTdgan, disposeTdgan, type Tdgan } from '../model/tdgan';
import { evaluationNoise } from './checks';
import { checkEvaluation, evaluateOnTruth, exampleScenes } from './truth';

/** Of two test people and one held-out person; image i shows expression i % 7. */
const images = 42;
const personOf = (i: number) => Math.floor(i / 14);
/** Ten pairs of test people, two held out; the first shows the same expression twice. */
const pairs: [number, number][] = [[0, 14], [1, 17], [2, 14], [3, 19], [4, 18], [15, 4], [16, 1], [20, 9], [21, 12], [22, 10], [30, 31], [32, 30]];

function createDemo(): DemoSet & { asked: { pictures: number[][]; truths: number[][] } } {
  const column = (of: (i: number) => number) => Array.from({ length: images }, (_, i) => of(i));
  const same = column(() => 0);
  const index: DemoIndex = {
    version: 1, side: 16, columns: 8,
    people: [{ identity: 3, split: 'test', atlas: 'a' }, { identity: 4, split: 'test', atlas: 'b' }, { identity: 8, split: 'heldOut', atlas: 'c' }],
    images: {
      person: column(personOf), expression: column((i) => i % 7), seed: column((i) => i), strength: same, yaw: same, pitch: same, roll: same,
      zoom: same, azimuth: same, elevation: same, light: same, background: same,
    },
    truth: { face: pairs.map(([face]) => face), expression: pairs.map(([, expression]) => expression), atlases: ['t'], perAtlas: 64 },
  };
  const asked = { pictures: [] as number[][], truths: [] as number[][] };
  // Each picture is a ramp of its own.
  const drawn = (numbers: number[], { side, channels }: PictureSize) => {
    const length = side * side * channels;
    return Uint8Array.from({ length: numbers.length * length }, (_, i) => (numbers[Math.floor(i / length)]! * 29 + (i % length)) % 256);
  };
  return {
    index, asked,
    pictures: async (numbers, size) => {
      asked.pictures.push(numbers);
      return drawn(numbers, size);
    },
    truths: async (places, size) => {
      asked.truths.push(places);
      return drawn(places.map((place) => 100 + place), size);
    },
  };
}

describe('the evaluation on truth pairs', () => {
  let model: Tdgan;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    model = createTdgan(smallestConfig, 5);
  });
  afterAll(() => disposeTdgan(model));
  const evaluate = (options: Parameters<typeof checkEvaluation>[0], demo = createDemo()) => evaluateOnTruth(model, checkEvaluation({ judges: false, ...options }), {
    demo, judges: null, onProgress: () => undefined, checkpoint: async () => undefined,
  });

  it('takes pairs spread evenly over the group, and all where more are asked for', async () => {
    const some = createDemo();
    expect(await evaluate({ pairs: 4 }, some)).toMatchObject({ group: 'test', pairs: 4, imageSize: 16 });
    expect(some.asked).toEqual({ truths: [[0, 2, 5, 7]], pictures: [[0, 2, 15, 20], [14, 14, 4, 9]] });
    const all = createDemo();
    expect(await evaluate({ group: 'heldOut' }, all)).toMatchObject({ group: 'heldOut', pairs: 2 });
    expect(all.asked).toEqual({ truths: [[10, 11]], pictures: [[30, 32], [31, 30]] });
  });

  it('scores what the model draws with this noise, and leaves no tensor', async () => {
    const { numTensors } = tf.memory();
    const demo = createDemo();
    const { generated: scores } = await evaluate({ pairs: 1, noiseSeed: 6 }, demo);
    expect(tf.memory().numTensors).toBe(numTensors);
    const size = { side: 16, channels: 1 };
    const unit = async (pixels: Promise<Uint8Array>) => Float32Array.from(await pixels, (value) => value / 255);
    const [face, expression, truth] = await Promise.all([unit(demo.pictures([0], size)), unit(demo.pictures([14], size)), unit(demo.truths([0], size))]);
    const drawn = tf.tidy(() => transferAndReconstruct(model, {
      faces: tf.tensor4d(face, [1, 16, 16, 1]), expressions: tf.tensor4d(expression, [1, 16, 16, 1]), noise: createNoise(smallestConfig, 1, evaluationNoise(6)),
    }));
    const [generated, reconstructed] = [await drawn.generated.data<'float32'>(), await drawn.reconstructed.data<'float32'>()];
    tf.dispose([drawn.generated, drawn.reconstructed]);
    const l1 = generated.reduce((sum, value, i) => sum + Math.abs(value - truth[i]!), 0) / 256;
    expect(scores.l1).toBeCloseTo(l1, 6);
    const [change, wanted] = [generated.map((value, i) => value - reconstructed[i]!), truth.map((value, i) => value - face[i]!)];
    const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).reduce((sum, value, i) => sum + value * b[i]!, 0);
    expect(scores.changeCosine).toBeCloseTo(dot(change, wanted) / Math.sqrt(dot(change, change) * dot(wanted, wanted)), 4);
    expect((await evaluate({ pairs: 1, noiseSeed: 7 })).generated.l1).not.toBe(scores.l1);
  });

  it('says that a group has no pairs, and which option is wrong', async () => {
    const demo = createDemo();
    demo.index.people[2]!.split = 'validation';
    await expect(evaluate({ group: 'heldOut' }, demo)).rejects.toThrow('no truth pair of the group heldOut');
    expect(() => checkEvaluation({ group: 'everyone' as 'test' })).toThrow('group must be test or heldOut, not everyone');
    expect(() => checkEvaluation({ pairs: 2.5 })).toThrow('pairs');
    expect(() => checkEvaluation({ noiseSeed: -1 })).toThrow('noiseSeed');
    expect(checkEvaluation({})).toEqual({ group: 'test', pairs: 100, judges: true, noiseSeed: 0 });
  });
});

describe('example scenes', () => {
  it('are test people whose face does not show the expression yet, one of each expression before a second', () => {
    const scenes = exampleScenes(createDemo());
    expect(scenes.map(({ expression }) => expression.expression.name)).toEqual(['happiness', 'surprise', 'anger', 'sadness', 'disgust', 'fear', 'happiness', 'anger']);
    expect(scenes[0]).toMatchObject({ face: { identity: 3, expression: { name: 'fear', seed: 1 } }, expression: { identity: 4, expression: { name: 'happiness', seed: 17 } } });
    for (const { face, expression } of scenes) {
      expect(face.expression.name).not.toBe(expression.expression.name);
      expect([3, 4]).toContain(face.identity);
    }
  });
});

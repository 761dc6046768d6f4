// Whole checkpoints: golden weights there and back bit for bit, the published keys and counts, and
// each way in which a set of weights can fail to fit, with the model untouched.

import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectSame } from '../../e2e/support/expectSame';
import { readGolden } from '../../e2e/support/golden';
import { presets } from '../config';
import { countParameters, createTdgan, disposeTdgan, type Tdgan } from '../model/tdgan';
import { loadCheckpoint, saveCheckpoint } from './checkpoint';
import { publishedParameters } from './nameTable';
import { readSafetensors, writeSafetensors, type NamedTensor } from './safetensors';

describe('checkpoints', () => {
  let model: Tdgan;
  let golden: Map<string, NamedTensor>;

  beforeAll(async () => {
    await tf.setBackend('cpu');
    model = createTdgan(presets.tiny.config, 5);
    golden = readSafetensors('golden', await readGolden('tiny/weights.safetensors'));
  });
  afterAll(() => disposeTdgan(model));

  it('there and back: the same keys and the same bytes', async () => {
    const report = loadCheckpoint(model, { 'weights.safetensors': await readGolden('tiny/weights.safetensors') });
    expect(report).toEqual({
      tensors: golden.size, parameters: countParameters(model).total, files: [{ name: 'weights.safetensors', tensors: golden.size }],
    });
    const saved = readSafetensors('saved', await saveCheckpoint(model));
    expect([...saved.keys()].sort()).toEqual([...golden.keys()].sort());
    for (const [key, { shape, values }] of golden) {
      expect(saved.get(key)!.shape, key).toEqual(shape);
      expectSame(saved.get(key)!.values, values, key);
    }
  });

  it('several files together make one model, whatever each holds', async () => {
    const other = createTdgan(presets.tiny.config, 6);
    const part = (prefix: string) => writeSafetensors(new Map([...golden].filter(([key]) => key.startsWith(prefix))));
    const report = loadCheckpoint(other, { generator: part('G.'), face: part('D_f.'), expression: part('D_e.') });
    expect(report.files.map(({ name }) => name)).toEqual(['generator', 'face', 'expression']);
    expect(report.files.reduce((sum, { tensors }) => sum + tensors, 0)).toBe(golden.size);
    const saved = readSafetensors('saved', await saveCheckpoint(other));
    for (const [key, { values }] of golden) expectSame(saved.get(key)!.values, values, key);
    disposeTdgan(other);
  });

  it('saving and loading leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    loadCheckpoint(model, { a: await saveCheckpoint(model) });
    expect(tf.memory().numTensors).toBe(before);
  });

  describe('refuses, with the model untouched,', () => {
    const key = 'G.enc_FR.conv1.0.conv.weight';
    const bias = 'D_e.fc.fc3.bias';

    /** What loading says; fails where it loads, or where a single bit of the model has changed. */
    async function refusalOf(...files: Map<string, NamedTensor>[]): Promise<string> {
      const before = new Uint8Array(await saveCheckpoint(model));
      const buffers = Object.fromEntries(files.map((tensors, i) => [`file ${i}`, writeSafetensors(tensors)]));
      let message = '';
      expect(() => {
        try {
          loadCheckpoint(model, buffers);
        } catch (error) {
          message = (error as Error).message;
          throw error;
        }
      }).toThrow('nothing was loaded');
      expectSame(new Uint8Array(await saveCheckpoint(model)), before, 'bytes of the model');
      return message;
    }

    /** The golden weights, negated so that loading any of them would show, with one tensor replaced. */
    function changed(replaced: string, change: ((tensor: NamedTensor) => NamedTensor) | null): Map<string, NamedTensor> {
      const tensors = new Map([...golden].map(([name, { shape, values }]) => [name, { shape, values: values.map((v) => -v) }]));
      const tensor = tensors.get(replaced)!;
      tensors.delete(replaced);
      if (change) tensors.set(replaced, change(tensor));
      return tensors;
    }

    const holding = (index: number, value: number) => ({ shape, values }: NamedTensor): NamedTensor => {
      const copy = values.slice();
      copy[index] = value;
      return { shape, values: copy };
    };

    it('a missing key', async () => {
      expect((await refusalOf(changed(key, null))).split('\n').slice(1)).toEqual([`missing: ${key}`]);
    });

    it('an extra key', async () => {
      const tensors = changed(key, (tensor) => tensor).set('G.enc_FR.conv9.weight', { shape: [1], values: new Float32Array(1) });
      expect((await refusalOf(tensors)).split('\n').slice(1)).toEqual(['unknown: G.enc_FR.conv9.weight']);
    });

    it('a key that fits but for its prefix, as both missing and unknown', async () => {
      const tensors = changed(key, null).set(`module.${key}`, golden.get(key)!);
      expect((await refusalOf(tensors)).split('\n').slice(1)).toEqual([`missing: ${key}`, `unknown: module.${key}`]);
    });

    it('a shape that has the right number of elements in the wrong order', async () => {
      const message = await refusalOf(changed(key, ({ values }) => ({ shape: [1, 8, 5, 5], values })));
      expect(message.split('\n').slice(1)).toEqual([`wrong shape: ${key} is [1, 8, 5, 5], the model needs [8, 1, 5, 5]`]);
    });

    it('NaN and Infinity, by key and place', async () => {
      expect(await refusalOf(changed(key, holding(7, NaN)))).toContain(`not a number: ${key} holds NaN at index 7`);
      expect(await refusalOf(changed(bias, holding(6, -Infinity)))).toContain(`not a number: ${bias} holds -Infinity at index 6`);
    });

    it('a key that two files bring', async () => {
      const message = await refusalOf(changed(key, (tensor) => tensor), new Map([[bias, golden.get(bias)!]]));
      expect(message.split('\n').slice(1)).toEqual([`in more than one file: ${bias}`]);
    });

    it('everything that is wrong, all at once', async () => {
      const tensors = changed(key, null).set('extra', { shape: [], values: new Float32Array(1) });
      tensors.set(bias, { shape: [3], values: new Float32Array(3) });
      tensors.set('D_f.fc.fc1.bias', holding(0, NaN)(golden.get('D_f.fc.fc1.bias')!));
      const message = await refusalOf(tensors, new Map([['extra', { shape: [], values: new Float32Array(1) }]]));
      expect(message).toContain('5 problems');
      expect(message.split('\n').slice(1).sort()).toEqual([
        'in more than one file: extra', `missing: ${key}`, 'not a number: D_f.fc.fc1.bias holds NaN at index 0',
        'unknown: extra', `wrong shape: ${bias} is [3], the model needs [7]`,
      ]);
    });

    it('a bad file among good ones, and no files at all', async () => {
      const before = new Uint8Array(await saveCheckpoint(model));
      const good = writeSafetensors(changed(key, (tensor) => tensor));
      expect(() => loadCheckpoint(model, { good, bad: new ArrayBuffer(4) })).toThrow('bad is not a usable safetensors file');
      expect(() => loadCheckpoint(model, {})).toThrow('No weight files were given');
      expectSame(new Uint8Array(await saveCheckpoint(model)), before, 'bytes of the model');
    });
  });
});

describe('the paper\'s model', () => {
  it('has the published 405 tensors and parameter counts', () => {
    const model = createTdgan(presets.paper.config, 1);
    const counts = countParameters(model);
    expect(counts).toEqual({
      faceEncoder: 720_352, expressionEncoder: 720_352, expressionClassifier: 9_446_407, decoder: 5_277_120,
      faceDiscriminator: 10_181_109, expressionDiscriminator: 10_166_759, total: 36_512_099,
    });
    expect(counts.faceEncoder + counts.expressionEncoder + counts.expressionClassifier + counts.decoder).toBe(16_164_231);
    const table = publishedParameters(model);
    expect(table).toHaveLength(405);
    expect(new Set(table.map(({ key }) => key)).size).toBe(405);
    expect(new Set(table.map(({ variable }) => variable.id)).size).toBe(405);
    expect(table.reduce((sum, { shape }) => sum + shape.reduce((product, side) => product * side, 1), 0)).toBe(counts.total);
    const shapes = Object.fromEntries(table.map(({ key, shape }) => [key, shape]));
    expect(shapes['G.enc_FR.conv1.0.conv.weight']).toEqual([32, 1, 5, 5]);
    expect(shapes['G.fc_ER.fc1.weight']).toEqual([1024, 8192]);
    expect(shapes['G.dec.emb1.0.weight']).toEqual([128, 512, 3, 3]);
    expect(shapes['G.dec.us1.0.weight']).toEqual([128, 512, 4, 4]);
    expect(shapes['D_f.fc.fc3.weight']).toEqual([21, 1024]);
    disposeTdgan(model);
  });
});

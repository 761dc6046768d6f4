// The evaluation with a generator and judges that the test decides: who is scored as what, in which
// order, in which batches, and that it stops when it is told to.

import { describe, expect, it } from 'vitest';
import { expressionNames } from '../expressions';
import type { Judges } from '../judges/judges';
import { uniforms } from '../random';
import { evaluateTransfer, type EvaluationTools, type TruthPairs } from './evaluateTransfer';

const side = 16;
const length = side * side;
const count = 10;
const images = (stream: number) => uniforms({ seed: 2, step: 0, stream }, count * length);
const pairs: TruthPairs = { faces: images(1), expressions: images(2), truths: images(3), labels: Array.from({ length: count }, (_, i) => i % 7) };

/** Sees in an image the class that its first pixel says, and describes it by its second: 1 is a, anything else b. */
const readers: Judges = {
  judge: async (values, size, onProgress) => {
    const number = values.length / (size * size);
    const expressions = new Float32Array(7 * number);
    const descriptors = new Float32Array(128 * number);
    for (let i = 0; i < number; i++) {
      expressions[7 * i + Math.round(values[i * size * size]! * 10)] = 1;
      descriptors[128 * i + (values[i * size * size + 1] === 1 ? 0 : 1)] = 1;
    }
    onProgress?.(number, number);
    return { expressions, descriptors };
  },
  dispose: () => undefined,
};

function marked(values: Float32Array, label: (i: number) => number, who: number): Float32Array {
  const out = values.slice();
  for (let i = 0; i < count; i++) out.set([label(i) / 10, who], i * length);
  return out;
}

function tools(change: Partial<EvaluationTools> = {}): EvaluationTools {
  return {
    size: { side, channels: 1 }, judges: null, onProgress: () => undefined, checkpoint: async () => undefined,
    generate: async (faces, expressions) => ({ generated: expressions.slice(), reconstructed: faces.slice() }),
    ...change,
  };
}

describe('the evaluation of transfers', () => {
  it('scores a generator that copies the expression image as that trivial answer', async () => {
    const scored = await evaluateTransfer(pairs, tools());
    expect(scored.generated).toEqual(scored.expression);
    expect(scored.face.changeCosine).toBeNull();
    expect(scored.face.l1).not.toBeCloseTo(scored.expression.l1, 6);
    expect(scored).toMatchObject({ confusion: null, truth: { expressionAccuracy: null, identitySimilarity: null } });
  });

  it('scores a perfect generator as perfect', async () => {
    let first = 0;
    const scored = await evaluateTransfer(pairs, tools({
      generate: async (faces) => {
        const generated = pairs.truths.slice(first, first + faces.length);
        first += faces.length;
        return { generated, reconstructed: faces };
      },
    }));
    expect(scored.generated).toMatchObject({ l1: 0, l1Changed: 0 });
    expect(scored.generated.ssim).toBeCloseTo(1, 8);
    expect(scored.generated.changeCosine).toBeCloseTo(1, 5);
  });

  it('asks the judges of every kind of answer', async () => {
    const told: string[] = [];
    const labels = (i: number) => i % 7;
    const wrong = (i: number) => (i + 1) % 7;
    const scored = await evaluateTransfer({
      ...pairs, faces: marked(pairs.faces, wrong, 1), expressions: marked(pairs.expressions, labels, 0),
      truths: marked(pairs.truths, (i) => (i < 5 ? labels(i) : wrong(i)), 1),
    }, tools({ judges: readers, onProgress: (task) => told.push(task) }));
    expect(scored.face).toMatchObject({ expressionAccuracy: 0, identitySimilarity: 1 });
    expect(scored.expression).toMatchObject({ expressionAccuracy: 1, identitySimilarity: 0 });
    expect(scored.generated).toMatchObject({ expressionAccuracy: 1, identitySimilarity: 0 });
    expect(scored.truth).toEqual({ expressionAccuracy: 0.5, identitySimilarity: 1 });
    expect(scored.confusion!.generated.map((row, i) => row[i])).toEqual([2, 2, 2, 1, 1, 1, 1]);
    expect(scored.confusion!.truth[5]).toEqual([0, 0, 0, 0, 0, 0, 1]);
    expect(scored.confusion!.truth).toHaveLength(expressionNames.length);
    expect([...new Set(told)]).toEqual(['Drawing truth pairs', 'Judging face images', 'Judging generated images', 'Judging expression images', 'Judging true images']);
  });

  it('draws in batches and stops between them', async () => {
    const sizes: number[] = [];
    const generate: EvaluationTools['generate'] = async (faces, expressions) => {
      sizes.push(faces.length / length);
      return { generated: expressions, reconstructed: faces };
    };
    await evaluateTransfer(pairs, tools({ generate }));
    expect(sizes).toEqual([8, 2]);
    const stopped = evaluateTransfer(pairs, tools({
      generate,
      checkpoint: async () => {
        if (sizes.length > 2) throw new Error('Enough.');
      },
    }));
    await expect(stopped).rejects.toThrow('Enough.');
    expect(sizes).toEqual([8, 2, 8]);
  });

  it('asks the judges for few images at a time, in their order, and stops between them', async () => {
    const many = 20;
    const labels = Array.from({ length: many }, (_, i) => i % 7);
    const faces = uniforms({ seed: 3, step: 0, stream: 4 }, many * length);
    labels.forEach((label, i) => faces.set([label / 10, 1], i * length));
    const asked: number[] = [];
    const told: number[] = [];
    const counting: Judges = {
      ...readers,
      judge: (values, size, onProgress) => {
        asked.push(values.length / (size * size));
        return readers.judge(values, size, onProgress);
      },
    };
    const more = { faces, expressions: faces, truths: faces, labels };
    const judging = { judges: counting, onProgress: (task: string, done: number) => task === 'Judging true images' && told.push(done) };
    const scored = await evaluateTransfer(more, tools(judging));
    expect(asked).toEqual([16, 4, 16, 4, 16, 4, 16, 4]);
    expect(told).toEqual([0, 16, 20]);
    expect(scored.truth).toEqual({ expressionAccuracy: 1, identitySimilarity: 1 });
    expect(scored.confusion!.truth.map((row, i) => row[i])).toEqual([3, 3, 3, 3, 3, 3, 2]);

    asked.length = 0;
    const stopped = evaluateTransfer(more, tools({
      ...judging,
      checkpoint: async () => {
        if (asked.length === 3) throw new Error('Enough.');
      },
    }));
    await expect(stopped).rejects.toThrow('Enough.');
    expect(asked).toEqual([16, 4, 16]);
  });
});

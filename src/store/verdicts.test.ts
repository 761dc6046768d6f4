// Logits become shares with the right names, in numbers.

import { describe, expect, it } from 'vitest';
import { expressionVerdicts, identityVerdicts, softmax } from './verdicts';

describe('softmax', () => {
  it('gives the shares of known logits', () => {
    const [first, second, third] = softmax([Math.log(1), Math.log(2), Math.log(5)]);
    expect(first).toBeCloseTo(0.125, 12);
    expect(second).toBeCloseTo(0.25, 12);
    expect(third).toBeCloseTo(0.625, 12);
  });

  it('survives logits whose powers overflow', () => {
    expect(softmax([1000, 1000])).toEqual([0.5, 0.5]);
  });
});

describe('verdicts', () => {
  it('name the expressions in class order', () => {
    const verdicts = expressionVerdicts([0, 0, 0, 3, 0, 0, 1]);
    expect(verdicts.map(({ name }) => name)).toEqual(['surprise', 'fear', 'disgust', 'happiness', 'sadness', 'anger', 'neutral']);
    expect(verdicts[3]!.share).toBeCloseTo(Math.exp(3) / (5 + Math.exp(3) + Math.exp(1)), 12);
  });

  it('rank the identities and keep "fake" last, whatever its share', () => {
    const verdicts = identityVerdicts([0, 2, 1, 9], ['Ada', 'Bea'], 2);
    expect(verdicts.map(({ name }) => name)).toEqual(['Bea', 'unused 2', 'fake']);
    expect(identityVerdicts([0, 2, 9], [], 1).map(({ name }) => name)).toEqual(['identity 1', 'fake']);
    expect(verdicts[2]!.share).toBeGreaterThan(0.99);
  });
});

// The pad without React: when it draws, and with what.

import { describe, expect, it } from 'vitest';
import type { ExpressionMixInput } from '../engine/engine';
import { blob, settled, startedPage } from './fakes.suite';

async function padPage() {
  const asked: ExpressionMixInput[] = [];
  const page = await startedPage({
    mixExpressions: async (input) => {
      asked.push(input);
      return { image: new Float32Array(32 * 32), images: [1, 2, 3, 4, 5, 6, 7] };
    },
  });
  return { ...page, asked };
}

describe('the expression pad', () => {
  it('asks for nothing before it is touched, nor without a face and a set', async () => {
    const { actions, asked, state } = await padPage();
    await actions.fillSlot('face', blob, 'a.png');
    await actions.loadDataset('expression', []);
    actions.setNoiseSeed(4);
    await settled();
    expect(asked).toHaveLength(0);
    actions.clearSlot('face');
    actions.setPadWeight(3, 0.5);
    await settled();
    expect(asked).toHaveLength(0);
    expect(state().pad).toMatchObject({ result: null, weights: [0, 0, 0, 0.5, 0, 0, 1] });
  });

  it('then follows weights, noise, face and pauses, and says what went wrong', async () => {
    const { actions, asked, state, emit, engine } = await padPage();
    await actions.fillSlot('face', blob, 'a.png');
    await actions.loadDataset('expression', []);
    actions.setPadWeight(0, 1);
    await settled();
    expect(asked.map(({ weights, noiseSeed }) => [weights[0], noiseSeed])).toEqual([[1, 1]]);
    actions.setNoiseSeed(4);
    await settled();
    emit({ kind: 'training', status: { state: 'running', step: 0 } });
    emit({ kind: 'training', status: { state: 'idle', step: 12 } });
    await settled();
    expect(asked).toHaveLength(3);
    expect(state().pad.result).toMatchObject({ step: 12, noiseSeed: 4, images: [1, 2, 3, 4, 5, 6, 7] });
    engine.mixExpressions = async () => { throw new Error('The expression set has no image of fear: its weight must be 0.'); };
    actions.resetPad();
    await settled();
    expect(state().pad.error).toContain('no image of fear');
    expect(state().pad.weights).toEqual([0, 0, 0, 0, 0, 0, 1]);
  });
});

// The comparison with the truth without React: which scene is the true one, when it is drawn, and when
// there is nothing to compare.

import { describe, expect, it } from 'vitest';
import type { ComparisonInput } from '../engine/engine';
import { blob, fakeEngine, sceneOf, settled, startedPage } from './fakes.suite';

/** A page with two drawn people in its slots; `asked` holds what the engine was asked to compare. */
async function comparedPage() {
  const { engine } = fakeEngine();
  const asked: ComparisonInput[] = [];
  const page = await startedPage({
    compareWithTruth: (input) => { asked.push(input); return engine.compareWithTruth(input); },
  });
  await page.actions.showNextPair();
  await settled();
  return { ...page, asked };
}

describe('comparison with the truth', () => {
  it('draws the person and view of the face image with exactly the other one\'s expression, once', async () => {
    const { actions, drawn, asked } = await comparedPage();
    const [face, expression] = [sceneOf(1, 'neutral'), sceneOf(11, 'anger')];
    const truth = { ...face, expression: expression.expression };
    expect(drawn.filter((scene) => JSON.stringify(scene) === JSON.stringify(truth))).toHaveLength(1);
    expect(drawn).toHaveLength(3);
    const before = asked.length;
    actions.setNoiseSeed(5);
    await settled();
    expect(asked.length).toBe(before + 1);
    expect(asked.at(-1)!.noiseSeed).toBe(5);
    expect(drawn).toHaveLength(3);
  });

  it('is gone with a photograph in a slot', async () => {
    const { actions, state, asked } = await comparedPage();
    expect(state().truth.result).not.toBeNull();
    const before = asked.length;
    await actions.fillSlot('expression', blob, 'mine.png');
    await settled();
    expect(state().truth).toEqual({ wanted: true, result: null, error: null });
    expect(asked.length).toBe(before);
  });

  it('is made only while it is wanted', async () => {
    const { actions, state, asked } = await comparedPage();
    actions.compareWithTruth(false);
    await settled();
    expect(state().truth).toEqual({ wanted: false, result: null, error: null });
    const before = asked.length;
    actions.setNoiseSeed(5);
    await settled();
    expect(asked.length).toBe(before);
    actions.compareWithTruth(true);
    await settled();
    expect(state().truth.result).toMatchObject({ scores: { l1: 0.1 } });
  });

  it('follows training, with the step at which it was made', async () => {
    const { emit, state } = await comparedPage();
    emit({ kind: 'training', status: { state: 'running', step: 0 } });
    emit({ kind: 'training', status: { state: 'idle', step: 12 } });
    await settled();
    expect(state().truth.result?.step).toBe(12);
  });

  it('says what went wrong, and not what an older model refused', async () => {
    let refuse: (error: Error) => void = () => undefined;
    const { engine, actions, state } = await startedPage({ compareWithTruth: () => new Promise((_, reject) => (refuse = reject)) });
    await actions.showNextPair();
    await settled();
    refuse(new Error('Out of memory.'));
    await settled();
    expect(state().truth.error).toBe('Out of memory.');
    actions.setNoiseSeed(3);
    await settled();
    await engine.reset();
    refuse(new Error('truth has 1024 values'));
    await settled();
    expect(state().truth.error).not.toBe('truth has 1024 values');
  });
});

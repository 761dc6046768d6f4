// Probes are drawn when due, kept under the engine's own step, thinned, and end with their weights.

import { describe, expect, it } from 'vitest';
import { presets } from '../config';
import type { StepRecord } from '../metrics';
import { blob, counts, settled, startedPage } from './fakes.suite';
import { addFrame, frameAt, maxFrames, maxProbes, type ProbeFrame } from './probes';

const record = (step: number): StepRecord => ({ step, epoch: 0, terms: {}, weights: {}, durationMs: 1 }) as unknown as StepRecord;
const frame = (step: number): ProbeFrame => ({ step, bytes: new Uint8ClampedArray([step % 256]) });

/** A page whose weights are `done.step` steps old, each pixel of a drawn picture saying so. */
async function probedPage() {
  const done = { step: 0 };
  const seeds: (number | undefined)[] = [];
  const page = await startedPage({
    forward: async ({ noiseSeed }) => {
      seeds.push(noiseSeed);
      return {
        step: done.step, image: new Float32Array(1024).fill(done.step / 255), faceFeatures: new Float32Array(1), expressionFeatures: new Float32Array(1),
        expressionLogits: new Float32Array(7), discriminator: { faceFeatures: new Float32Array(1), faceLogits: new Float32Array(6), expressionLogits: new Float32Array(7) },
      };
    },
  });
  await page.actions.fillSlot('face', blob, 'anna.png');
  await page.actions.fillSlot('expression', blob, 'happy.png');
  await settled();
  const learn = async (reported: number, engineStep = reported) => {
    done.step = engineStep;
    page.emit({ kind: 'steps', records: [record(reported - 1)] });
    await settled();
  };
  const steps = () => page.state().probes.list.map(({ frames }) => frames.map(({ step }) => step));
  return { ...page, learn, steps, seeds };
}

describe('probes', () => {
  it('are drawn at once, then when due, and kept under the step that the engine names', async () => {
    const { actions, learn, steps, state } = await probedPage();
    actions.keepProbe();
    await settled();
    expect(steps()).toEqual([[0]]);
    await learn(9);
    expect(steps()).toEqual([[0]]);
    await learn(11, 12);
    await learn(15);
    await learn(20);
    expect(steps()).toEqual([[0, 12, 20]]);
    expect([...state().probes.list[0]!.frames[1]!.bytes.slice(0, 2)]).toEqual([12, 12]);
    actions.setProbeInterval(3);
    await learn(21);
    expect(steps()).toEqual([[0, 12, 20, 21]]);
  });

  it('keep their noise when the page takes another, and their pair when the slots change', async () => {
    const { actions, learn, seeds, state } = await probedPage();
    actions.keepProbe();
    await settled();
    actions.setNoiseSeed(5);
    actions.clearSlot('face');
    await settled();
    seeds.length = 0;
    await learn(10);
    expect(seeds).toEqual([1]);
    expect(state().probes.list[0]!.name).toBe('anna.png + happy.png');
  });

  it('lose what was drawn later where the run goes back', async () => {
    const { actions, learn, steps, emit } = await probedPage();
    actions.keepProbe();
    await settled();
    await learn(10);
    await learn(20);
    emit({ kind: 'training', status: { state: 'idle', step: 12 } });
    expect(steps()).toEqual([[0, 10]]);
    await learn(19);
    expect(steps()).toEqual([[0, 10]]);
    await learn(21);
    expect(steps()).toEqual([[0, 10, 21]]);
  });

  it('are six at most', async () => {
    const { actions, state } = await probedPage();
    for (let i = 0; i <= maxProbes; i += 1) actions.keepProbe();
    expect(state().probes.list).toHaveLength(maxProbes);
  });

  it('begin anew with new weights, and go where a model of another size comes', async () => {
    const { actions, learn, steps, emit, state } = await probedPage();
    actions.keepProbe();
    await settled();
    await learn(10);
    actions.showProbesAt(0);
    await learn(0);
    await actions.reset();
    await settled();
    expect(steps()).toEqual([[0]]);
    expect(state().probes.shown).toBeNull();
    emit({ kind: 'model', config: presets.compact.config, parameters: counts, seed: 1 });
    expect(state().probes.list).toEqual([]);
  });
});

describe('frames', () => {
  it('are thinned when there are too many, the newest kept', () => {
    let frames: ProbeFrame[] = [];
    for (let step = 0; step <= maxFrames + 1; step += 1) frames = addFrame(frames, frame(step));
    expect(frames.length).toBeLessThan(maxFrames);
    expect(frames[0]!.step).toBe(0);
    expect(frames.at(-1)!.step).toBe(maxFrames + 1);
    expect(frames[1]!.step).toBe(2);
  });

  it('of a step are the newest up to it', () => {
    const frames = [frame(5), frame(10)];
    expect([4, 5, 9, 10, 99, null].map((step) => frameAt(frames, step)?.step ?? null)).toEqual([null, 5, 5, 10, 10, 10]);
  });
});

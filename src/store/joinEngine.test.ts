// The store without React, joined to an engine that answers as told: what becomes of events,
// results, errors, and of calls that overtake each other.

import { describe, expect, it } from 'vitest';
import { presets } from '../config';
import type { ForwardInput, InterpolationInput } from '../engine/engine';
import { blob, counts, device, fakeEngine, fakeStudio, idle, settled, startedPage } from './fakes.suite';
import { stepsUntilUpdate } from './figure';
import { createHistory } from './history';
import { createAppStore, joinEngine } from './joinEngine';
import { addressFields } from './setUp';

describe('start', () => {
  it('makes the model of the preset with its settings and the seed', async () => {
    const { state } = await startedPage();
    expect(state()).toMatchObject({ activity: null, failure: null, device, parameters: counts, config: presets.tiny.config });
    expect(state().training).toEqual({ ...presets.tiny.training, seed: 7 });
  });

  it('says why where no backend starts, and rejects for whoever waits', async () => {
    const { engine } = fakeEngine({ device: async () => { throw new Error('No backend works.'); } });
    const store = createAppStore();
    const { studio } = fakeStudio();
    await expect(joinEngine({ engine, studio, store, history: createHistory() }).start('tiny', 1)).rejects.toThrow('No backend works.');
    expect(store.getState().failure).toContain('No backend works.');
  });
});

describe('images', () => {
  it('draws as soon as both slots are filled', async () => {
    const { actions, state } = await startedPage();
    await actions.fillSlot('face', blob, 'a.png');
    await settled();
    expect(state().transfer.result).toBeNull();
    await actions.fillSlot('expression', blob, 'b.png');
    await settled();
    expect(state().transfer.result).toMatchObject({ step: 0, picture: { size: 32, channels: 1 } });
  });

  it('names a picture by the step that it was drawn at, which may be ahead of what was reported', async () => {
    const { actions, state } = await startedPage({ forward: async (input) => ({ ...await fakeEngine().engine.forward(input), step: 7 }) });
    await actions.fillSlot('face', blob, 'a.png');
    await actions.fillSlot('expression', blob, 'b.png');
    await settled();
    expect(state().transfer.result?.step).toBe(7);
  });

  it('keeps the image before a refused one, and says what was wrong', async () => {
    let refuse = false;
    const { actions, state } = await startedPage({
      prepareImage: async () => {
        if (refuse) throw new Error('This file is no image.');
        return new Float32Array(32 * 32);
      },
    });
    await actions.fillSlot('face', blob, 'good.png');
    refuse = true;
    await actions.fillSlot('face', blob, 'text.png');
    expect(state().slots.face).toMatchObject({ reading: false, error: 'text.png: This file is no image.', image: { name: 'good.png' } });
  });

  it('shows the image given last, though an earlier one was read later', async () => {
    const answers: ((values: Float32Array) => void)[] = [];
    const { actions, state } = await startedPage({ prepareImage: () => new Promise((resolve) => answers.push(resolve)) });
    const first = actions.fillSlot('face', blob, 'first.png');
    const second = actions.fillSlot('face', blob, 'second.png');
    await settled();
    answers[1]!(new Float32Array(32 * 32));
    answers[0]!(new Float32Array(32 * 32));
    await Promise.all([first, second]);
    expect(state().slots.face.image?.name).toBe('second.png');
  });

  it('reads images and sets again for a model of another size', async () => {
    const loaded: string[] = [];
    let side = 32;
    const { actions, emit, state } = await startedPage({
      prepareImage: async () => new Float32Array(side ** 2),
      loadDataset: async (branch) => { loaded.push(branch); return { branch, synthetic: false, images: side, classes: [], skipped: [] }; },
    });
    const newModel = async (preset: 'compact' | 'tiny', seed: number, dropped: boolean) => {
      const made = actions.newModel(preset, seed);
      if (dropped) emit({ kind: 'dataset', branch: 'face', report: null });
      await made;
    };
    await actions.fillSlot('face', blob, 'a.png');
    await actions.loadDataset('face', [{ path: 'a/a.png', blob }]);
    side = 64;
    await newModel('compact', 1, true);
    await settled();
    expect(state().slots.face.image?.picture.size).toBe(64);
    expect(loaded).toEqual(['face', 'face']);
    expect(state().datasets.face).toMatchObject({ report: { images: 64 }, error: null, loading: false });
    await newModel('compact', 2, false);
    expect(loaded).toHaveLength(2);
  });
});

describe('transfer', () => {
  it('never has two calls under way and ends with the newest state', async () => {
    const inputs: ForwardInput[] = [];
    let underWay = 0;
    const { engine } = fakeEngine();
    const { actions } = await startedPage({
      forward: async (input) => {
        underWay += 1;
        expect(underWay).toBe(1);
        inputs.push(input);
        await settled();
        underWay -= 1;
        return engine.forward(input);
      },
    });
    await actions.fillSlot('face', blob, 'a.png');
    await actions.fillSlot('expression', blob, 'b.png');
    for (let seed = 2; seed < 20; seed += 1) actions.setNoiseSeed(seed);
    await settled().then(settled).then(settled).then(settled);
    expect(inputs.length).toBeLessThan(5);
    expect(inputs.at(-1)!.noiseSeed).toBe(19);
  });
});

describe('interpolation', () => {
  it('sends the alpha only of an axis with two images', async () => {
    const inputs: InterpolationInput[] = [];
    const { engine } = fakeEngine();
    const { actions, state } = await startedPage({
      interpolate: (input) => { inputs.push(input); return engine.interpolate(input); },
    });
    for (const slot of ['face', 'expression', 'secondExpression'] as const) await actions.fillSlot(slot, blob, slot);
    actions.setAlpha('expression', -0.25);
    await settled();
    expect(inputs.at(-1)).toMatchObject({ noiseSeed: 1, expressionAlphas: [-0.25] });
    expect(inputs.at(-1)).not.toHaveProperty('faceAlphas');
    expect(inputs.at(-1)!.expressions).toHaveLength(2 * 32 * 32);
    expect(state().interpolation.result?.alphas).toEqual({ expression: -0.25, face: null });
    await actions.drawStrips();
    expect(state().strips.results.map(({ axis, cells }) => [axis, cells.map(({ alpha }) => alpha)])).toEqual([
      ['expression', [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]],
    ]);
  });
});

describe('training', () => {
  const record = { step: 4, epoch: 0.5, terms: { gTotal: 3 }, durationMs: 12 };

  it('keeps reports in the history and moves the step count', async () => {
    const { emit, history, state } = await startedPage();
    emit({ kind: 'training', status: { state: 'running', step: 4 } });
    emit({ kind: 'steps', records: [record] });
    expect(state()).toMatchObject({ status: { state: 'running', step: 5 }, latest: record });
    expect(history.present()?.data.terms.gTotal.values).toEqual([3]);
    expect(history.present()?.setups).toMatchObject([{ step: 4, setup: { preset: 'tiny', modelSeed: 7 } }]);
  });

  it('follows settings that the console changes: form, figure, address and curves', async () => {
    const { engine, emit, history, state } = await startedPage();
    expect(state().training).toEqual({ ...presets.tiny.training, seed: 7 });
    emit({ kind: 'training', status: { state: 'running', step: 4 } });
    await engine.setTraining({ batchSize: 9, faceDiscriminatorEvery: 3 });
    expect(state().training).toEqual({ ...presets.tiny.training, seed: 7, batchSize: 9, faceDiscriminatorEvery: 3 });
    expect(stepsUntilUpdate(4, state().training!).faceDiscriminator).toBe(2);
    expect(addressFields(state())).toMatchObject({ batchSize: 9, faceDiscriminatorEvery: 3, trainingSeed: undefined });
    await engine.setTraining({ seed: 8 });
    expect(addressFields(state())).toMatchObject({ seed: 7, trainingSeed: 8 });
    emit({ kind: 'steps', records: [record] });
    expect(history.present()?.setups.at(-1)?.setup.training.batchSize).toBe(9);
  });

  it('forgets the readouts on reset, and keeps the curves as a run before', async () => {
    const { emit, history, state, actions } = await startedPage();
    emit({ kind: 'steps', records: [record] });
    await actions.reset();
    expect(state()).toMatchObject({ status: idle, latest: null });
    expect(history.present()).toBeNull();
    expect(history.runs().map(({ data }) => data.steps)).toEqual([[4]]);
  });

  it('shows progress only while there is something to wait for', async () => {
    const { emit, state } = await startedPage();
    emit({ kind: 'progress', task: 'Compiling shaders', done: 3, total: 9 });
    expect(state().progress).toEqual({ task: 'Compiling shaders', done: 3, total: 9 });
    emit({ kind: 'progress', task: 'Compiling shaders', done: 9, total: 9 });
    expect(state().progress).toBeNull();
  });

  it('turns an error of the engine into one alert, however often it comes', async () => {
    const { actions, state } = await startedPage({ train: async () => { throw new Error('Load a face set first.'); } });
    await actions.train();
    await actions.train();
    expect(state().alerts.map(({ message }) => message)).toEqual(['Load a face set first.']);
    actions.dismissAlert(state().alerts[0]!.id);
    expect(state().alerts).toEqual([]);
  });

  it('tells of a lost device for good, and once', async () => {
    const { emit, state } = await startedPage();
    emit({ kind: 'trainingFailed', message: 'mapAsync failed' });
    emit({ kind: 'deviceLost', message: 'driver reset' });
    emit({ kind: 'trainingFailed', message: 'another failed' });
    expect(state().failure).toMatch(/driver reset.*Reload the page/);
    expect(state().alerts).toEqual([]);
  });

  it('tells of training that stopped by itself', async () => {
    const { emit, state } = await startedPage();
    emit({ kind: 'trainingFailed', message: 'gTotal is NaN.' });
    expect(state().alerts.map(({ message }) => message)).toEqual(['Training stopped by itself. gTotal is NaN.']);
  });

  it('says what the GPU refused, once, and what to do', async () => {
    const { emit, state } = await startedPage();
    emit({ kind: 'gpuFailed', message: 'it ran out of memory' });
    emit({ kind: 'gpuFailed', message: 'it ran out of memory' });
    expect(state().alerts.map(({ message }) => message)).toEqual([
      'The GPU refused a command: it ran out of memory. Training was stopped. A smaller batch or a smaller model needs less memory.',
    ]);
  });
});

describe('weights', () => {
  it('keeps curves and the last report where an import is refused', async () => {
    const { actions, emit, history, state } = await startedPage({ loadWeights: async () => { throw new Error('missing: G.a\nextra: G.b'); } });
    emit({ kind: 'steps', records: [{ step: 0, epoch: 0, terms: { gTotal: 3 }, durationMs: 1 }] });
    await actions.loadWeights([new File(['x'], 'x.safetensors')]);
    expect(state()).toMatchObject({ activity: null, status: { step: 1 }, weights: { report: null, error: 'missing: G.a\nextra: G.b' } });
    expect(history.last('gTotal')?.value).toBe(3);
  });
});

describe('what the console does', () => {
  const record = { step: 4, epoch: 0.5, terms: { gTotal: 3 }, durationMs: 12 };

  /** A page with both slots filled, whose engine counts what it draws and decodes. */
  async function drawnPage() {
    const calls = { forward: 0, prepareImage: 0 };
    const { engine: plain } = fakeEngine();
    let side = 32;
    const page = await startedPage({
      prepareImage: async () => { calls.prepareImage += 1; return new Float32Array(side ** 2); },
      forward: (input) => { calls.forward += 1; return plain.forward(input); },
    });
    await page.actions.fillSlot('face', blob, 'a.png');
    await page.actions.fillSlot('expression', blob, 'b.png');
    await settled();
    Object.assign(calls, { forward: 0, prepareImage: 0 });
    return { ...page, calls, setSide: (pixels: number) => (side = pixels) };
  }

  it('shows a model of another size: images decoded again, curves gone, its seed known', async () => {
    const { engine, emit, history, state, calls, setSide } = await drawnPage();
    emit({ kind: 'steps', records: [record] });
    setSide(64);
    await engine.create(presets.compact.config, { seed: 9 });
    await settled();
    expect(state()).toMatchObject({ config: presets.compact.config, modelSeed: 9, status: idle, latest: null });
    expect(state().training?.seed).toBe(9);
    expect(state().slots.face.image?.picture.size).toBe(64);
    expect(state().transfer).toMatchObject({ error: null, result: { picture: { size: 64 }, step: 0 } });
    expect(history.last('gTotal')).toBeNull();
    expect(calls).toEqual({ forward: 1, prepareImage: 2 });
  });

  it('draws once after a reset, a load and a new model of the same size, whoever asked', async () => {
    const { engine, actions, calls, state } = await drawnPage();
    for (const replace of [
      () => engine.reset(), () => actions.reset(), () => actions.newModel('tiny', 3), () => actions.loadWeights([new File(['x'], 'x')]),
    ]) {
      calls.forward = 0;
      await replace();
      await settled();
      expect(calls.forward).toBe(1);
    }
    expect(calls.prepareImage).toBe(0);
    expect(state().weights.report?.tensors).toBe(405);
    await engine.create(presets.tiny.config);
    expect(state().weights.report).toBeNull();
  });

  it('shows no error of a drawing that a new model overtook', async () => {
    const rejections: ((error: Error) => void)[] = [];
    const { engine, actions, state } = await startedPage({ forward: () => new Promise((_, reject) => rejections.push(reject)) });
    await actions.fillSlot('face', blob, 'a.png');
    await actions.fillSlot('expression', blob, 'b.png');
    await engine.create(presets.tiny.config);
    rejections[0]!(new Error('face has 1024 values'));
    await settled();
    expect(state().transfer.error).toBeNull();
  });

  it('keeps a file that is being read while the model is replaced', async () => {
    const answers: (() => void)[] = [];
    let side = 32;
    const { engine, actions, state } = await startedPage({
      prepareImage: () => new Promise((resolve) => answers.push(() => resolve(new Float32Array(side ** 2)))),
    });
    const answerAll = async () => { for (const answer of answers.splice(0)) answer(); await settled(); };
    const first = actions.fillSlot('face', blob, 'old.png');
    await settled();
    await answerAll();
    await first;
    const second = actions.fillSlot('face', blob, 'new.png');
    await settled();
    side = 64;
    await engine.create(presets.compact.config);
    while (answers.length > 0) await answerAll();
    await second;
    expect(state().slots.face).toMatchObject({ reading: false, image: { name: 'new.png', picture: { size: 64 } } });
  });

  it('says that a set was dropped, and does not load the page\'s files over the console\'s', async () => {
    const loaded: string[] = [];
    const { engine, actions, emit, state } = await startedPage({
      loadDataset: async (branch) => { loaded.push(branch); return { branch, synthetic: false, images: 2, classes: [], skipped: [] }; },
    });
    await actions.loadDataset('face', [{ path: 'a/a.png', blob }]);
    await engine.create(presets.compact.config);
    emit({ kind: 'dataset', branch: 'face', report: null });
    await settled();
    expect(state().datasets.face).toMatchObject({ report: null, error: expect.stringContaining('dropped') as string });
    emit({ kind: 'dataset', branch: 'face', report: { branch: 'face', synthetic: false, images: 7, classes: [], skipped: [] } });
    expect(state().datasets.face).toMatchObject({ report: { images: 7 }, error: null });
    emit({ kind: 'dataset', branch: 'face', report: null });
    await actions.newModel('tiny', 1);
    expect(loaded).toEqual(['face']);
  });
});

// The part of the engine's contract that needs image files: folders become training sets, training
// reports, pauses, stops and repeats itself, and stays in the way of nothing.

import { beforeEach, describe, expect, it } from 'vitest';
import type { Branch, EngineEvent, EngineHandle, ImageFile } from '../../src/engine/engine';
import type { StepRecord } from '../../src/metrics';
import { readSafetensors, writeSafetensors } from '../../src/weights/safetensors';
import { expectSame } from './expectSame';
import { smallestBatch, smallestConfig } from './smallest';

/** A folder of PNGs, one color ramp each: three identities, or three expressions. */
export async function imageFolder(branch: Branch, perClass: number): Promise<ImageFile[]> {
  const folders = branch === 'face' ? ['anna', 'ben', 'cem'] : ['happy', 'sad', 'surprise'];
  const files: ImageFile[] = [];
  for (const [label, folder] of folders.entries()) {
    for (let i = 0; i < perClass; i++) {
      const canvas = new OffscreenCanvas(32, 32);
      const context = canvas.getContext('2d')!;
      const ramp = context.createLinearGradient(0, 0, 32, 8 * label);
      ramp.addColorStop(0, `hsl(${60 * label + 10 * i}, 60%, 30%)`);
      ramp.addColorStop(1, `hsl(${60 * label}, 40%, ${60 + 5 * i}%)`);
      context.fillStyle = ramp;
      context.fillRect(0, 0, 32, 32);
      files.push({ path: `set/${folder}/${i}.png`, blob: await canvas.convertToBlob({ type: 'image/png' }) });
    }
  }
  return files;
}

/** Collects events, and waits for one. */
export function watch(engine: EngineHandle) {
  const events: EngineEvent[] = [];
  const waiting = new Set<() => void>();
  const unsubscribe = engine.subscribe((event) => {
    events.push(event);
    waiting.forEach((check) => check());
  });
  return {
    events,
    unsubscribe,
    records: (): StepRecord[] => events.flatMap((event) => (event.kind === 'steps' ? event.records : [])),
    until: (holds: (events: EngineEvent[]) => boolean) => new Promise<void>((resolve) => {
      const check = () => {
        if (!holds(events)) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    }),
  };
}

const states = (events: EngineEvent[]) => events.flatMap((event) => (event.kind === 'training' ? [event.status.state] : []));
/** A run has begun and ended. */
export const ended = (events: EngineEvent[]) => states(events).includes('warming') && states(events).at(-1) === 'idle';
const reported = (steps: number) => (events: EngineEvent[]) =>
  events.some((event) => event.kind === 'steps' && event.records.some(({ step }) => step >= steps));

export async function loadSets(engine: EngineHandle): Promise<void> {
  await engine.loadDataset('face', await imageFolder('face', 2));
  await engine.loadDataset('expression', await imageFolder('expression', 3));
}

export function trainingContract(engine: () => EngineHandle, { noImages }: { noImages?: string }): void {
  describe.skipIf(noImages !== undefined)(`training on folders${noImages ? ` (skipped: ${noImages})` : ''}`, () => {
    sets(engine);
    describe('with both sets', () => {
      beforeEach(() => loadSets(engine()));
      running(engine);
      repeating(engine);
      inTheWay(engine);
    });
  });
}

function sets(engine: () => EngineHandle): void {
  it('a folder becomes a set, and its report says what it holds and what was left out', async () => {
    const seen = watch(engine());
    const files = [...await imageFolder('expression', 2), { path: 'set/happy/notes.txt', blob: new Blob(['x']) }, { path: 'set/sad/bad.png', blob: new Blob(['x']) }];
    const report = await engine().loadDataset('expression', files);
    expect(report).toMatchObject({ branch: 'expression', images: 6 });
    expect(report.classes).toEqual(['surprise', 'fear', 'disgust', 'happiness', 'sadness', 'anger', 'neutral'].map((name) =>
      ({ name, images: ['surprise', 'happiness', 'sadness'].includes(name) ? 2 : 0 })));
    expect(report.skipped.map(({ path }) => path).sort()).toEqual(['set/happy/notes.txt', 'set/sad/bad.png']);
    await seen.until((events) => events.some(({ kind }) => kind === 'dataset'));
    expect(seen.events.filter(({ kind }) => kind === 'dataset')).toEqual([{ kind: 'dataset', branch: 'expression', report }]);
    expect(seen.events.filter((event) => event.kind === 'progress').at(-1)).toMatchObject({ done: 7, total: 7 });
    seen.unsubscribe();
    await expect(engine().loadDataset('face', [{ path: 'a/x.png', blob: new Blob(['x']) }])).rejects.toThrow('None of the 1 files is an image');
  });

  it('a model that a set does not fit drops it, says so, and training says which is missing', async () => {
    await loadSets(engine());
    const seen = watch(engine());
    await engine().create({ ...smallestConfig, faceClasses: 2 });
    await seen.until((events) => events.some(({ kind }) => kind === 'dataset'));
    expect(seen.events.filter(({ kind }) => kind === 'dataset')).toEqual([{ kind: 'dataset', branch: 'face', report: null }]);
    await expect(engine().train()).rejects.toThrow('Load a face set first.');
    seen.unsubscribe();
  });

  it('an image as the networks see it', async () => {
    const [file] = await imageFolder('face', 1);
    const values = await engine().prepareImage(file!.blob);
    expect(values).toHaveLength(256);
    expect(values.every((value) => value > 0.05 && value < 0.95)).toBe(true);
    expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(0.2);
    await expect(engine().prepareImage(new Blob(['text']))).rejects.toThrow('This file is no image');
  });
}

function running(engine: () => EngineHandle): void {
  it('train({ steps: 3 }) warms up, trains three steps, reports each, and stops', async () => {
    const seen = watch(engine());
    await engine().train({ steps: 3 });
    await seen.until(ended);
    seen.unsubscribe();
    expect(states(seen.events)).toEqual(['warming', 'running', 'idle']);
    expect(seen.records().map(({ step }) => step)).toEqual([0, 1, 2]);
    expect(seen.records()[0]!.terms).toHaveProperty('dFaceReal');
    expect(seen.records().every(({ terms, durationMs }) => Number.isFinite(terms.gTotal) && durationMs > 0)).toBe(true);
    expect(seen.records().map(({ epoch }) => epoch)).toEqual([2 / 9, 4 / 9, 6 / 9]);
    expect(await engine().status()).toEqual({ state: 'idle', step: 3 });
  });

  it('pause takes effect before the next step, with every step reported; train goes on from there', async () => {
    const seen = watch(engine());
    await engine().train();
    await seen.until(reported(1));
    const { state, step } = await engine().pause();
    expect(state).toBe('idle');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await engine().status()).toEqual({ state: 'idle', step });
    expect(seen.records().map((record) => record.step)).toEqual(Array.from({ length: step }, (_, i) => i));
    await engine().train({ steps: 2 });
    await seen.until(reported(step + 1));
    expect((await engine().pause()).step).toBe(step + 2);
    seen.unsubscribe();
  });

  it('a pause during the warm-up is heard', async () => {
    await engine().train();
    const { state, step } = await engine().pause();
    expect(state).toBe('idle');
    expect(step).toBeLessThan(3);
    expect(await engine().pause()).toEqual({ state, step }); // pausing what rests is no matter
  });

  it('setTraining holds from the next step on', async () => {
    const seen = watch(engine());
    await engine().train();
    await seen.until(reported(1));
    await engine().setTraining({ faceDiscriminatorEvery: 1, expressionDiscriminatorEvery: 1, batchSize: 3 });
    const { step: changed } = await engine().status();
    await seen.until(reported(changed + 4));
    const { step } = await engine().pause();
    seen.unsubscribe();
    const later = seen.records().filter((record) => record.step > changed);
    expect(later.length).toBe(step - changed - 1);
    for (const { terms, epoch, step: at } of later) {
      expect(terms).toHaveProperty('dFaceReal');
      expect(terms).toHaveProperty('dExpression');
      expect(epoch).toBeCloseTo((3 * (at + 1)) / 9, 9);
    }
  });
}

function repeating(engine: () => EngineHandle): void {
  const runOf = async (steps: number) => {
    const seen = watch(engine());
    await engine().train({ steps });
    await seen.until(ended);
    seen.unsubscribe();
    return seen.records().map(({ terms }) => terms);
  };

  it('equal seeds give equal losses, after a reset and with dropout; another seed gives others', async () => {
    await engine().setTraining({ dropout: 0.5 });
    const first = await runOf(4);
    expect(first).toHaveLength(4);
    await engine().reset();
    expect(await runOf(4)).toEqual(first);
    await engine().create(smallestConfig, { seed: 4 });
    expect((await runOf(1))[0]!.gTotal).not.toBe(first[0]!.gTotal);
  });

  it('reset gives back the initial weights bit for bit, keeps the sets, and stops a run', async () => {
    const initial = new Uint8Array(await engine().saveWeights());
    await runOf(2);
    await engine().train();
    await engine().reset();
    expect(await engine().status()).toEqual({ state: 'idle', step: 0 });
    expectSame(new Uint8Array(await engine().saveWeights()), initial);
    expect(await runOf(1)).toHaveLength(1);
  });

  it('tensors do not grow from run to run', async () => {
    await runOf(2);
    const { tensors, tensorBytes } = await engine().memory();
    for (let i = 0; i < 2; i++) {
      await runOf(3);
      expect(await engine().memory()).toMatchObject({ tensors, tensorBytes });
    }
  });
}

function inTheWay(engine: () => EngineHandle): void {
  it('while it runs, what would disturb it is refused and what only looks is answered', async () => {
    const seen = watch(engine());
    await engine().train();
    await expect(engine().step(smallestBatch())).rejects.toThrow('Training is running. Pause it first.');
    await expect(engine().train()).rejects.toThrow('Training is running');
    await expect(engine().benchmark({ config: smallestConfig, batch: 1, steps: 1 })).rejects.toThrow('Training is running');
    await expect(engine().loadDataset('face', await imageFolder('face', 1))).rejects.toThrow('Training is running');
    const { face, expression } = smallestBatch();
    expect((await engine().forward({ face, expression })).image.every(Number.isFinite)).toBe(true);
    expect(readSafetensors('saved', await engine().saveWeights()).has('G.fc_ER.fc3.bias')).toBe(true);
    expect((await engine().status()).state).not.toBe('idle');
    await engine().pause();
    seen.unsubscribe();
  });

  it('refused calls do not stop it', async () => {
    const seen = watch(engine());
    await engine().train();
    await seen.until(reported(0));
    await expect(engine().create({ ...smallestConfig, imageSize: 20 })).rejects.toThrow('config.imageSize');
    await expect(engine().loadWeights({ bad: new ArrayBuffer(4) })).rejects.toThrow('bad is not a usable');
    await expect(engine().setTraining({ dropout: 2 })).rejects.toThrow('settings.dropout');
    const { state, step } = await engine().status();
    expect(state).toBe('running');
    await seen.until(reported(step + 2));
    await engine().pause();
    seen.unsubscribe();
  });

  it('one network alone learns, and no other weight changes by a bit; an unknown name is refused', async () => {
    const prefixes = { faceDiscriminator: 'D_f', expressionDiscriminator: 'D_e' };
    const weights = async () => readSafetensors('saved', await engine().saveWeights());
    await expect(engine().train({ only: 'decoder' as never })).rejects.toThrow('only must be one of generator, expressionClassifier');
    await expect(engine().step(smallestBatch(), { only: 'generator', allTerms: true })).rejects.toThrow('exclude each other');
    expect((await engine().status()).step).toBe(0);
    for (const only of ['faceDiscriminator', 'expressionDiscriminator'] as const) {
      const before = await weights();
      const seen = watch(engine());
      await engine().train({ steps: 2, only });
      await seen.until(ended);
      seen.unsubscribe();
      expect(seen.records().map(({ terms }) => 'gTotal' in terms)).toEqual([false, false]);
      const after = await weights();
      const changed = [...after.keys()].filter((key) => after.get(key)!.values.some((value, i) => !Object.is(value, before.get(key)!.values[i])));
      const own = [...after.keys()].filter((key) => key.startsWith(prefixes[only]));
      expect(changed.filter((key) => !own.includes(key))).toEqual([]);
      expect(changed.length).toBeGreaterThan(own.length / 2);
    }
  });

  it('a run that fails says so and ends; a reset mends it', async () => {
    const seen = watch(engine());
    const weights = readSafetensors('saved', await engine().saveWeights());
    // Finite, so it is loaded; the distance of the logits is not.
    weights.get('G.fc_ER.fc3.bias')!.values.fill(-3e38, 1).fill(3e38, 0, 1);
    await engine().loadWeights({ overflowing: writeSafetensors(weights) });
    await engine().train();
    await seen.until((events) => events.some(({ kind }) => kind === 'trainingFailed') && ended(events));
    const failure = seen.events.find((event) => event.kind === 'trainingFailed')!;
    expect(failure.message).toMatch(/^mExpression became (NaN|-?Infinity) at step 0\. Reset, and try smaller learning rates\./);
    await engine().reset();
    expect(Number.isFinite((await engine().step(smallestBatch())).gTotal)).toBe(true);
    seen.unsubscribe();
  });
}

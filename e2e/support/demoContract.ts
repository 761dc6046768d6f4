// The part of the engine's contract that has to do with the demo set: it becomes both training sets,
// images can be added, and transfers are scored against their true answers.

import { describe, expect, it } from 'vitest';
import type { EngineHandle } from '../../src/engine/engine';
import { randomImages, smallestConfig } from './smallest';
import { imageFolder, watch } from './trainingContract';

export function demoContract(engine: () => EngineHandle, { noImages }: { noImages?: string }): void {
  it('one transfer against its true answer', async () => {
    const [face, expression] = [randomImages(1, 1), randomImages(1, 2)];
    const drawn = await engine().forward({ face, expression, noiseSeed: 4 });
    const perfect = await engine().compareWithTruth({ face, expression, truth: drawn.image, noiseSeed: 4 });
    expect(perfect.scores).toMatchObject({ l1: expect.closeTo(0, 5) as number, ssim: expect.closeTo(1, 4) as number });
    const other = await engine().compareWithTruth({ face, expression, truth: face, noiseSeed: 4 });
    const mean = drawn.image.reduce((sum, value, i) => sum + Math.abs(value - face[i]!), 0) / face.length;
    expect(other.scores.l1).toBeCloseTo(mean, 4);
    expect(other.difference.reduce((sum, value) => sum + value, 0) / face.length).toBeCloseTo(mean, 4);
    expect(other.scores).toMatchObject({ l1Changed: null, ssimChanged: null, changeCosine: null }); // the truth is the face: nothing changes
    await expect(engine().compareWithTruth({ face, expression, truth: randomImages(2, 1) })).rejects.toThrow('truth must be one image');
  });

  it('refuses an evaluation that makes no sense', async () => {
    await expect(engine().evaluateTransfer({ group: 'everyone' as 'test' })).rejects.toThrow('group must be test or heldOut');
    await expect(engine().evaluateTransfer({ pairs: 0 })).rejects.toThrow('pairs');
  });

  describe.skipIf(noImages !== undefined)(`the demo set${noImages ? ` (skipped: ${noImages})` : ''}`, () => {
    it('becomes both training sets, with as many identities as the model tells apart', async () => {
      const seen = watch(engine());
      const reports = await engine().loadDemoSet();
      expect(reports.face).toMatchObject({ branch: 'face', synthetic: true, images: 56 * smallestConfig.faceClasses, skipped: [] });
      expect(reports.expression.classes.map(({ name }) => name)).toEqual(['surprise', 'fear', 'disgust', 'happiness', 'sadness', 'anger', 'neutral']);
      expect(new Set(reports.expression.classes.map(({ images }) => images)).size).toBe(1);
      await seen.until((events) => events.filter(({ kind }) => kind === 'dataset').length === 2);
      expect(seen.events.flatMap((event) => (event.kind === 'dataset' ? [event.report] : []))).toEqual([reports.face, reports.expression]);
      seen.unsubscribe();
      await engine().setTraining({ batchSize: 2 });
      await engine().train({ steps: 1 });
      await engine().pause();
    });

    it('takes further images, all or none', async () => {
      await engine().create({ ...smallestConfig, imageSize: 32 }); // drops what is there
      await engine().create(smallestConfig);
      const files = await imageFolder('expression', 1);
      const first = await engine().addImages('expression', files.slice(0, 1));
      expect(first).toMatchObject({ images: 1, synthetic: false });
      const both = await engine().addImages('expression', files.slice(1));
      expect(both.classes.filter(({ images }) => images > 0).map(({ name }) => name).sort()).toEqual(['happiness', 'sadness', 'surprise']);
      const bad = [...files, { path: 'happy/bad.png', blob: new Blob(['x']) }];
      await expect(engine().addImages('expression', bad)).rejects.toThrow(/bad\.png.*Nothing was added/);
      expect(await engine().addImages('expression', files)).toMatchObject({ images: 6 });
    });

    it('stays synthetic with what the studio adds, and refuses an identity too many', async () => {
      await engine().loadDemoSet();
      const [file] = await imageFolder('face', 1);
      await expect(engine().addImages('face', [{ path: 'stranger/1.png', blob: file!.blob }])).rejects.toThrow('another one does not fit');
      const demo = await engine().loadDemoSet();
      const known = demo.face.classes[0]!.name;
      const added = await engine().addImages('face', [{ path: `${known}/1.png`, blob: file!.blob, synthetic: true }]);
      expect(added).toMatchObject({ synthetic: true, images: demo.face.images + 1 });
      expect(added.classes[0]).toEqual({ name: known, images: 57 });
      expect(await engine().addImages('face', [{ path: `${known}/2.png`, blob: file!.blob }])).toMatchObject({ synthetic: false });
    });

    it('has examples of its test people', async () => {
      const examples = await engine().demoExamples();
      expect(examples.length).toBeGreaterThanOrEqual(12);
      for (const { face, expression } of examples) expect(face.identity).not.toBe(expression.identity);
      expect(new Set(examples.map(({ expression }) => expression.expression.name)).size).toBe(6);
    });

    it('scores the model on truth pairs beside the trivial answers', async () => {
      const scored = await engine().evaluateTransfer({ pairs: 6, judges: false });
      expect(scored).toMatchObject({ group: 'test', pairs: 6, step: 0, imageSize: 16, confusion: null });
      expect(scored.face.l1).toBeLessThan(scored.expression.l1);
      expect(scored.face.l1).toBeLessThan(scored.generated.l1);
      expect(scored.face.changeCosine).toBeNull();
      expect(Math.abs(scored.generated.changeCosine!)).toBeLessThan(0.5);
      const { tensors } = await engine().memory();
      const again = await engine().evaluateTransfer({ pairs: 6, judges: false });
      expect(again).toEqual(scored);
      expect(await engine().memory()).toMatchObject({ tensors });
    });

    it('can be stopped, and is in nobody\'s way afterwards', async () => {
      const running = engine().evaluateTransfer({ pairs: 64, judges: false });
      const seen = watch(engine());
      await seen.until((events) => events.some((event) => event.kind === 'progress' && event.task === 'Drawing truth pairs'));
      await expect(engine().create(smallestConfig)).rejects.toThrow('An evaluation is running');
      await engine().cancelEvaluation();
      await expect(running).rejects.toThrow('canceled');
      seen.unsubscribe();
      await engine().create(smallestConfig);
    });
  });
}

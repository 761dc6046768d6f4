// The training sets and the first visit without React: which set is the last word, what comes back
// after a model of another size, and that nothing a person gave is replaced unasked.

import { describe, expect, it } from 'vitest';
import { presets } from '../config';
import type { Branch, EngineHandle } from '../engine/engine';
import { blob, report, settled, startedPage } from './fakes.suite';

/** An engine that writes down every change of the sets. */
function recordedSets(changes: Partial<EngineHandle> = {}) {
  const calls: string[] = [];
  const engine: Partial<EngineHandle> = {
    loadDataset: async (branch, files) => { calls.push(`folder ${branch}: ${files.map(({ path }) => path).join()}`); return report(branch, files.length); },
    addImages: async (branch, files) => { calls.push(`add ${branch}: ${files.map(({ path }) => path).join()}`); return report(branch, 100 + files.length, true); },
    loadDemoSet: async () => { calls.push('demo'); return { face: report('face', 100, true), expression: report('expression', 200, true) }; },
    ...changes,
  };
  return { calls, engine };
}

const file = (path: string) => ({ path, blob });
const folder = [file('anna/1.png')];

describe('a first visit', () => {
  it('has both sets and two different people in the slots, marked as drawn', async () => {
    const { actions, state } = await startedPage();
    await actions.showDemo();
    await settled();
    expect(state()).toMatchObject({
      demo: { loading: false, error: null },
      datasets: { face: { loading: false, report: { synthetic: true } }, expression: { loading: false, report: { synthetic: true } } },
      slots: { face: { image: { name: 'person 1 · neutral', scene: { identity: 1 } } }, expression: { image: { name: 'person 11 · anger', scene: { identity: 11 } } } },
    });
    expect(state().transfer.result).not.toBeNull();
    expect(state().truth.result).toMatchObject({ scores: { changeCosine: 0.5 }, step: 0 });
  });

  it('leaves what a person gave meanwhile, even while it is still being read', async () => {
    const answers: (() => void)[] = [];
    const { actions, state } = await startedPage({
      prepareImage: () => new Promise((resolve) => answers.push(() => resolve(new Float32Array(32 * 32)))),
    });
    void actions.fillSlot('face', blob, 'mine.png');
    const shown = actions.showDemo();
    await settled();
    for (const answer of answers) answer();
    await shown;
    expect(state().slots).toMatchObject({ face: { image: { name: 'mine.png' } }, expression: { image: { name: 'person 11 · anger' } } });
    actions.clearSlot('face');
    await actions.showDemo();
    expect(state().slots.face.image).toBeNull();
  });

  it('shows another pair where asked', async () => {
    const { actions, state } = await startedPage();
    await actions.showDemo();
    await actions.fillSlot('face', blob, 'mine.png');
    await actions.showNextPair();
    expect(state().slots.face.image?.scene?.identity).toBe(2);
    await actions.showNextPair();
    expect(state().slots.face.image?.scene?.identity).toBe(1);
  });

  it('says what is wrong with the demo set, and leaves the sets as they were', async () => {
    const { actions, state } = await startedPage({ loadDemoSet: async () => { throw new Error('demo/index.json: 404. Build the page again.'); } });
    await actions.loadDataset('face', folder);
    await actions.showDemo();
    expect(state().demo).toEqual({ loading: false, error: 'The demo faces could not be loaded. demo/index.json: 404. Build the page again.' });
    expect(state().datasets).toMatchObject({ face: { loading: false, error: null, report: { images: 2 } }, expression: { loading: false, report: null } });
  });
});

describe('changes of a set', () => {
  it('wait for each other: the folder dropped while the demo set is read is the one that stays', async () => {
    let finish: () => void = () => undefined;
    const { calls, engine } = recordedSets();
    const { actions, state } = await startedPage({
      ...engine,
      loadDemoSet: () => new Promise((resolve) => (finish = () => resolve({ face: report('face', 100, true), expression: report('expression', 200, true) }))),
    });
    const demo = actions.showDemo();
    const dropped = actions.loadDataset('face', folder);
    await settled();
    expect(calls).toEqual([]);
    expect(state().datasets.face.loading).toBe(true);
    finish();
    await Promise.all([demo, dropped]);
    expect(calls).toEqual(['folder face: anna/1.png']);
    expect(state().datasets).toMatchObject({
      face: { loading: false, report: { images: 1, synthetic: false } }, expression: { loading: false, report: { images: 200, synthetic: true } },
    });
  });

  it('are tried again where the model was replaced meanwhile', async () => {
    const { calls, engine: sets } = recordedSets();
    let first = true;
    const { engine, actions, state } = await startedPage({
      ...sets,
      loadDemoSet: async () => {
        if (first) {
          first = false;
          await engine.create(presets.compact.config);
          throw new Error('The model was replaced while the images were read. Load them again.');
        }
        return sets.loadDemoSet!();
      },
    });
    await actions.showDemo();
    expect(calls).toEqual(['demo']);
    expect(state()).toMatchObject({ demo: { error: null }, datasets: { face: { report: { images: 100 } } } });
  });
});

describe('after a model that the sets do not fit', () => {
  async function replaced(prepare: (actions: Awaited<ReturnType<typeof startedPage>>['actions']) => Promise<unknown>, dropped: Branch[] = ['face', 'expression']) {
    const { calls, engine } = recordedSets();
    const page = await startedPage(engine);
    await prepare(page.actions);
    calls.length = 0;
    const made = page.actions.newModel('compact', 1);
    for (const branch of dropped) page.emit({ kind: 'dataset', branch, report: null });
    await made;
    return { ...page, calls };
  }

  it('the demo set comes back with what was added to it', async () => {
    const { calls, state } = await replaced(async (actions) => {
      await actions.showDemo();
      actions.choosePerson(17);
      await actions.addToSet('face');
      await actions.addToSet('face');
    });
    expect(calls).toEqual(['demo', 'add face: person 17/person 17 happiness 1.png,person 17/person 17 happiness 2.png']);
    expect(state().datasets).toMatchObject({ face: { error: null, report: { images: 102 } }, expression: { error: null, report: { images: 200 } } });
  });

  it('a folder beside the demo set comes back, too, though only the other set was dropped', async () => {
    const { calls, state } = await replaced(async (actions) => {
      await actions.showDemo();
      await actions.loadDataset('expression', [file('joy/1.png')]);
    }, ['face']);
    expect(calls).toEqual(['demo', 'folder expression: joy/1.png']);
    expect(state().datasets.expression.report).toMatchObject({ images: 1, synthetic: false });
  });

  it('a set that the studio began comes back as files', async () => {
    const { calls } = await replaced(async (actions) => {
      actions.choosePerson(17);
      await actions.addToSet('expression');
    });
    expect(calls).toEqual(['folder expression: happiness/person 17 happiness 1.png']);
  });

  it('says what does not fit any more, and keeps the rest', async () => {
    const { calls, engine } = recordedSets();
    let full = false;
    const { actions, emit, state } = await startedPage({
      ...engine,
      addImages: async (branch, files) => {
        if (full) throw new Error('The model tells 5 apart.');
        return engine.addImages!(branch, files);
      },
    });
    await actions.showDemo();
    await actions.addToSet('face');
    full = true;
    const made = actions.newModel('compact', 1);
    for (const branch of ['face', 'expression'] as const) emit({ kind: 'dataset', branch, report: null });
    await made;
    expect(calls.at(-1)).toBe('demo');
    expect(state().datasets.face).toMatchObject({ report: { images: 100 }, error: 'The model tells 5 apart.' });
  });
});

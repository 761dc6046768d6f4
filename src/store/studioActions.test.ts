// The person studio without React and without a renderer: who is shown, which scene a picture that is
// given away is of, and what becomes of it.

import { describe, expect, it } from 'vitest';
import type { ImageFile } from '../engine/engine';
import type { Scene } from '../people/studio';
import { report, settled, startedPage } from './fakes.suite';
import { stranger } from './scenes';

/** A studio whose drawings wait to be finished. */
function slowStudio() {
  const waiting: { scene: Scene; finish: () => void }[] = [];
  const draw = (scene: Scene) => new Promise<Blob>((resolve) => waiting.push({ scene, finish: () => resolve(new Blob([JSON.stringify(scene)])) }));
  const finishAll = async () => { for (const { finish } of waiting.splice(0)) finish(); await settled(); };
  return { waiting, studio: { draw }, finishAll };
}

const turned = (yaw: number) => (scene: Scene): Scene => ({ ...scene, view: { ...scene.view, yaw } });
const sceneIn = async (blob: Blob) => JSON.parse(await blob.text()) as Scene;

describe('people', () => {
  it('come by the address\'s seed, differ, and have four digits', async () => {
    const { actions, state } = await startedPage();
    expect(state().studio).toMatchObject({ people: [stranger(7, 0)], shown: 0, drawn: null, drawing: false });
    for (let count = 1; count < 20; count += 1) actions.newPerson();
    const { people, scene } = state().studio;
    expect(people).toEqual(Array.from({ length: 20 }, (_, count) => stranger(7, count)));
    expect(scene.identity).toBe(people.at(-1));
    expect(new Set(people).size).toBeGreaterThan(15);
    for (const identity of people) expect(identity >= 1000 && identity <= 9999).toBe(true);
  });

  it('are gone back and on to; someone new forgets who came after', async () => {
    const { actions, state } = await startedPage();
    const first = state().studio.scene.identity;
    actions.choosePerson(17);
    actions.choosePerson(18);
    actions.personBefore();
    expect(state().studio.scene.identity).toBe(17);
    actions.personBefore();
    actions.personBefore();
    expect(state().studio.scene.identity).toBe(first);
    actions.personAfter();
    actions.personAfter();
    actions.personAfter();
    expect(state().studio).toMatchObject({ shown: 2, scene: { identity: 18 } });
    actions.personBefore();
    actions.choosePerson(40);
    expect(state().studio.people).toEqual([first, 17, 40]);
  });
});

describe('drawing', () => {
  it('follows the newest scene with one drawing under way, and tells when the picture is behind', async () => {
    const { waiting, studio, finishAll } = slowStudio();
    const { actions, state } = await startedPage({}, studio);
    for (let yaw = 1; yaw <= 30; yaw += 1) actions.changeScene(turned(yaw));
    expect(waiting).toHaveLength(1);
    await finishAll();
    expect(state().studio).toMatchObject({ drawing: true, drawn: { scene: { view: { yaw: 1 } } } });
    expect(waiting.map(({ scene }) => scene.view.yaw)).toEqual([30]);
    await finishAll();
    expect(state().studio).toMatchObject({ drawing: false, drawn: { scene: { view: { yaw: 30 } }, description: { sex: 'female' } } });
    expect(waiting).toHaveLength(0);
  });

  it('says what went wrong, keeps the picture before, and goes on after it', async () => {
    let broken = false;
    const { actions, state } = await startedPage({}, {
      draw: async () => {
        if (broken) throw new Error('People are drawn with WebGL 2.');
        return new Blob();
      },
    });
    actions.changeScene(turned(1));
    await settled();
    broken = true;
    actions.changeScene(turned(2));
    await settled();
    expect(state().studio).toMatchObject({ drawing: false, error: 'People are drawn with WebGL 2.', drawn: { scene: { view: { yaw: 1 } } } });
    broken = false;
    actions.drawPerson();
    await settled();
    expect(state().studio).toMatchObject({ error: null, drawn: { scene: { view: { yaw: 2 } } } });
  });
});

describe('use as an image', () => {
  it('gives the scene of the click, though the controls move on while it is drawn', async () => {
    const { studio, finishAll } = slowStudio();
    const { actions, state } = await startedPage({}, studio);
    actions.choosePerson(16);
    await finishAll();
    expect(state().studio.drawn?.scene.identity).toBe(16);
    actions.choosePerson(17);
    const used = actions.useAs('face');
    actions.choosePerson(18);
    await finishAll();
    await finishAll();
    await used;
    const { image } = state().slots.face;
    expect(image).toMatchObject({ name: 'person 17 · happiness', scene: { identity: 17 } });
    expect(await sceneIn(image!.source)).toEqual(image!.scene);
  });

  it('takes the drawn picture rather than drawing again, and says so', async () => {
    const { actions, state, drawn } = await startedPage();
    actions.choosePerson(17);
    await settled();
    await actions.useAs('secondExpression');
    expect(drawn).toHaveLength(1);
    expect(state().studio.note).toEqual({ text: 'person 17 · happiness is the second expression.', failed: false });
  });

  it('yields to a file that was given after the click', async () => {
    const { studio, finishAll } = slowStudio();
    const { actions, state } = await startedPage({}, studio);
    const used = actions.useAs('face');
    await actions.fillSlot('face', new Blob(['file']), 'mine.png');
    await finishAll();
    await used;
    expect(state().slots.face.image).toMatchObject({ name: 'mine.png' });
    expect(state().slots.face.image).not.toHaveProperty('scene');
    expect(state().studio.note).toBeNull();
  });

  it('says at the slot why nobody came', async () => {
    const { actions, state } = await startedPage({}, { draw: async () => { throw new Error('Switch on hardware acceleration.'); } });
    actions.choosePerson(17);
    await actions.useAs('face');
    expect(state().slots.face).toMatchObject({ image: null, reading: false, error: 'person 17 · happiness: Switch on hardware acceleration.' });
  });
});

describe('add to a set', () => {
  it('files the picture under its person or its expression, as synthetic, and says how many there are', async () => {
    const added: [string, ImageFile[]][] = [];
    const { actions, state } = await startedPage({
      addImages: async (branch, files) => { added.push([branch, files]); return report(branch, 1681); },
    });
    actions.choosePerson(17);
    await actions.addToSet('face');
    await actions.addToSet('expression');
    expect(added.map(([branch, [file]]) => [branch, file!.path.split('/')[0], file!.synthetic])).toEqual([
      ['face', 'person 17', true], ['expression', 'happiness', true],
    ]);
    expect(new Set(added.map(([, [file]]) => file!.path)).size).toBe(2);
    expect((await sceneIn(added[0]![1][0]!.blob)).identity).toBe(17);
    expect(state().studio.note).toEqual({ text: 'person 17 · happiness added to the expression set, 1,681 images.', failed: false });
    expect(state().datasets.expression.report?.images).toBe(1681);
  });

  it('keeps the note on the newest, though an older one ends later', async () => {
    const { waiting, studio, finishAll } = slowStudio();
    const { actions, state } = await startedPage({}, studio);
    const used = actions.useAs('face');
    const added = actions.addToSet('expression');
    waiting.pop()!.finish();
    await added;
    await finishAll();
    await used;
    expect(state().slots.face.image).not.toBeNull();
    expect(state().studio.note?.text).toContain('added to the expression set');
  });

  it('says why a picture was refused, and the set stays', async () => {
    const { actions, state } = await startedPage({ addImages: async () => { throw new Error('The model tells 20 apart.'); } });
    await actions.loadDataset('face', []);
    actions.choosePerson(17);
    await actions.addToSet('face');
    expect(state().studio.note).toEqual({ text: 'person 17 · happiness was not added to the face set. The model tells 20 apart.', failed: true });
    expect(state().datasets.face).toMatchObject({ loading: false, error: null, report: { images: 2 } });
  });
});

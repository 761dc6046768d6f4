// The person studio: whom it shows, how, and where the picture goes. Surprise: every change of a
// control asks for a drawing, but at most one is under way, so the picture follows the newest scene;
// what is given away is always the scene of the moment of the click, drawn or not.

import type { Branch, ImageFile } from '../engine/engine';
import type { Scene } from '../people/studio';
import { messageOf } from './errors';
import type { GivenImage } from './imageActions';
import { createLatestWins } from './latestWins';
import type { Joint } from './joint';
import { drawnSide, personName, sceneName, stranger } from './scenes';
import type { SlotName, StudioState } from './state';

const slotWords: Record<SlotName, string> = {
  face: 'face image', expression: 'expression image', secondFace: 'second face', secondExpression: 'second expression',
};

/** Where pictures may go. */
export interface StudioTargets {
  giveSlot: (slot: SlotName, image: GivenImage) => Promise<boolean>;
  addImages: (branch: Branch, files: ImageFile[]) => Promise<{ images: number }>;
}

export function createStudioActions({ studio, store }: Pick<Joint, 'studio' | 'store'>, { giveSlot, addImages }: StudioTargets) {
  let seed = 1;
  let strangers = 0;
  let added = 0;
  /** Counts what was given away: only the newest may leave a note. */
  let given = 0;

  const current = () => store.getState().studio;
  const update = (change: Partial<StudioState>) => store.setState((state) => ({ studio: { ...state.studio, ...change } }));
  const drawing = createLatestWins(draw);

  async function draw(): Promise<void> {
    const { scene } = current();
    try {
      const [picture, description] = await Promise.all([studio.draw(scene, drawnSide), studio.describe(scene.identity)]);
      update({ drawn: { scene, picture, description }, error: null });
    } catch (error) {
      update({ error: messageOf(error) });
    }
    if (current().scene === scene) update({ drawing: false });
  }

  /** The pen for the note on what is being given away; the note before goes. */
  function newNote(): (text: string, failed?: boolean) => void {
    const turn = ++given;
    update({ note: null });
    return (text, failed = false) => {
      if (turn === given) update({ note: { text, failed } });
    };
  }

  function show(scene: Scene): void {
    update({ scene, drawing: true });
    drawing.request();
  }

  function showPerson(identity: number, seen: Pick<StudioState, 'people' | 'shown'>): void {
    update({ ...seen, note: null });
    show({ ...current().scene, identity });
  }

  function pictureOf(scene: Scene): Blob | Promise<Blob> {
    const { drawn } = current();
    return drawn?.scene === scene ? drawn.picture : studio.draw(scene, drawnSide);
  }

  /** Back or on among the people seen. */
  function turnTo(shown: number): void {
    const { people } = current();
    const identity = people[shown];
    if (identity !== undefined) showPerson(identity, { people, shown });
  }

  /** Anyone by number; who follows the present one is forgotten, as in a browser's history. */
  function choosePerson(identity: number): void {
    const people = [...current().people.slice(0, current().shown + 1), identity];
    showPerson(identity, { people, shown: people.length - 1 });
  }

  return {
    /** Chooses the first person; draws nobody yet. */
    prepareStudio(startSeed: number): void {
      seed = startSeed;
      strangers = 1;
      const identity = stranger(seed, 0);
      update({ scene: { ...current().scene, identity }, people: [identity], shown: 0 });
    },
    drawPerson: () => show(current().scene),
    newPerson: () => choosePerson(stranger(seed, strangers++)),
    choosePerson,
    personBefore: () => turnTo(current().shown - 1),
    personAfter: () => turnTo(current().shown + 1),
    changeScene: (change: (scene: Scene) => Scene) => show(change(current().scene)),
    async useAs(slot: SlotName): Promise<void> {
      const { scene } = current();
      const name = sceneName(scene);
      const note = newNote();
      if (await giveSlot(slot, { source: pictureOf(scene), name, scene })) note(`${name} is the ${slotWords[slot]}.`);
    },
    async addToSet(branch: Branch): Promise<void> {
      const { scene } = current();
      const name = sceneName(scene);
      const note = newNote();
      try {
        const folder = branch === 'face' ? personName(scene.identity) : scene.expression.name;
        const path = `${folder}/${name.replace(' · ', ' ')} ${++added}.png`;
        const { images } = await addImages(branch, [{ path, blob: await pictureOf(scene), synthetic: true }]);
        note(`${name} added to the ${branch} set, ${images.toLocaleString('en-US')} images.`);
      } catch (error) {
        note(`${name} was not added to the ${branch} set. ${messageOf(error)}`, true);
      }
    },
  };
}

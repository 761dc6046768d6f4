// The images of the swap matrix: from files, from the slots, or the demo people. Surprise: a change of
// them or of the model drops the matrix, which is told by the images that it was drawn from.

import { messageOf } from './errors';
import { report, type AppStore, type Joint } from './joint';
import { fits } from './pictures';
import { preparePicture } from './preparePicture';
import { drawnSide, sceneName } from './scenes';
import { initialState, type Axis, type SwapImage, type SwapState } from './state';

/** Images per axis that the page shows. */
export const mostSwapImages = 6;
/** Demo people per axis. */
const demoPeople = 3;
const axes = ['face', 'expression'] as const;
export const noResult = { result: null, detail: null, drawing: false, error: null } satisfies Partial<SwapState>;

interface GivenImage {
  axis: Axis;
  name: string;
  /** Asked for when its turn has come. */
  read: () => Blob | Promise<Blob>;
}

export function updateSwap(store: AppStore, change: Partial<SwapState>): void {
  store.setState(({ swap }) => ({ swap: { ...swap, ...change } }));
}

/** @param modelMade resolves when there is a model: what is given earlier waits for it */
export function createSwapImages(joint: Joint, modelMade: () => Promise<void>) {
  const { engine, studio, store } = joint;
  const swap = () => store.getState().swap;
  const update = (change: Partial<SwapState>) => updateSwap(store, change);
  let lastId = 0;
  let reading = 0;

  /** Appends what can be read; the rest is said, and loses nothing. */
  async function add(given: GivenImage[]): Promise<void> {
    reading += 1;
    update({ reading: true, error: null });
    await modelMade().catch(() => undefined); // the page says why there is none
    const problems: string[] = [];
    for (const { axis, name, read } of given) {
      try {
        if (swap().images[axis].length >= mostSwapImages) throw new Error(`${mostSwapImages} ${axis} images are the most; remove one first.`);
        const blob = await read();
        const image: SwapImage = { id: ++lastId, name, source: blob, picture: await preparePicture(joint, blob) };
        const { images } = swap();
        if (images[axis].length < mostSwapImages) update({ ...noResult, images: { ...images, [axis]: [...images[axis], image] } });
      } catch (error) {
        problems.push(`${name}: ${messageOf(error)}`);
      }
    }
    reading -= 1;
    update({ reading: reading > 0, ...(problems.length > 0 && { error: problems.join(' ') }) });
  }

  return {
    addSwapFiles: (axis: Axis, files: { name: string; blob: Blob }[]) => add(files.map(({ name, blob }) => ({ axis, name, read: () => blob }))),
    /** The images in the page's slots that are not in the matrix yet. */
    addSwapSlots(): Promise<void> {
      const { slots } = store.getState();
      const of: Record<Axis, (keyof typeof slots)[]> = { face: ['face', 'secondFace'], expression: ['expression', 'secondExpression'] };
      return add(axes.flatMap((axis) => of[axis].flatMap((slot) => {
        const { image } = slots[slot];
        if (!image || swap().images[axis].some(({ source }) => source === image.source)) return [];
        return [{ axis, name: image.name, read: () => image.source }];
      })));
    },
    /** Test people of the demo set instead of what there is. */
    async showSwapDemo(): Promise<void> {
      try {
        const examples = (await engine.demoExamples()).slice(0, demoPeople);
        update({ ...noResult, images: { face: [], expression: [] } });
        await add(examples.flatMap((example) => axes.map((axis) =>
          ({ axis, name: sceneName(example[axis]), read: () => studio.draw(example[axis], drawnSide) }))));
      } catch (error) {
        update({ error: `The demo people could not be shown. ${messageOf(error)}` });
      }
    },
    removeSwapImage(axis: Axis, id: number): void {
      const { images } = swap();
      update({ ...noResult, images: { ...images, [axis]: images[axis].filter((image) => image.id !== id) } });
    },
    clearSwapImages: () => update({ ...noResult, images: initialState.swap.images }),
    /** After any new model, the console's too. */
    async refitSwapImages(): Promise<void> {
      update(noResult);
      try {
        const config = store.getState().config!;
        const refit = async (image: SwapImage) =>
          (fits(image.picture, config) ? image : { ...image, picture: await preparePicture(joint, image.source) });
        for (const axis of axes) {
          const refitted = await Promise.all(swap().images[axis].map(refit));
          const { images } = swap();
          // Some may be gone or new meanwhile.
          update({ images: { ...images, [axis]: images[axis].map((image) => refitted.find(({ id }) => id === image.id) ?? image) } });
        }
      } catch (error) {
        report(store, `The images of the swap matrix could not be prepared for the new model. ${messageOf(error)}`);
      }
    },
  };
}

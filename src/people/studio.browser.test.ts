// People drawn in Chromium: the same scene gives the same picture in another studio, and the picture
// that was shipped; what a scene says is what is seen; scenes out of range are refused.

import { afterAll, describe, expect, it } from 'vitest';
import { frontView, type Scene } from './studio';
import { createStudio } from './workerStudio';

const assets = new URL('/people/', location.href).href;
const studio = createStudio(assets);
afterAll(() => studio.dispose());

const side = 64;
const resting: Scene = { identity: 4, expression: { name: 'neutral', strength: 0, seed: 1 }, view: frontView };

/** Gray values of [size,size], 0 to 255. */
async function pixels(source: Blob | ImageBitmap, size: number, [column, row] = [0, 0]): Promise<number[]> {
  const bitmap = source instanceof Blob ? await createImageBitmap(source) : source;
  const context = new OffscreenCanvas(size, size).getContext('2d')!;
  context.drawImage(bitmap, column * size, row * size, size, size, 0, 0, size, size);
  const { data } = context.getImageData(0, 0, size, size);
  return Array.from({ length: size * size }, (_, i) => 0.299 * data[4 * i]! + 0.587 * data[4 * i + 1]! + 0.114 * data[4 * i + 2]!);
}

const draw = async (scene: Scene, size = side) => pixels(await studio.draw(scene, size), size);
const distance = (a: number[], b: number[]) => a.reduce((sum, v, i) => sum + Math.abs(v - b[i]!), 0) / a.length;
const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
const withView = (change: Partial<Scene['view']>): Scene => ({ ...resting, view: { ...frontView, ...change } });

describe('drawing a person', () => {
  it('gives the same picture in another studio', async () => {
    const other = createStudio(assets);
    const again = await pixels(await other.draw(resting, side), side);
    other.dispose();
    expect(distance(await draw(resting), again)).toBeLessThan(0.5);
  });

  it('gives the pictures of the demo set', async () => {
    const index = (await (await fetch('/demo/index.json')).json()) as {
      people: { identity: number; atlas: string }[];
      images: Record<'person' | 'expression' | 'strength' | 'seed' | 'yaw' | 'pitch' | 'roll' | 'zoom' | 'azimuth' | 'elevation' | 'light' | 'background', number[]>;
    };
    const names = ['surprise', 'fear', 'disgust', 'happiness', 'sadness', 'anger', 'neutral'] as const;
    for (const image of [3, 56 * 30 + 20]) {
      const at = (column: keyof typeof index.images) => index.images[column][image]!;
      const person = index.people[at('person')]!;
      const scene: Scene = {
        identity: person.identity,
        expression: { name: names[at('expression')]!, strength: at('strength'), seed: at('seed') },
        view: {
          yaw: at('yaw'), pitch: at('pitch'), roll: at('roll'), zoom: at('zoom'), background: at('background'),
          light: { azimuth: at('azimuth'), elevation: at('elevation'), strength: at('light') },
        },
      };
      const atlas = await createImageBitmap(await (await fetch(`/demo/${person.atlas}`)).blob());
      const shipped = await pixels(atlas, 128, [image % 8, Math.floor((image % 56) / 8)]);
      expect(distance(await draw(scene, 128), shipped)).toBeLessThan(3);
    }
  });

  it('shows another person, expression, pose, light and background', async () => {
    const first = await draw(resting);
    const others: Scene[] = [
      { ...resting, identity: 5 },
      { ...resting, expression: { name: 'surprise', strength: 1, seed: 1 } },
      withView({ yaw: 20 }), withView({ pitch: 12 }), withView({ roll: 12 }), withView({ zoom: 1.3 }),
      withView({ light: { ...frontView.light, azimuth: -50 } }),
    ];
    for (const scene of others) expect(distance(first, await draw(scene)), JSON.stringify(scene)).toBeGreaterThan(2);
    expect(mean(await draw(withView({ background: 0.95 }))) - mean(first)).toBeGreaterThan(5);
    expect(mean(await draw(withView({ light: { ...frontView.light, strength: 1.6 } }))) - mean(first)).toBeGreaterThan(5);
  });

  it('lights the face from the side that the view says', async () => {
    const shadow = (values: number[]) => values.map((v) => 255 - v);
    const darkness = async (scene: Scene, wanted: (x: number) => boolean) =>
      mean(shadow(await draw(scene)).filter((_, i) => wanted(i % side)));
    const lit = (azimuth: number) => withView({ light: { azimuth, elevation: 10, strength: 1 } });
    expect(await darkness(lit(70), (x) => x < side / 2)).toBeGreaterThan(await darkness(lit(70), (x) => x >= side / 2));
    expect(await darkness(lit(-70), (x) => x >= side / 2)).toBeGreaterThan(await darkness(lit(-70), (x) => x < side / 2));
  });

  it('refuses what is out of range, and goes on', async () => {
    await expect(studio.draw(withView({ yaw: 90 }), side)).rejects.toThrow('view.yaw must be a number from -45 to 45');
    await expect(studio.draw({ ...resting, identity: -1 }, side)).rejects.toThrow('identity');
    await expect(studio.draw(resting, 5000)).rejects.toThrow('size');
    expect((await studio.draw(resting, 32)).type).toBe('image/png');
  });

  it('says where assets are missing', async () => {
    const lost = createStudio(new URL('/nowhere/', location.href).href);
    await expect(lost.draw(resting, side)).rejects.toThrow(/nowhere\/head\.rig (could not be read|is no head rig)/);
    lost.dispose();
  });

  it('describes a person in words', async () => {
    expect(await studio.describe(4)).toEqual({ sex: 'female', age: 'young', skin: expect.stringContaining('female') as string, hair: 'short01' });
  });
});

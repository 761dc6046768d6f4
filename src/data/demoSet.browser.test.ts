// The demo set as it is shipped, and what reading it makes of it: sizes, labels, the right pictures out
// of the atlases, errors where something is missing or damaged.

import { describe, expect, it } from 'vitest';
import { checkDemoIndex, openDemoSet, sceneOf, trainingSet, truthPlaces, type DemoIndex } from './demoSet';

const base = new URL('/demo/', location.href).href;
const model = { imageSize: 128, imageChannels: 1, faceClasses: 20 };
const size = { side: 128, channels: 1 };

const clone = (index: DemoIndex) => JSON.parse(JSON.stringify(index)) as DemoIndex;
const distance = (a: Uint8Array, b: Uint8Array, where: (i: number) => boolean = () => true) => {
  const wanted = Array.from(a.keys()).filter(where);
  return wanted.reduce((sum, i) => sum + Math.abs(a[i]! - b[i]!), 0) / wanted.length;
};

describe('the demo set', async () => {
  const demo = await openDemoSet(base);
  const { index } = demo;

  it('holds what was promised', () => {
    const of = (split: string) => index.people.filter((person) => person.split === split).length;
    expect(index.people.length).toBeGreaterThanOrEqual(60);
    expect([of('face'), of('expression') >= 20, of('validation') > 0, of('test') > 0, of('heldOut') > 0]).toEqual([20, true, true, true, true]);
    expect(index.images.person).toHaveLength(index.people.length * 56);
    expect(index.truth.face.length).toBeGreaterThanOrEqual(500);
    expect(truthPlaces(index, 'test').length + truthPlaces(index, 'heldOut').length).toBe(index.truth.face.length);
  });

  it('becomes two training sets of different people', async () => {
    const [face, expression] = [await trainingSet(demo, 'face', { model }), await trainingSet(demo, 'expression', { model })];
    expect([face.count, face.side, face.classes.length]).toEqual([20 * 56, 128, 20]);
    expect([expression.side, expression.classes.length]).toEqual([144, 7]);
    for (let label = 0; label < 20; label++) expect(face.labels.filter((l) => l === label)).toHaveLength(56);
    for (let label = 0; label < 7; label++) expect(expression.labels.filter((l) => l === label)).toHaveLength(expression.count / 7);
    expect(face.synthetic && expression.synthetic).toBe(true);
  });

  it('gives a smaller model fewer identities and smaller pictures', async () => {
    const face = await trainingSet(demo, 'face', { model: { imageSize: 32, imageChannels: 3, faceClasses: 5 } });
    expect([face.count, face.side, face.channels, face.classes.length]).toEqual([5 * 56, 32, 3, 5]);
    const [r, g, b] = [0, 1, 2].map((c) => face.pixels.filter((_, i) => i % 3 === c));
    expect([distance(r!, g!), distance(r!, b!)]).toEqual([0, 0]);
  });

  it('gives the picture that is asked for, in the order asked for', async () => {
    const both = await demo.pictures([100, 57], size);
    const alone = await demo.pictures([57], size);
    expect(distance(both.subarray(128 * 128), alone)).toBe(0);
    expect(distance(both.subarray(0, 128 * 128), alone)).toBeGreaterThan(3);
    expect(Math.max(...alone) - Math.min(...alone)).toBeGreaterThan(60);
  });

  it('has true answers that are the face in another expression: nearly the same picture, less the face\'s middle', async () => {
    const places = truthPlaces(index, 'test').slice(0, 12);
    const truths = await demo.truths(places, size);
    const faces = await demo.pictures(places.map((place) => index.truth.face[place]!), size);
    const border = (i: number) => Math.floor((i % 16384) / 128) < 12;
    expect(distance(truths, faces, border)).toBeLessThan(2);
    expect(distance(truths, faces, (i) => !border(i))).toBeGreaterThan(distance(truths, faces, border));
    for (const place of places) {
      const [face, expression] = [index.truth.face[place]!, index.truth.expression[place]!].map((number) => sceneOf(index, number));
      expect(face!.identity).not.toBe(expression!.identity);
    }
  });

  it('says what is missing or damaged', async () => {
    await expect(openDemoSet(new URL('/demo/nowhere/', location.href).href)).rejects.toThrow(/missing: .*index\.json could not be read/);
    const bad = clone(index);
    bad.images.yaw.pop();
    expect(() => checkDemoIndex(bad)).toThrow('column yaw');
    expect(() => checkDemoIndex({ ...clone(index), version: 2 })).toThrow('version 2 instead of 1');
    const stranger = clone(index);
    stranger.people[0]!.split = 'nobody' as 'face';
    expect(() => checkDemoIndex(stranger)).toThrow('split nobody');
    expect(() => checkDemoIndex('text')).toThrow('damaged');
  });
});

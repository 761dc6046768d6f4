// The training sets when the model is replaced while images are still being read: what was read for
// the old model must neither get in nor throw out what is there.

import { beforeEach, describe, expect, it } from 'vitest';
import { smallestConfig } from '../../e2e/support/smallest';
import { imageFolder } from '../../e2e/support/trainingContract';
import type { TdganConfig } from '../config';
import type { EngineEvent } from './engine';
import { TrainingSets } from './trainingSets';

describe('the model is replaced while images are read', () => {
  let config: TdganConfig;
  let events: EngineEvent[];
  let sets: TrainingSets;
  const allowed = () => undefined;
  beforeEach(() => {
    config = smallestConfig;
    events = [];
    sets = new TrainingSets((event) => events.push(event), () => config);
  });
  const announced = () => events.filter(({ kind }) => kind === 'dataset').length;

  it('images to be added do not fit any more; the new set stays', async () => {
    const adding = sets.add('expression', await imageFolder('expression', 10), allowed);
    const refused = expect(adding).rejects.toThrow('The model was replaced while the images were read. Load them again.');
    config = { ...smallestConfig, imageSize: 32 };
    const few = await imageFolder('expression', 1);
    await sets.load('expression', few, allowed); // done first, for they are few
    expect(announced()).toBe(1);
    await refused;
    expect(sets.get('expression')).toMatchObject({ side: 36, count: few.length });
    expect(announced()).toBe(1);
  });

  it('of the demo set, neither half gets in', async () => {
    const loading = sets.loadDemo(allowed);
    let changed = false;
    const change = setInterval(() => {
      if (!events.some((event) => event.kind === 'progress' && event.task === 'Reading demo face people')) return;
      changed = true;
      config = { ...smallestConfig, faceClasses: 1 };
    }, 1);
    await expect(loading).rejects.toThrow('The model was replaced');
    clearInterval(change);
    expect(changed).toBe(true);
    expect([sets.get('face'), sets.get('expression'), announced()]).toEqual([undefined, undefined, 0]);
  });

  it('a set may no longer be replaced: what is there stays', async () => {
    const files = await imageFolder('face', 1);
    await sets.load('face', files, allowed);
    const refuse = () => {
      throw new Error('Training is running. Pause it first.');
    };
    await expect(sets.add('face', files, refuse)).rejects.toThrow('Training is running');
    await expect(sets.loadDemo(refuse)).rejects.toThrow('Training is running');
    expect(sets.get('face')).toMatchObject({ count: files.length, synthetic: false });
    expect(announced()).toBe(1);
  });

  it('progress of the demo set goes by atlas, to the end', async () => {
    config = { ...smallestConfig, faceClasses: 2 };
    await sets.loadDemo(allowed);
    const told = (task: string) => events.flatMap((event) => (event.kind === 'progress' && event.task === task ? [[event.done, event.total]] : []));
    expect(told('Reading demo face people')).toEqual([[1, 2], [2, 2]]);
    const expression = told('Reading demo expression people');
    expect(expression).toEqual(expression.map((_, i) => [i + 1, expression.length]));
    expect(expression.length).toBeGreaterThan(20);
  });
});

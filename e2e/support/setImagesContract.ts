// The part of the engine's contract about looking into a loaded set: its images class by class, and each
// as a file that the engine reads back as the same image.

import { expect, it } from 'vitest';
import type { EngineHandle } from '../../src/engine/engine';
import { expectClose } from './expectClose';
import { imageFolder } from './trainingContract';

export function setImagesContract(engine: () => EngineHandle, { noImages }: { noImages?: string }): void {
  it.skipIf(noImages !== undefined)(`looks into a set: its images class by class, and as files${noImages ? ` (skipped: ${noImages})` : ''}`, async () => {
    const { classes } = await engine().loadDataset('face', await imageFolder('face', 2));
    const pages = await Promise.all(classes.map((_, label) => engine().setImages({ branch: 'face', label, count: 64 })));
    expect(pages.map(({ numbers }) => numbers.length)).toEqual(classes.map(({ images }) => images));
    expect(pages.flatMap(({ numbers }) => numbers).sort((a, b) => a - b)).toEqual(Array.from({ length: 2 * classes.length }, (_, i) => i));
    const [first] = pages;
    const later = await engine().setImages({ branch: 'face', label: 0, from: 1, count: 1 });
    expect(later.numbers).toEqual(first!.numbers.slice(1));
    expectClose(later.images, first!.images.slice(256), 0);
    expect((await engine().setImages({ branch: 'face', label: 0, from: 2, count: 1 })).numbers).toEqual([]);
    const file = await engine().setImageFile('face', first!.numbers[0]!);
    expect(file.type).toBe('image/png');
    expectClose(await engine().prepareImage(file), first!.images.slice(0, 256), 1e-6);
    await expect(engine().setImages({ branch: 'face', label: classes.length, count: 1 })).rejects.toThrow('label must be a whole number');
    for (const count of [0, 65, 1.5]) await expect(engine().setImages({ branch: 'face', label: 0, count })).rejects.toThrow('count must be a whole number from 1 to 64');
    await expect(engine().setImageFile('face', 2 * classes.length)).rejects.toThrow('number must be a whole number');
  });

  it('looks into a set: says which is missing', async () => {
    await engine().create({ ...(await engine().config()), imageSize: 32 }, { seed: 3 }); // drops what sets there are
    await engine().create({ ...(await engine().config()), imageSize: 16 }, { seed: 3 });
    await expect(engine().setImages({ branch: 'face', label: 0, count: 1 })).rejects.toThrow('Load a face set first.');
    await expect(engine().setImageFile('expression', 0)).rejects.toThrow('Load an expression set first.');
  });
}

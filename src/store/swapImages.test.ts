// The swap matrix without React: what is drawn belongs to the images and the model that it was drawn from.

import { describe, expect, it } from 'vitest';
import { presets } from '../config';
import type { SwapMatrixInput, SwapMatrixResult } from '../engine/engine';
import { blob, settled, startedPage } from './fakes.suite';
import { mostSwapImages } from './swapImages';

const length = presets.tiny.config.imageSize ** 2;
const answer = ({ faces, expressions }: SwapMatrixInput): SwapMatrixResult => {
  const [rows, columns] = [faces.length / length, expressions.length / length];
  const ramp = (each: number) => Float32Array.from({ length: rows * columns * each }, (_, i) => Math.floor(i / each));
  return { rows, columns, images: ramp(length), discriminatorLogits: ramp(7), classifierLogits: ramp(7), similarities: [...ramp(1)] };
};

async function swapPage() {
  const asked: ((drawn: SwapMatrixResult) => void)[] = [];
  const inputs: SwapMatrixInput[] = [];
  const page = await startedPage({
    swapMatrix: (input) => {
      inputs.push(input);
      return new Promise((resolve) => asked.push(resolve));
    },
  });
  await page.actions.addSwapFiles('face', [{ name: 'a', blob }, { name: 'b', blob }]);
  await page.actions.addSwapFiles('expression', ['x', 'y', 'z'].map((name) => ({ name, blob })));
  return { ...page, inputs, finish: async () => { asked.at(-1)!(answer(inputs.at(-1)!)); await settled(); } };
}

describe('the swap matrix', () => {
  it('takes all cells from one call, a row per face', async () => {
    const { actions, state, inputs, finish } = await swapPage();
    void actions.drawSwapMatrix();
    expect(state().swap.drawing).toBe(true);
    await finish();
    expect(inputs).toHaveLength(1);
    expect(state().swap).toMatchObject({ drawing: false, result: { step: 0, noiseSeed: 1 } });
    const cells = state().swap.result!.cells;
    expect(cells.map((row) => row.map(({ similarity }) => similarity))).toEqual([[0, 1, 2], [3, 4, 5]]);
    expect(cells[1]![0]!.picture.values).toEqual(new Float32Array(length).fill(3));
    expect(cells[1]![2]!.discriminatorLogits).toEqual(new Float32Array(7).fill(5));
  });

  it('is gone with another image or model, also while it is drawn', async () => {
    const { actions, state, finish, engine } = await swapPage();
    void actions.drawSwapMatrix();
    actions.removeSwapImage('face', state().swap.images.face[0]!.id);
    await finish();
    expect(state().swap).toMatchObject({ result: null, drawing: false });
    expect(state().swap.images.face.map(({ name }) => name)).toEqual(['b']);
    void actions.drawSwapMatrix();
    await finish();
    expect(state().swap.result!.cells).toHaveLength(1);
    await engine.reset();
    expect(state().swap.result).toBeNull();
  });

  it('refuses what is too much or cannot be read, by name, and keeps the rest', async () => {
    const { actions, state } = await swapPage();
    await actions.addSwapFiles('face', Array.from({ length: 5 }, (_, i) => ({ name: `more ${i}`, blob })));
    expect(state().swap.images.face).toHaveLength(mostSwapImages);
    expect(state().swap.error).toBe('more 4: 6 face images are the most; remove one first.');
    const bad = await startedPage({ prepareImage: async () => { throw new Error('This is no image.'); } });
    await bad.actions.addSwapFiles('face', [{ name: 'text.png', blob }]);
    expect(bad.state().swap).toMatchObject({ reading: false, error: 'text.png: This is no image.', images: { face: [] } });
  });

  it('takes the slots\' images once, and demo people instead of what there is', async () => {
    const { actions, state } = await startedPage();
    await actions.fillSlot('face', blob, 'mine.png');
    await actions.fillSlot('secondExpression', new Blob(['other']), 'smile.png');
    await actions.addSwapSlots();
    await actions.addSwapSlots();
    const names = () => Object.values(state().swap.images).map((images) => images.map(({ name }) => name));
    expect(names()).toEqual([['mine.png'], ['smile.png']]);
    await actions.showSwapDemo();
    expect(names()).toEqual([['person 1 · neutral', 'person 2 · neutral'], ['person 11 · anger', 'person 12 · anger']]);
  });

  it('opens a cell into Eq. 7\'s images, and says where that fails', async () => {
    const image = (value: number) => new Float32Array(length).fill(value);
    const page = await startedPage({
      drawAgain: async () => ({
        generated: image(1), faceAgain: image(2), expressionAgain: image(3), faceDifference: image(4), expressionDifference: image(5), faceL1: 4, expressionL1: 5,
      }),
    });
    await page.actions.addSwapFiles('face', [{ name: 'a', blob }]);
    await page.actions.addSwapFiles('expression', [{ name: 'x', blob }]);
    await page.actions.openSwapCell(0, 0);
    expect(page.state().swap.detail).toMatchObject({ face: { name: 'a' }, expression: { name: 'x' }, faceL1: 4, expressionL1: 5 });
    expect(page.state().swap.detail!.images!.expressionAgain.values[0]).toBe(3);
    page.actions.closeSwapCell();
    page.engine.drawAgain = async () => { throw new Error('Out of memory.'); };
    await page.actions.openSwapCell(0, 0);
    expect(page.state().swap).toMatchObject({ detail: null, error: 'Out of memory.' });
  });
});

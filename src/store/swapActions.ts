// The swap matrix as the page draws it, all cells in one call when asked for, and one of its cells
// drawn back as in Eq. 7. Surprise: what is drawn while the images or the model change is thrown away.

import { messageOf } from './errors';
import type { Joint } from './joint';
import { joinPictures, toPicture, toPictures } from './pictures';
import type { SwapCell, SwapImage, SwapState } from './state';
import { noResult, updateSwap } from './swapImages';

export function createSwapActions({ engine, store }: Pick<Joint, 'engine' | 'store'>) {
  const swap = () => store.getState().swap;
  const update = (change: Partial<SwapState>) => updateSwap(store, change);

  async function drawSwapMatrix(): Promise<void> {
    const { config, noiseSeed, status: { step } } = store.getState();
    const { images: { face, expression } } = swap();
    if (!config || face.length === 0 || expression.length === 0) return;
    update({ ...noResult, drawing: true });
    const begun = swap().images;
    const stillWanted = () => swap().images === begun && store.getState().config === config;
    try {
      const answer = await engine.swapMatrix({ faces: joinPictures(face.map(pictureOf)), expressions: joinPictures(expression.map(pictureOf)), noiseSeed });
      if (!stillWanted()) return;
      const pictures = toPictures(answer.images, config);
      const classes = config.expressionClasses;
      const cell = (i: number): SwapCell => ({
        picture: pictures[i]!,
        discriminatorLogits: answer.discriminatorLogits.slice(i * classes, (i + 1) * classes),
        classifierLogits: answer.classifierLogits.slice(i * classes, (i + 1) * classes),
        similarity: answer.similarities[i]!,
      });
      const cells = face.map((_, row) => expression.map((__, column) => cell(row * expression.length + column)));
      update({ drawing: false, result: { cells, step, noiseSeed } });
    } catch (error) {
      if (stillWanted()) update({ drawing: false, error: messageOf(error) });
    }
  }

  async function openSwapCell(row: number, column: number): Promise<void> {
    const { config, noiseSeed, status: { step } } = store.getState();
    const face = swap().images.face[row];
    const expression = swap().images.expression[column];
    if (!config || !face || !expression) return;
    const begun = { face, expression, images: null, faceL1: null, expressionL1: null, step };
    update({ detail: begun, error: null });
    const stillWanted = () => swap().detail === begun;
    try {
      const { faceL1, expressionL1, ...drawn } = await engine.drawAgain({ face: face.picture.values, expression: expression.picture.values, noiseSeed });
      const picture = (name: keyof typeof drawn) => toPicture(drawn[name], config);
      const images = {
        generated: picture('generated'), faceAgain: picture('faceAgain'), expressionAgain: picture('expressionAgain'),
        faceDifference: picture('faceDifference'), expressionDifference: picture('expressionDifference'),
      };
      if (stillWanted()) update({ detail: { ...begun, images, faceL1, expressionL1 } });
    } catch (error) {
      if (stillWanted()) update({ detail: null, error: messageOf(error) });
    }
  }

  return { drawSwapMatrix, openSwapCell, closeSwapCell: () => update({ detail: null }) };
}

const pictureOf = ({ picture }: SwapImage) => picture;

// Everything that draws pictures with the present weights: the transfer, its comparison with the
// truth, the picture under the sliders, the strips. Surprise: results are kept while newer ones are computed, and are dropped
// only when the images they were made from are gone.

import type { TdganConfig } from '../config';
import { messageOf } from './errors';
import { featureMapsOf } from './figure';
import { createLatestWins, type LatestWins } from './latestWins';
import { takeNoiseSeed } from './noiseSeeds';
import { fits, joinPictures, toPicture, toPictures } from './pictures';
import type { AppState, Axis, Picture, SlotName, Strip } from './state';
import { createComparison, type Drawers } from './truth';

const stripLength = 11;

export interface Inference {
  transfer: LatestWins;
  compare: LatestWins;
  interpolate: LatestWins;
  drawStrips(): Promise<void>;
}

export function createInference({ engine, studio, store }: Drawers): Inference {
  async function transfer(): Promise<void> {
    const state = store.getState();
    const { config, figure, noiseSeed } = state;
    const face = usablePicture(state, 'face');
    const expression = usablePicture(state, 'expression');
    if (!config || !face || !expression) {
      store.setState({ transfer: { result: null, error: null }, figure: { ...figure, maps: null } });
      return;
    }
    try {
      const looking = figure.open !== null;
      const answer = await engine.forward({ face: face.values, expression: expression.values, noiseSeed, ...(looking && { stages: true }) });
      store.setState(({ figure: { open } }) => ({
        figure: { open, maps: looking && open !== null ? featureMapsOf(answer, config) : null },
        transfer: {
          error: null,
          result: {
            picture: toPicture(answer.image, config),
            expressionLogits: answer.expressionLogits,
            generatedExpressionLogits: answer.discriminator.expressionLogits,
            faceLogits: answer.discriminator.faceLogits,
            step: answer.step, // steps go on while it is asked
          },
        },
      }));
    } catch (error) {
      // Sent before the page knew of a new model; what that draws is under way.
      if (store.getState().config !== config) return;
      store.setState(({ transfer: { result } }) => ({ transfer: { result, error: messageOf(error) } }));
    }
  }

  async function interpolate(): Promise<void> {
    const state = store.getState();
    const ends = interpolationEnds(state);
    if (!ends) {
      store.setState({ interpolation: { result: null, error: null } });
      return;
    }
    const alphas = heldAlphas(ends, state);
    const noiseSeed = takeNoiseSeed(store);
    try {
      const answer = await engine.interpolate({ ...imagesOf(ends), noiseSeed, ...alphaFields(alphas) });
      const picture = toPicture(answer.images, ends.config);
      store.setState({ interpolation: { error: null, result: { picture, alphas, step: state.status.step, noiseSeed } } });
    } catch (error) {
      if (store.getState().config !== ends.config) return;
      store.setState(({ interpolation: { result } }) => ({ interpolation: { result, error: messageOf(error) } }));
    }
  }

  async function drawStrip(axis: Axis, noiseSeed: number): Promise<Strip | null> {
    const state = store.getState();
    const ends = interpolationEnds(state);
    if (!ends || ends[axis].length < 2) return null;
    const other: Axis = axis === 'face' ? 'expression' : 'face';
    const heldAlpha = heldAlphas(ends, state)[other];
    const walked = Array.from({ length: stripLength }, (_, index) => index / (stripLength - 1));
    const answer = await engine.interpolate({
      ...imagesOf(ends),
      noiseSeed,
      [`${axis}Alphas`]: walked,
      ...(heldAlpha === null ? {} : { [`${other}Alphas`]: [heldAlpha] }),
    });
    const pictures = toPictures(answer.images, ends.config);
    return { axis, heldAlpha, step: state.status.step, noiseSeed, cells: pictures.map((picture, index) => ({ picture, alpha: walked[index]! })) };
  }

  return {
    transfer: createLatestWins(transfer),
    compare: createLatestWins(createComparison({ engine, studio, store })),
    interpolate: createLatestWins(interpolate),
    async drawStrips() {
      const begun = { ...store.getState().strips, drawing: true, error: null };
      store.setState({ strips: begun });
      // Another image or model sets the strips back meanwhile, and these are of no use any more.
      const stillWanted = () => store.getState().strips === begun;
      const noiseSeed = takeNoiseSeed(store);
      try {
        const results = [await drawStrip('expression', noiseSeed), await drawStrip('face', noiseSeed)].filter((strip) => strip !== null);
        if (stillWanted()) store.setState({ strips: { results, drawing: false, error: null } });
      } catch (error) {
        if (stillWanted()) store.setState({ strips: { ...begun, drawing: false, error: messageOf(error) } });
      }
    },
  };
}

interface InterpolationEnds {
  config: TdganConfig;
  face: Picture[];
  expression: Picture[];
}

/** The images of both axes, or null while there is nothing to interpolate between. */
export function interpolationEnds(state: AppState): InterpolationEnds | null {
  const pictures = (names: SlotName[]) => names.map((name) => usablePicture(state, name)).filter((picture) => picture !== null);
  const { config } = state;
  if (!config || !usablePicture(state, 'face') || !usablePicture(state, 'expression')) return null;
  const face = pictures(['face', 'secondFace']);
  const expression = pictures(['expression', 'secondExpression']);
  return face.length + expression.length > 2 ? { config, face, expression } : null;
}

/** A slot's picture, unless it was prepared for a model of another size. */
function usablePicture(state: AppState, name: SlotName): Picture | null {
  const picture = state.slots[name].image?.picture;
  return picture && state.config && fits(picture, state.config) ? picture : null;
}

function heldAlphas(ends: InterpolationEnds, { alphas }: AppState): Record<Axis, number | null> {
  return {
    face: ends.face.length > 1 ? alphas.face : null,
    expression: ends.expression.length > 1 ? alphas.expression : null,
  };
}

/** The engine takes alphas only for an axis that has two images. */
function alphaFields({ face, expression }: Record<Axis, number | null>) {
  return {
    ...(face === null ? {} : { faceAlphas: [face] }),
    ...(expression === null ? {} : { expressionAlphas: [expression] }),
  };
}

/** As the engine takes them. */
export function imagesOf(ends: InterpolationEnds) {
  return { faces: joinPictures(ends.face), expressions: joinPictures(ends.expression) };
}

// Transfers whose true answer is known: the demo set's truth pairs for the evaluation, and one triple
// that the studio drew for a comparison.

import * as tf from '@tensorflow/tfjs';
import { transferAndReconstruct } from '../analysis/transfer';
import { scorePair } from '../analysis/transferScores';
import { requireNumber, type TdganConfig } from '../config';
import { sceneOf, truthPlaces, type DemoSet } from '../data/demoSet';
import { expressionNames, type ExpressionName } from '../expressions';
import { createNoise, type Tdgan } from '../model/tdgan';
import { countImages, evaluationNoise } from './checks';
import type { Comparison, ComparisonInput, EvaluationOptions, TransferEvaluation, TruthGroup } from './engine';
import { evaluateTransfer, type EvaluationTools, type TruthPairs } from './evaluateTransfer';

/** The plainest first. */
const exampleExpressions: ExpressionName[] = ['happiness', 'surprise', 'anger', 'sadness', 'disgust', 'fear'];
const examplesEach = 2;

export interface CheckedOptions {
  group: TruthGroup;
  pairs: number;
  judges: boolean;
  noiseSeed: number;
}

/** @throws Error naming the option that is wrong */
export function checkEvaluation({ group = 'test', pairs = 100, judges = true, noiseSeed = 0 }: EvaluationOptions): CheckedOptions {
  if (group !== 'test' && group !== 'heldOut') throw new Error(`group must be test or heldOut, not ${String(group)}.`);
  requireNumber(pairs, 'pairs', { range: [1, 100_000], whole: true });
  evaluationNoise(noiseSeed);
  return { group, pairs, judges, noiseSeed };
}

/** The model on pairs of the demo set. */
export async function evaluateOnTruth(
  model: Tdgan, options: CheckedOptions, { demo, ...tools }: { demo: DemoSet } & Pick<EvaluationTools, 'judges' | 'onProgress' | 'checkpoint'>,
): Promise<Omit<TransferEvaluation, 'step'>> {
  const { imageSize, imageChannels } = model.config;
  const pairs = await readTruthPairs(demo, options, model.config);
  const scored = await evaluateTransfer(pairs, {
    ...tools, size: { side: imageSize, channels: imageChannels },
    generate: (faces, expressions) => drawTransfers(model, { faces, expressions, noiseSeed: options.noiseSeed }),
  });
  return { group: options.group, pairs: pairs.labels.length, imageSize, ...scored };
}

/** Some of a group's pairs, all where there are fewer, spread evenly over all of them, at the model's size. */
async function readTruthPairs(demo: DemoSet, { group, pairs }: CheckedOptions, { imageSize: side, imageChannels: channels }: TdganConfig): Promise<TruthPairs> {
  const all = truthPlaces(demo.index, group);
  if (all.length === 0) throw new Error(`The demo set has no truth pair of the group ${group}. Build the page again, or take the other group.`);
  const count = Math.min(pairs, all.length);
  const places = Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]!);
  const { face, expression } = demo.index.truth;
  const numbers = (of: number[]) => places.map((place) => of[place]!);
  const size = { side, channels };
  const [faces, expressions, truths] = await Promise.all([
    demo.pictures(numbers(face), size), demo.pictures(numbers(expression), size), demo.truths(places, size),
  ]);
  const unit = (pixels: Uint8Array) => Float32Array.from(pixels, (value) => value / 255);
  return {
    faces: unit(faces), expressions: unit(expressions), truths: unit(truths),
    labels: numbers(expression).map((number) => demo.index.images.expression[number]!),
  };
}

/** Scenes for a visitor's first transfer: test people; the face does not show the expression yet, and each pair's is another than the one before's. */
export function exampleScenes({ index }: DemoSet) {
  const shown = (of: 'face' | 'expression', place: number) => expressionNames[index.images.expression[index.truth[of][place]!]!]!;
  const places = truthPlaces(index, 'test').filter((place) => shown('face', place) !== shown('expression', place));
  return Array.from({ length: examplesEach }, (_, round) => round).flatMap((round) => exampleExpressions.flatMap((name) => {
    const place = places.filter((own) => shown('expression', own) === name)[round];
    return place === undefined ? [] : [{ face: sceneOf(index, index.truth.face[place]!), expression: sceneOf(index, index.truth.expression[place]!) }];
  }));
}

/** @param faces, expressions [N,S,S,C] in [0, 1] */
export async function drawTransfers(model: Tdgan, { faces, expressions, noiseSeed }: { faces: Float32Array; expressions: Float32Array; noiseSeed: number }) {
  const { imageSize: side, imageChannels: channels } = model.config;
  const count = faces.length / (side * side * channels);
  const drawn = tf.tidy(() => transferAndReconstruct(model, {
    faces: tf.tensor4d(faces, [count, side, side, channels]),
    expressions: tf.tensor4d(expressions, [count, side, side, channels]),
    noise: createNoise(model.config, count, evaluationNoise(noiseSeed)),
  }));
  try {
    const [generated, reconstructed] = await Promise.all([drawn.generated.data<'float32'>(), drawn.reconstructed.data<'float32'>()]);
    return { generated, reconstructed };
  } finally {
    tf.dispose([drawn.generated, drawn.reconstructed]);
  }
}

export async function compareWithTruth(model: Tdgan, { face, expression, truth, noiseSeed = 0 }: ComparisonInput): Promise<Comparison> {
  for (const [name, image] of Object.entries({ face, expression, truth })) {
    if (countImages(image, model.config, name) !== 1) throw new Error(`${name} must be one image.`);
  }
  const { generated, reconstructed } = await drawTransfers(model, { faces: face, expressions: expression, noiseSeed });
  return {
    scores: scorePair({ answer: generated, truth, face, reconstruction: reconstructed }, model.config.imageSize),
    difference: generated.map((value, i) => Math.abs(value - truth[i]!)),
  };
}

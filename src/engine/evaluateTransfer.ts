// Scores of a model on pairs whose true answer is known, beside the scores of the two trivial
// answers, and what judges that took no part in the training say of all of them. Surprise: the
// judges' word on the true images is the ceiling; nothing here is to be read without it.

import { cosine, meanScores, scorePair, toGray, type PixelScores } from '../analysis/transferScores';
import { expressionNames } from '../expressions';
import { join } from '../join';
import { seenClass, type Judges, type Judgment } from '../judges/judges';
import type { TransferEvaluation, TransferScores } from './engine';

/** Flat arrays, [N,S,S,C] each, in [0, 1]. */
export interface TruthPairs {
  faces: Float32Array;
  expressions: Float32Array;
  truths: Float32Array;
  /** [N]: class of each expression image. */
  labels: ArrayLike<number>;
}

export interface EvaluationTools {
  /** Side and channels of the images. */
  size: { side: number; channels: number };
  /** G(I_f, I_e) and G(I_f, I_f) of some pairs. */
  generate: (faces: Float32Array, expressions: Float32Array) => Promise<{ generated: Float32Array; reconstructed: Float32Array }>;
  /** Null: nobody judges. */
  judges: Judges | null;
  onProgress: (task: string, done: number, total: number) => void;
  /** Awaited before each batch, so that others have their turn. Rejects where the evaluation is no longer wanted. */
  checkpoint: () => Promise<void>;
}

/** Pairs that are drawn, and images that are judged, together. */
const batch = 8;
const judgedTogether = 16;

type Scored = Pick<TransferEvaluation, 'generated' | 'face' | 'expression' | 'truth' | 'confusion'>;

export async function evaluateTransfer(pairs: TruthPairs, tools: EvaluationTools): Promise<Scored> {
  const { size: { side, channels } } = tools;
  const length = side * side * channels;
  const count = pairs.truths.length / length;
  const image = (values: Float32Array, index: number) => values.subarray(index * length, (index + 1) * length);
  const generated = new Float32Array(count * length);
  const scores: Record<'generated' | 'face' | 'expression', PixelScores[]> = { generated: [], face: [], expression: [] };
  for (let first = 0; first < count; first += batch) {
    await tools.checkpoint();
    const last = Math.min(count, first + batch);
    const part = (values: Float32Array) => values.slice(first * length, last * length);
    const drawn = await tools.generate(part(pairs.faces), part(pairs.expressions));
    generated.set(drawn.generated, first * length);
    for (let i = first; i < last; i++) {
      const [face, truth] = [image(pairs.faces, i), image(pairs.truths, i)];
      const score = (answer: Float32Array, reconstruction: Float32Array) => scorePair({ answer, truth, face, reconstruction }, side);
      scores.generated.push(score(image(generated, i), image(drawn.reconstructed, i - first)));
      scores.face.push(score(face, face));
      scores.expression.push(score(image(pairs.expressions, i), face));
    }
    tools.onProgress('Drawing truth pairs', last, count);
  }
  const judged = await judge({ ...pairs, generated }, tools);
  const total = (who: keyof typeof scores): TransferScores => ({ ...meanScores(scores[who]), ...(judged?.[who] ?? nobody) });
  return {
    generated: total('generated'), face: total('face'), expression: total('expression'),
    truth: judged?.truth ?? nobody,
    confusion: judged && { generated: judged.confusions.generated, truth: judged.confusions.truth },
  };
}

const nobody = { expressionAccuracy: null, identitySimilarity: null };

/** What the judges make of each kind of answer. */
async function judge({ labels, ...images }: TruthPairs & { generated: Float32Array }, { size, judges, onProgress, checkpoint }: EvaluationTools) {
  if (!judges) return null;
  const ask = async (task: string, values: Float32Array): Promise<Judgment> => {
    const gray = toGray(values, size.channels);
    const length = size.side ** 2;
    const count = gray.length / length;
    const said: Judgment[] = [];
    onProgress(task, 0, count); // the first judgment waits for the judges' weights
    for (let first = 0; first < count; first += judgedTogether) {
      await checkpoint();
      const part = gray.slice(first * length, (first + judgedTogether) * length);
      said.push(await judges.judge(part, size.side, (done) => onProgress(task, first + done, count)));
    }
    return { expressions: join(said.map(({ expressions }) => expressions)), descriptors: join(said.map(({ descriptors }) => descriptors)) };
  };
  const face = await ask('Judging face images', images.faces);
  const answers = {
    generated: await ask('Judging generated images', images.generated),
    face,
    expression: await ask('Judging expression images', images.expressions),
    truth: await ask('Judging true images', images.truths),
  };
  const verdict = (answer: Judgment) => {
    const seen = seenClasses(answer);
    const similarities = seen.map((_, i) => cosine(descriptor(answer, i), descriptor(face, i)) ?? 0);
    return {
      expressionAccuracy: seen.filter((label, i) => label === labels[i]).length / seen.length,
      identitySimilarity: similarities.reduce((sum, value) => sum + value, 0) / similarities.length,
    };
  };
  return {
    generated: verdict(answers.generated), face: verdict(answers.face), expression: verdict(answers.expression), truth: verdict(answers.truth),
    confusions: { generated: confusionOf(answers.generated, labels), truth: confusionOf(answers.truth, labels) },
  };
}

const descriptor = ({ descriptors }: Judgment, index: number) => descriptors.subarray(128 * index, 128 * (index + 1));

function seenClasses(judgment: Judgment): number[] {
  return Array.from({ length: judgment.expressions.length / expressionNames.length }, (_, i) => seenClass(judgment, i));
}

function confusionOf(judgment: Judgment, labels: ArrayLike<number>): number[][] {
  const counts = expressionNames.map(() => expressionNames.map(() => 0));
  seenClasses(judgment).forEach((seen, i) => (counts[labels[i]!]![seen]! += 1));
  return counts;
}

// Owns what changes while training: the model, the four optimizers, the step count, the settings.
// Steps batches that it is handed, or runs on two image sets until it is told to stop. Surprise:
// the loop reads the GPU only at reports, and reads all steps since the last one at once.

import * as tf from '@tensorflow/tfjs';
import type { TdganConfig, TrainingConfig } from '../config';
import type { ImageSet } from '../data/imageSet';
import { createPairSampler, sampleBatch } from '../data/pairSampler';
import type { LossTerm, StepRecord } from '../metrics';
import { createNoise, createTdgan, disposeTdgan, type Tdgan } from '../model/tdgan';
import { createDropout } from './dropout';
import { disposeBatch, type TensorBatch } from './objectives';
import { createOptimizers, disposeOptimizers, type Optimizers } from './optimizers';
import { trainStep, type StackedTerms } from './step';

const reportIntervalMs = 250;
/** Bounds the queue on the GPU where steps are issued faster than they are done. */
const maxUnreadSteps = 8;

interface UnreadStep {
  step: number;
  epoch: number;
  terms: StackedTerms;
}

export class NonFiniteLossError extends Error {}

export class Trainer {
  readonly model: Tdgan;
  settings: TrainingConfig;
  /** Steps done since the weights were created or loaded. */
  step = 0;
  private optimizers: Optimizers;
  private stopRequested = false;

  constructor(config: TdganConfig, settings: TrainingConfig) {
    this.model = createTdgan(config, settings.seed);
    this.optimizers = createOptimizers(this.model);
    this.settings = settings;
  }

  /** Adam's state and the step count start anew, as they must when the weights were replaced. */
  forgetProgress(): void {
    disposeOptimizers(this.optimizers);
    this.optimizers = createOptimizers(this.model);
    this.step = 0;
  }

  dispose(): void {
    disposeOptimizers(this.optimizers);
    disposeTdgan(this.model);
  }

  /** d_n of the next step's three decoder calls. */
  drawNoises(batchSize: number): TensorBatch['noises'] {
    const draw = (call: number) =>
      createNoise(this.model.config, batchSize, { seed: this.settings.seed, step: this.step, call });
    return [draw(0), draw(1), draw(2)];
  }

  /** One step. The caller disposes the terms; the batch stays the caller's. */
  takeStep(batch: TensorBatch, settings = this.settings, allTerms = false): StackedTerms {
    const dropout = createDropout(settings.dropout, { seed: settings.seed, step: this.step });
    const terms = trainStep({
      model: this.model, optimizers: this.optimizers, step: this.step, batch, settings, dropout, allTerms,
    });
    this.step++;
    return terms;
  }

  /** Takes effect before the next step. */
  requestStop(): void {
    this.stopRequested = true;
  }

  /**
   * Trains until `steps` steps are done or a stop is requested; settings are read anew each step.
   * @throws NonFiniteLossError naming the first term that is not finite
   */
  async run(
    sets: { face: ImageSet; expression: ImageSet }, steps: number, onReport: (records: StepRecord[]) => void,
  ): Promise<void> {
    this.stopRequested = false;
    const last = this.step + steps;
    let sampler = createPairSampler(sets.face.count, sets.expression.count, this.settings.seed);
    let seed = this.settings.seed;
    let unread: UnreadStep[] = [];
    let reportedAt = performance.now();
    const report = async () => {
      const due = unread;
      unread = [];
      const values = await readTerms(due);
      const now = performance.now();
      const durationMs = (now - reportedAt) / due.length;
      reportedAt = now;
      onReport(due.map(({ step, epoch }, i) => ({ step, epoch, terms: values[i]!, durationMs })));
      values.forEach((terms, i) => requireFinite(terms, due[i]!.step));
    };
    while (this.step < last && !this.stopRequested) {
      if (seed !== this.settings.seed) {
        seed = this.settings.seed;
        sampler = createPairSampler(sets.face.count, sets.expression.count, seed);
      }
      const { batchSize } = this.settings;
      const batch = this.upload(sampleBatch(sets, sampler, { step: this.step, batchSize, seed }));
      const epoch = ((this.step + 1) * batchSize) / sampler.epochLength;
      try {
        unread.push({ step: this.step, epoch, terms: this.takeStep(batch) });
      } finally {
        disposeBatch(batch);
      }
      if (unread.length >= maxUnreadSteps || performance.now() - reportedAt >= reportIntervalMs) await report();
      await nextTask();
    }
    if (unread.length > 0) await report();
  }

  private upload(batch: ReturnType<typeof sampleBatch>): TensorBatch {
    const { imageSize, imageChannels } = this.model.config;
    const count = batch.faceLabels.length;
    const images = (values: Float32Array) => tf.tensor4d(values, [count, imageSize, imageSize, imageChannels]);
    return {
      face: images(batch.face), faceLabels: tf.tensor1d(batch.faceLabels, 'int32'),
      expression: images(batch.expression), expressionLabels: tf.tensor1d(batch.expressionLabels, 'int32'),
      noises: this.drawNoises(count),
    };
  }
}

/** Reads the terms of several steps in one transfer and disposes them. */
export async function readTerms(steps: { terms: StackedTerms }[]): Promise<StepRecord['terms'][]> {
  const joined = tf.concat(steps.map(({ terms }) => terms.values));
  tf.dispose(steps.map(({ terms }) => terms.values));
  const values = await joined.data();
  joined.dispose();
  let at = 0;
  return steps.map(({ terms }) =>
    Object.fromEntries(terms.names.map((name): [LossTerm, number] => [name, values[at++]!])));
}

function requireFinite(terms: StepRecord['terms'], step: number): void {
  const bad = Object.entries(terms).find(([, value]) => !Number.isFinite(value));
  if (bad) {
    throw new NonFiniteLossError(
      `${bad[0]} became ${bad[1]} at step ${step}. Reset, and try smaller learning rates.`,
    );
  }
}

/** Lets messages in, so that a pause is heard between two steps; not throttled like a timer. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

// Owns what changes while training: the model, the four optimizers, the step count, the settings.
// Steps batches that it is handed, or runs on two image sets until it is told to stop. Surprise:
// the loop never waits for a report; it waits for the step before the last, so that two are in flight.

import type * as tf from '@tensorflow/tfjs';
import type { ParameterGroup, TdganConfig, TrainingConfig } from '../config';
import type { ImageSet } from '../data/imageSet';
import { createPairSampler, sampleBatch } from '../data/pairSampler';
import { submittedWorkDone, upload } from '../kernels/gpuProgram';
import type { StepRecord } from '../metrics';
import { createNoise, createTdgan, disposeTdgan, type Tdgan } from '../model/tdgan';
import { createDropout } from './dropout';
import { GoodState } from './goodState';
import { createOptimizers, disposeOptimizers, type Optimizers } from './optimizers';
import { Reporter } from './reporter';
import { singleUpdate } from './singleUpdate';
import { disposeBatch, type TensorBatch } from './stepContext';
import { trainStep, type StackedTerms } from './step';

/** Between two copies of weights to go back to. */
const goodStateIntervalMs = 5000;
/** How one step may differ from the usual. */
export interface TakeStepOptions {
  settings?: TrainingConfig;
  /** Compute terms too that no due update needs. */
  allTerms?: boolean;
  /** The one group that learns. */
  only?: ParameterGroup | null;
  /** Take the measures, too; what is learned is the same to the bit. */
  measure?: boolean;
}

export interface RunLength {
  steps: number;
  /** The one group that learns; all where null. */
  only?: ParameterGroup | null;
}

export class Trainer {
  readonly model: Tdgan;
  settings: TrainingConfig;
  /** Steps done since the weights were created or loaded. */
  step = 0;
  private optimizers: Optimizers;
  private stopRequested = false;
  private readonly good: GoodState;

  constructor(config: TdganConfig, settings: TrainingConfig) {
    this.model = createTdgan(config, settings.seed);
    this.optimizers = createOptimizers(this.model);
    this.settings = settings;
    this.good = new GoodState(this.model, goodStateIntervalMs);
  }

  /** The step that `goBack` would lead to; null where it would lead nowhere. */
  get lastGoodStep(): number | null {
    return this.good.step;
  }

  /** After a run that failed: back to the last weights whose losses were numbers. @throws Error where there are none */
  goBack(): void {
    const step = this.good.restore();
    this.forgetProgress();
    this.step = step;
  }

  /** Adam's state and the step count start anew, as they must when the weights were replaced. */
  forgetProgress(): void {
    this.good.clear();
    disposeOptimizers(this.optimizers);
    this.optimizers = createOptimizers(this.model);
    this.step = 0;
  }

  dispose(): void {
    this.good.clear();
    disposeOptimizers(this.optimizers);
    disposeTdgan(this.model);
  }

  /** d_n of the next step's three decoder calls. */
  drawNoises(batchSize: number): TensorBatch['noises'] {
    const draw = (call: number) =>
      createNoise(this.model.config, batchSize, { seed: this.settings.seed, step: this.step, call });
    return [draw(0), draw(1), draw(2)];
  }

  /**
   * One step. The caller disposes the terms; the batch stays the caller's.
   * @throws Error where all terms are asked for of a step in which one network learns
   */
  takeStep(batch: TensorBatch, { settings = this.settings, allTerms = false, only = null, measure = false }: TakeStepOptions = {}): StackedTerms {
    if (only && allTerms) throw new Error('allTerms and only exclude each other: a step of one network computes that network\'s terms.');
    const { model, optimizers, step } = this;
    const dropout = createDropout(settings.dropout, { seed: settings.seed, step });
    const context = { model, batch, settings, dropout, measure };
    const terms = only
      ? singleUpdate(context, { only, optimizers })
      : trainStep({ ...context, optimizers, step, allTerms });
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
    sets: { face: ImageSet; expression: ImageSet }, { steps, only = null }: RunLength, onReport: (records: StepRecord[]) => void,
  ): Promise<void> {
    this.stopRequested = false;
    const last = this.step + steps;
    this.good.begin(this.step);
    const reporter = new Reporter(onReport, (proven) => this.good.confirm(proven, this.step));
    let sampler = createPairSampler(sets.face.count, sets.expression.count, this.settings.seed);
    let seed = this.settings.seed;
    let previous: Promise<void> = Promise.resolve();
    while (this.step < last && !this.stopRequested && !reporter.failed) {
      if (seed !== this.settings.seed) {
        seed = this.settings.seed;
        sampler = createPairSampler(sets.face.count, sets.expression.count, seed);
      }
      const { batchSize } = this.settings;
      const batch = this.upload(sampleBatch(sets, sampler, { step: this.step, batchSize, seed }));
      const epoch = ((this.step + 1) * batchSize) / sampler.epochLength;
      try {
        const measure = reporter.measures(this.step, this.settings, only);
        reporter.add({ step: this.step, epoch, terms: this.takeStep(batch, { only, measure }) });
      } finally {
        disposeBatch(batch);
      }
      const issued = submittedWorkDone();
      issued.catch(() => undefined); // awaited in the next turn, which does not come where this one fails
      await previous; // two steps in flight at most
      previous = issued;
      await reporter.turn();
      await nextTask();
    }
    try {
      await reporter.end();
      this.good.clear(); // nothing to go back from
    } catch (error) {
      this.good.fail();
      throw error;
    }
  }

  private upload(batch: ReturnType<typeof sampleBatch>): TensorBatch {
    const { imageSize, imageChannels } = this.model.config;
    const count = batch.faceLabels.length;
    const images = (values: Float32Array) => upload(values, [count, imageSize, imageSize, imageChannels]) as tf.Tensor4D;
    const labels = (values: Int32Array) => upload(values, [count]) as tf.Tensor1D;
    return {
      face: images(batch.face), faceLabels: labels(batch.faceLabels),
      expression: images(batch.expression), expressionLabels: labels(batch.expressionLabels),
      noises: this.drawNoises(count),
    };
  }
}

/** Lets messages in, so that a pause is heard between two steps; not throttled like a timer. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

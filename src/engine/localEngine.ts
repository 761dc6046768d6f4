// The engine that does the work, in whatever thread it is made: it holds the model, the training
// sets and the settings, checks what comes in, and turns arrays into tensors and back. Surprise:
// every call races against the loss of the device, because what waits for a lost GPU waits for ever.

import * as tf from '@tensorflow/tfjs';
import { FeatureCache } from '../analysis/featureCache';
import { checkConfig, mergeSettings, presets, requireNumber, type TdganConfig, type TrainingConfig } from '../config';
import { decodeImage } from '../data/decodeImage';
import type { ImageSet } from '../data/imageSet';
import type { Judges } from '../judges/judges';
import { createJudges } from '../judges/workerJudges';
import { freePooledBuffers } from '../kernels/gpuProgram';
import { misfit } from '../memory';
import { countParameters, createNoise, noiseShape } from '../model/tdgan';
import { createDropout } from '../training/dropout';
import { disposeBatch, type TensorBatch } from '../training/stepContext';
import { readTerms } from '../training/reporter';
import { nextTask, Trainer, type RunLength } from '../training/trainer';
import { prepareCheckpoint, saveCheckpoint } from '../weights/checkpoint';
import { startBackend } from './backends';
import { benchmark } from './benchmark/benchmark';
import { checkBatch, checkForward, checkOnly, evaluationNoise } from './checks';
import type {
  BackendName, Batch, BenchmarkInput, Branch, ComparisonInput, DatasetReport, DeviceReport, DrawnAgainInput, EngineEvent, EngineHandle, EngineListener,
  EvaluationOptions, ExpressionMixInput, ForwardInput, ImageFile, InterpolationInput, SetImagesInput, NoiseVariationInput, StepOptions, SwapMatrixInput, TrainingStatus, TrainOptions,
} from './engine';
import { evaluate } from './evaluate';
import { interpolate } from './interpolate';
import { mixExpressions } from './mixExpressions';
import { publishedGradients } from './publishedGradients';
import { setImageFile, setImages } from './setImages';
import { drawnAgain, swapMatrix } from './swap';
import { trainingFailure } from './trainingFailure';
import { TrainingSets } from './trainingSets';
import { checkEvaluation, compareWithTruth, evaluateOnTruth, exampleScenes } from './truth';
import { uploadImages } from './uploadImages';
import { varyNoise } from './varyNoise';
import { shadersReady, warmUp } from './warmUp';

/** @throws Error where no backend works */
export async function createLocalEngine(options: { backend?: BackendName } = {}): Promise<EngineHandle> {
  const listeners = new Set<EngineListener>();
  const emit = (event: EngineEvent) => listeners.forEach((listener) => listener(event));
  let loseDevice: (error: Error) => void = () => undefined;
  const lost = new Promise<never>((_, reject) => (loseDevice = reject));
  lost.catch(() => undefined); // reported to whoever calls; nobody may be waiting now
  let engine: LocalEngine | null = null;
  const device = await startBackend(options.backend, {
    failed: (message) => engine?.stopAfterGpuFailure(message),
    lost: (message) => {
      loseDevice(new Error(`The GPU was lost: ${message}. Reload the page to go on.`));
      emit({ kind: 'deviceLost', message });
    },
  });
  engine = new LocalEngine(device, emit, listeners);
  return guardedByLoss(engine, lost);
}

/** The same engine, each of whose calls is rejected as soon as the device is lost, and ever after; only its end still comes. */
function guardedByLoss(engine: LocalEngine, lost: Promise<never>): EngineHandle {
  let loss: Error | null = null;
  lost.catch((error: Error) => (loss = error));
  return new Proxy(engine, {
    get(target, property) {
      const value = Reflect.get(target, property) as unknown;
      if (typeof value !== 'function') return value;
      const isEnd = property === 'dispose';
      return (...args: unknown[]) => {
        if (loss && property !== 'subscribe' && !isEnd) return Promise.reject(loss);
        const result = (value as (...args: unknown[]) => unknown).apply(target, args);
        if (!(result instanceof Promise)) return result;
        return Promise.race([result, isEnd ? lost.catch(() => undefined) : lost]);
      };
    },
  });
}

class LocalEngine implements EngineHandle {
  private trainer: Trainer | null = null;
  private settings: TrainingConfig = presets.paper.training;
  private readonly sets: TrainingSets;
  private judges: Judges | null = null;
  private readonly features = new FeatureCache();
  /** The training run in progress, from warm-up to its last report. */
  private run: Promise<void> | null = null;
  private state: TrainingStatus['state'] = 'idle';
  private stopWanted = false;
  /** The benchmark in progress. */
  private benchmarking: { canceled: boolean } | null = null;
  /** The evaluation in progress. */
  private evaluating: { canceled: boolean } | null = null;

  constructor(
    private readonly report: DeviceReport,
    private readonly emit: (event: EngineEvent) => void,
    private readonly listeners: Set<EngineListener>,
  ) {
    this.sets = new TrainingSets(emit, () => this.current().model.config);
  }

  subscribe(listener: EngineListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async dispose(): Promise<void> {
    await this.cancelEvaluation(); // it would go on with a model that is gone, and start the judges anew
    await this.pause();
    this.features.forget();
    this.trainer?.dispose();
    this.trainer = null;
    this.judges?.dispose();
    this.listeners.clear();
  }

  async device() {
    return this.report;
  }

  async create(config: TdganConfig, { seed = this.settings.seed }: { seed?: number } = {}) {
    const settings = mergeSettings(this.settings, { seed });
    checkConfig(config); // a refusal leaves a run in progress alone
    this.requireNoEvaluation();
    await this.pause();
    const trainer = new Trainer(config, settings); // throws before the old one is gone
    this.features.forget();
    this.trainer?.dispose();
    freePooledBuffers(); // of the old model's sizes
    this.trainer = trainer;
    this.adopt(settings);
    this.announceModel();
    this.sets.dropUnfit();
    return countParameters(trainer.model);
  }

  async reset() {
    return this.create(this.current().model.config);
  }

  async config() {
    return this.current().model.config;
  }

  async loadWeights(files: Record<string, ArrayBuffer>) {
    const trainer = this.current();
    this.requireNoEvaluation();
    const load = prepareCheckpoint(trainer.model, files); // a refusal leaves a run in progress alone
    await this.pause();
    const report = load();
    this.features.forget(); // the step count may be what it was
    trainer.forgetProgress();
    this.announceModel();
    return report;
  }

  async saveWeights() {
    return saveCheckpoint(this.current().model);
  }

  async forward(input: ForwardInput) {
    await shadersReady();
    const { model, step } = this.current();
    const count = checkForward(input, model.config);
    const noise = input.noise
      ? tf.tensor4d(input.noise, noiseShape(model.config, count))
      : createNoise(model.config, count, evaluationNoise(input.noiseSeed)); // first: it checks the seed
    const images = this.uploadImages(input.face, input.expression);
    try {
      return { step, ...await evaluate(model, { ...images, noise }, input.stages ?? false) };
    } finally {
      tf.dispose([images.face, images.expression, noise]);
    }
  }

  async gradients(batch: Batch, options: Omit<StepOptions, 'only'> = {}) {
    await shadersReady();
    const trainer = this.current();
    const { settings } = this.merged(options);
    const tensors = this.uploadBatch(batch);
    try {
      return await publishedGradients({ model: trainer.model, batch: tensors, settings, dropout: createDropout(0, { seed: 0, step: 0 }) });
    } finally {
      disposeBatch(tensors);
    }
  }

  async step(batch: Batch, { only, ...options }: StepOptions = {}) {
    await shadersReady();
    const trainer = this.current();
    this.requireIdle();
    const choice = { ...this.merged(options), only: checkOnly(only) };
    const tensors = this.uploadBatch(batch);
    try {
      const [terms] = await readTerms([{ terms: trainer.takeStep(tensors, choice) }]);
      return terms!;
    } finally {
      disposeBatch(tensors);
    }
  }

  async interpolate(input: InterpolationInput) {
    await shadersReady();
    const { model, step } = this.current();
    return interpolate({ model, step, cache: this.features }, input);
  }

  async swapMatrix(input: SwapMatrixInput) {
    await shadersReady();
    return swapMatrix(this.current().model, input);
  }

  async mixExpressions(input: ExpressionMixInput) {
    await shadersReady();
    const { model, step } = this.current();
    return mixExpressions({ model, step, cache: this.features, set: this.sets.get('expression') }, input);
  }

  async varyNoise(input: NoiseVariationInput) {
    await shadersReady();
    const { model, step } = this.current();
    return varyNoise({ model, step, cache: this.features, set: this.sets.get('expression') }, input);
  }

  async drawAgain(input: DrawnAgainInput) {
    await shadersReady();
    return drawnAgain(this.current().model, input);
  }

  async memory() {
    const { numTensors, numBytes } = tf.memory();
    const held = (tf.memory() as unknown as { numBytesInGPU?: number }).numBytesInGPU;
    return { tensors: numTensors, tensorBytes: numBytes, gpuBytes: held ?? null };
  }

  async benchmark(input: BenchmarkInput) {
    this.requireIdle();
    requireNumber(input.batch, 'batch', { range: [1, 1024], whole: true });
    requireNumber(input.steps, 'steps', { range: [1, 10_000], whole: true });
    const benchmarking = { canceled: false };
    this.benchmarking = benchmarking;
    try {
      return await benchmark(input, {
        adapter: this.report.adapter,
        onProgress: (task, done, total) => this.emit({ kind: 'progress', task, done, total }),
        canceled: () => benchmarking.canceled,
      });
    } finally {
      this.benchmarking = null;
    }
  }

  async cancelBenchmark() {
    if (this.benchmarking) this.benchmarking.canceled = true;
  }

  async prepareImage(image: Blob) {
    const { imageSize, imageChannels } = this.current().model.config;
    const pixels = await decodeImage(image, imageSize, imageChannels);
    return Float32Array.from(pixels, (value) => value / 255);
  }

  async loadDataset(branch: Branch, files: ImageFile[]): Promise<DatasetReport> {
    this.requireIdle();
    return this.sets.load(branch, files, () => this.requireIdle());
  }

  async addImages(branch: Branch, files: ImageFile[]): Promise<DatasetReport> {
    this.requireIdle();
    return this.sets.add(branch, files, () => this.requireIdle());
  }

  async setImages(input: SetImagesInput) {
    await shadersReady();
    return setImages(this.sets.get(input.branch), input, this.current().model.config);
  }

  async setImageFile(branch: Branch, number: number) {
    return setImageFile(this.sets.get(branch), { branch, number });
  }

  async loadDemoSet() {
    this.current(); // where there is no model, nothing is read
    this.requireIdle();
    return this.sets.loadDemo(() => this.requireIdle());
  }

  async demoExamples() {
    return exampleScenes(await this.sets.demo());
  }

  async evaluateTransfer(given: EvaluationOptions = {}) {
    const options = checkEvaluation(given);
    await shadersReady();
    const { model, step } = this.current();
    this.requireIdle();
    const evaluating = { canceled: false };
    this.evaluating = evaluating;
    try {
      if (options.judges) this.judges ??= createJudges();
      const scored = await evaluateOnTruth(model, options, {
        demo: await this.sets.demo(),
        judges: options.judges ? this.judges : null,
        onProgress: (task, done, total) => this.emit({ kind: 'progress', task, done, total }),
        checkpoint: async () => {
          await nextTask(); // lets messages in, on backends too that compute before they return
          if (evaluating.canceled) throw new Error('The evaluation was canceled.');
        },
      });
      return { step, ...scored };
    } finally {
      this.evaluating = null;
    }
  }

  async cancelEvaluation() {
    if (this.evaluating) this.evaluating.canceled = true;
  }

  async compareWithTruth(input: ComparisonInput) {
    await shadersReady();
    return compareWithTruth(this.current().model, input);
  }

  async training() {
    return this.settings;
  }

  async setTraining(change: Parameters<EngineHandle['setTraining']>[0]) {
    this.adopt(mergeSettings(this.settings, change));
    return this.settings;
  }

  async train({ steps = Infinity, only }: TrainOptions = {}) {
    const length = { steps, only: checkOnly(only) };
    if (steps !== Infinity) requireNumber(steps, 'steps', { range: [1, 1e9], whole: true });
    const trainer = this.current();
    this.requireIdle();
    const [face, expression] = [this.sets.get('face'), this.sets.get('expression')];
    if (!face || !expression) {
      throw new Error(`Load ${[face ? [] : ['a face set'], expression ? [] : ['an expression set']].flat().join(' and ')} first.`);
    }
    const problem = misfit(trainer.model.config, this.settings.batchSize, this.report.limits);
    if (problem) throw new Error(problem);
    this.stopWanted = false;
    this.announce('warming');
    this.run = this.warmAndTrain(trainer, { face, expression }, length);
  }

  /** Never rejects: what goes wrong becomes an event, since nobody waits for a run. */
  private async warmAndTrain(trainer: Trainer, sets: { face: ImageSet; expression: ImageSet }, length: RunLength): Promise<void> {
    try {
      await warmUp(trainer.model, this.settings, (done, total) =>
        this.emit({ kind: 'progress', task: 'Compiling shaders', done, total }));
      if (!this.stopWanted) {
        this.announce('running');
        await trainer.run(sets, length, (records) => this.emit({ kind: 'steps', records }));
      }
    } catch (error) {
      this.emit(trainingFailure(error as Error, trainer));
    } finally {
      this.run = null;
      this.announce('idle');
    }
  }

  async pause() {
    this.stopWanted = true;
    this.trainer?.requestStop();
    await this.run;
    return this.status();
  }

  async goBack() {
    const trainer = this.current();
    this.requireIdle();
    trainer.goBack();
    this.features.forget(); // the step count may be what it was
    this.announce('idle');
    return this.status();
  }

  async status(): Promise<TrainingStatus> {
    return { state: this.state, step: this.trainer?.step ?? 0 };
  }

  /** What was issued with a refused command was dropped, so the numbers of a run are not to be trusted. */
  stopAfterGpuFailure(message: string): void {
    this.stopWanted = true;
    this.trainer?.requestStop();
    this.emit({ kind: 'gpuFailed', message });
  }

  private adopt(settings: TrainingConfig): void {
    this.settings = settings;
    if (this.trainer) this.trainer.settings = settings;
    this.emit({ kind: 'settings', training: settings });
  }

  private announce(state: TrainingStatus['state']): void {
    this.state = state;
    this.emit({ kind: 'training', status: { state, step: this.trainer?.step ?? 0 } });
  }

  private announceModel(): void {
    const { model } = this.current();
    this.emit({ kind: 'model', config: model.config, parameters: countParameters(model), seed: this.settings.seed });
    this.announce('idle');
  }

  private current(): Trainer {
    if (!this.trainer) throw new Error('There is no model yet. Create one first.');
    return this.trainer;
  }

  private merged({ allTerms = false, ...override }: StepOptions) {
    return { allTerms, settings: mergeSettings(this.settings, override) };
  }

  private requireIdle(): void {
    if (this.run) throw new Error('Training is running. Pause it first.');
    if (this.benchmarking) throw new Error('A benchmark is running. Wait for it, or cancel it.');
    this.requireNoEvaluation();
  }

  private requireNoEvaluation(): void {
    if (this.evaluating) throw new Error('An evaluation is running. Wait for it, or cancel it.');
  }

  private uploadImages(face: Float32Array, expression: Float32Array) {
    const { config } = this.current().model;
    return { face: uploadImages(face, config), expression: uploadImages(expression, config) };
  }

  private uploadBatch(batch: Batch): TensorBatch {
    const trainer = this.current();
    const { config } = trainer.model;
    const count = checkBatch(batch, config);
    const drawn = trainer.drawNoises(count);
    const noises = drawn.map((own, i) => {
      const given = batch.noises?.[i];
      if (!given) return own;
      own.dispose();
      return tf.tensor4d(given, noiseShape(config, count));
    }) as TensorBatch['noises'];
    const labels = (values: ArrayLike<number>) => tf.tensor1d(Int32Array.from(values), 'int32');
    return {
      ...this.uploadImages(batch.face, batch.expression), noises,
      faceLabels: labels(batch.faceLabels), expressionLabels: labels(batch.expressionLabels),
    };
  }
}

// The protocol between whoever drives TDGAN (page, console, tests) and whoever computes it. It
// knows no tensor: arrays are flat Float32Array, NHWC, images in [0, 1]. Two implementations:
// LocalEngine does the work, WorkerEngine talks to a LocalEngine in a worker.

import type { ParameterGroup, StepSettingsOverride, TdganConfig, TrainingConfig } from '../config';
import type { LossTerm, StepRecord, StepTerms } from '../metrics';
import type { Scene } from '../people/studio';

export const backendNames = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

export interface DeviceReport {
  backend: BackendName;
  /** The GPU as the browser names it; null on wasm and cpu. */
  adapter: { vendor: string; architecture: string; description: string; software: boolean } | null;
  /** Limits that decide what fits: bytes and counts, by WebGPU's names; empty where unknown. */
  limits: Record<string, number>;
  /** Why this backend, in a sentence: it was asked for, or is the fastest here. */
  reason: string;
  /** Why a preferred backend is not the one in use, one sentence each; empty where nothing was missing. */
  fallbackReasons: string[];
  /** The start-up check of this model's gradients against stored numbers. */
  selfCheck: { worstRelativeError: number; tolerance: number; checkedGradients: number };
}

/** Parameters per network, and of all together. */
export interface ParameterCounts {
  faceEncoder: number;
  expressionEncoder: number;
  expressionClassifier: number;
  decoder: number;
  faceDiscriminator: number;
  expressionDiscriminator: number;
  total: number;
}

export interface ImportReport {
  tensors: number;
  parameters: number;
  /** The keys that each file brought. */
  files: { name: string; tensors: number }[];
}

export interface ForwardInput {
  /** [N,S,S,C] in [0, 1]. */
  face: Float32Array;
  /** [N,S,S,C] in [0, 1]. */
  expression: Float32Array;
  /** d_n, [N,S/16,S/16,noiseChannels] in [0, 1); drawn from `noiseSeed` where absent. */
  noise?: Float32Array;
  /** Seed of the noise where none is given; 0 where absent. */
  noiseSeed?: number;
  /** Ask for every named stage of the networks, too. */
  stages?: boolean;
}

export interface NamedArray {
  shape: number[];
  values: Float32Array;
}

export interface ForwardResult {
  /** I_g, [N,S,S,C] in (0, 1). */
  image: Float32Array;
  /** d_f and d_e, [N,S/16,S/16,128w]. */
  faceFeatures: Float32Array;
  expressionFeatures: Float32Array;
  /** M_ER on d_e, [N,expressionClasses]. */
  expressionLogits: Float32Array;
  /** D_f and D_e on the generated image; faceLogits has the fake class last. */
  discriminator: { faceFeatures: Float32Array; faceLogits: Float32Array; expressionLogits: Float32Array };
  /** Present where asked for: stages by published name (`enc_FR.conv1`, `dec.us3` ...), NHWC. */
  stages?: Record<string, NamedArray>;
}

export interface Batch {
  /** [N,S,S,C] in [0, 1]. */
  face: Float32Array;
  /** Identity of each face image, 0 <= label < faceClasses. */
  faceLabels: ArrayLike<number>;
  expression: Float32Array;
  /** Class of each expression image, 0 <= label < expressionClasses. */
  expressionLabels: ArrayLike<number>;
  /** d_n of the three decoder calls (generated, face again, expression again); drawn from the seed where absent. */
  noises?: (Float32Array | null | undefined)[];
}

export type StepOptions = StepSettingsOverride & {
  /** Compute the terms too that this step's updates do not need. */
  allTerms?: boolean;
  /** The one group that learns, whatever its gap; every other weight stays bit-equal. Not together with `allTerms`. */
  only?: ParameterGroup;
};

export interface TrainOptions {
  /** Until paused where absent. */
  steps?: number;
  /** The one group that learns, as in a step. */
  only?: ParameterGroup;
}

export interface InterpolationInput {
  /** One or two face images, [1 or 2,S,S,C]. */
  faces: Float32Array;
  /** One or two expression images, [1 or 2,S,S,C]. */
  expressions: Float32Array;
  /** Seed of the one noise map that every cell shares. */
  noiseSeed?: number;
  /** Points along each axis that has two images: alpha = 0, 1/(steps-1) .. 1. */
  steps?: number;
  /** Instead of `steps`: the alphas of an axis themselves; values outside [0, 1] extrapolate. */
  faceAlphas?: number[];
  expressionAlphas?: number[];
}

export interface InterpolationResult {
  /** [rows,columns,S,S,C]: rows walk the face axis, columns the expression axis. */
  images: Float32Array;
  rows: number;
  columns: number;
  faceAlphas: number[];
  expressionAlphas: number[];
}

export interface SwapMatrixInput {
  /** [N,S,S,C] and [M,S,S,C] in [0, 1]; 16 images of each at most. */
  faces: Float32Array;
  expressions: Float32Array;
  /** Seed of the one noise map that every cell shares. */
  noiseSeed?: number;
}

/** Every face with every expression; cells row by row, a row per face. */
export interface SwapMatrixResult {
  rows: number;
  columns: number;
  /** [rows,columns,S,S,C] */
  images: Float32Array;
  /** D_e's and M_ER's on the generated images, [rows,columns,expressionClasses]. */
  discriminatorLogits: Float32Array;
  classifierLogits: Float32Array;
  /** Cosine of D_f's features of generated image and face image, [rows,columns]; null where D_f sees nothing at all. */
  similarities: (number | null)[];
}

export interface ExpressionMixInput {
  /** [1,S,S,C] in [0, 1]. */
  face: Float32Array;
  /** Of each class of the expression set, in its order, -10 to 10; they need not sum to 1. */
  weights: number[];
  noiseSeed?: number;
}

export interface ExpressionMix {
  /** [1,S,S,C] */
  image: Float32Array;
  /** How many images of each class its mean was taken over: 16 at most. */
  images: number[];
}

export interface NoiseVariationInput {
  /** [1,S,S,C] each, in [0, 1]. */
  face: Float32Array;
  expression: Float32Array;
  /** The first noise seed, which the exchanged expression images share, too; 0 where absent. */
  noiseSeed?: number;
  /** How many seeds, from the first one on: 2 to 32; 8 where absent. */
  seeds?: number;
}

/** How much K pictures of one scene differ. */
export interface Spread {
  /** [K,S,S,C] in (0, 1) */
  images: Float32Array;
  /** Over the K, value by value: [1,S,S,C] in (0, 1). */
  mean: Float32Array;
  /** Standard deviation over the K, value by value: [1,S,S,C], 0 to 0.5. */
  deviation: Float32Array;
  /** Mean absolute distance from `mean`, over all values of all K: 0 to 0.5. */
  meanDeviation: number;
}

export interface NoiseVariation {
  noiseSeeds: number[];
  /** The pair under each of the seeds; the first picture is `forward`'s. */
  noise: Spread;
  /** The face, under the first seed, with as many images of the loaded expression set, taken from its classes in turn; fewer where it has fewer, null below two. */
  expression: Spread | null;
}

export interface DrawnAgainInput {
  /** [1,S,S,C] each, in [0, 1]. */
  face: Float32Array;
  expression: Float32Array;
  /** Seed of the one noise map that all three drawings share. */
  noiseSeed?: number;
}

/** The images of Eq. 7, [1,S,S,C] each. */
export interface DrawnAgain {
  /** I_g = G(I_f, I_e). */
  generated: Float32Array;
  /** G(I_g, I_f), which should be I_f. */
  faceAgain: Float32Array;
  /** G(I_e, I_g), which should be I_e. */
  expressionAgain: Float32Array;
  /** Absolute differences from I_f and I_e, and their means: Eq. 7's two terms without their weights. */
  faceDifference: Float32Array;
  expressionDifference: Float32Array;
  faceL1: number;
  expressionL1: number;
}

export interface MemoryReport {
  tensors: number;
  /** Bytes of live tensors. */
  tensorBytes: number;
  /** Bytes that the backend holds on the GPU, pooled buffers included; null where the backend does not say. */
  gpuBytes: number | null;
}

export interface BenchmarkInput {
  config: TdganConfig;
  batch: number;
  /** Timed repetitions, after warm-up. */
  steps: number;
  /** Also measure what the adapter can do at best: some seconds on a software adapter; nothing on backends without WebGPU. */
  microbench?: boolean;
  /** Also time the step in stock tfjs, in turns with ours: WebGPU only, and minutes per step on a software adapter. */
  stock?: boolean;
}

/** What an adapter can do at best. */
export interface MicrobenchResult {
  /** Square float32 matrix multiplications, each in a program of its own. */
  matmuls: { name: string; gflops: number }[];
  matmulSize: number;
  /** The best of them: what a step's arithmetic is held against. */
  matmulGflops: number;
  /** Read and written together, by a copy of 64 MiB. */
  bandwidthGBs: number;
  /** Of a tiny dispatch that waits for the one before. */
  dispatchMicroseconds: number;
}

/** What one repetition asked of WebGPU. */
export interface GpuCounts {
  dispatches: number;
  submits: number;
  newBuffers: number;
  /** Buffers mapped to be read. */
  readbacks: number;
  /** Pipelines created. */
  pipelines: number;
  /** Largest sum of the sizes of all buffers that existed at one time. */
  peakBytes: number;
}

export interface BenchmarkRow {
  who: 'ours' | 'stock' | 'jax-js';
  what: 'full step' | 'step without discriminator updates' | 'encoder forward and backward';
  batch: number;
  ms: number[];
  /** Smallest of ms. */
  bestMs: number;
  imagesPerSecond: number;
  /** Null on backends without WebGPU. */
  counts: GpuCounts | null;
  /** What one repetition needs, counted from the config. */
  gflop: number;
  /** Of the adapter's matrix multiplication peak; null where that was not measured. */
  fractionOfPeak: number | null;
  /** What it could not be faster than: its arithmetic or traffic at the adapter's best, and its dispatches. */
  limitMs: number | null;
}

export interface BenchmarkResult {
  backend: BackendName;
  adapter: DeviceReport['adapter'];
  /** Of the full step, ours. */
  msPerStep: number[];
  /** Smallest of msPerStep. */
  bestMsPerStep: number;
  /** Of a step in which all four optimizers run; null on backends without WebGPU. */
  dispatchesPerStep: number | null;
  imagesPerSecond: number;
  microbench: MicrobenchResult | null;
  rows: BenchmarkRow[];
}

export type Branch = 'face' | 'expression';

/** A file of a dropped or picked folder; `path` has the folder names in it. */
export interface ImageFile {
  path: string;
  blob: Blob;
  /** Rendered by the studio; a photograph where absent. */
  synthetic?: boolean;
}

export interface DatasetReport {
  branch: Branch;
  /** Whether every image of it was rendered: the demo set, and what the studio added to it. */
  synthetic: boolean;
  images: number;
  /** In label order. */
  classes: { name: string; images: number }[];
  /** Files that were left out, and why. */
  skipped: { path: string; reason: string }[];
}

export interface SetImagesInput {
  branch: Branch;
  /** The class whose images are wanted. */
  label: number;
  /** How many of the class to skip; 0 where absent. */
  from?: number;
  /** How many are wanted at most, 1 to 64. */
  count: number;
}

export interface SetImages {
  /** [N,S,S,C] in [0, 1], resized to the model's side; N is 0 after the last of the class. */
  images: Float32Array;
  /** Their places in the set. */
  numbers: number[];
}

/** `test`: people whom no training set has. `heldOut`: whose hair style or skin no training set has, either. */
export type TruthGroup = 'test' | 'heldOut';

/** How near an answer comes to the true image: mean over pairs. */
export interface TransferScores {
  /** Mean absolute difference over all pixels, of values in [0, 1]. */
  l1: number;
  /** Structural similarity (Wang et al. 2004), -1 to 1. */
  ssim: number;
  /** The same two over the pixels that truly change, where truth and face image differ by more than 8/255; null where none does. */
  l1Changed: number | null;
  ssimChanged: number | null;
  /** Cosine between (answer - reconstruction of the face) and (truth - face image); null where the answer changes nothing at all. */
  changeCosine: number | null;
  /** Share of answers in which the judge sees the expression image's class; null without judges. */
  expressionAccuracy: number | null;
  /** Mean cosine of the judge's descriptors of answer and face image; null without judges. */
  identitySimilarity: number | null;
}

export interface EvaluationOptions {
  /** `test` where absent. */
  group?: TruthGroup;
  /** How many pairs, spread evenly over the group; 100 where absent. */
  pairs?: number;
  /** Ask the judges, too (downloads 7 MB of their weights from this page's own server at the first use); true where absent. */
  judges?: boolean;
  noiseSeed?: number;
}

export interface TransferEvaluation {
  group: TruthGroup;
  pairs: number;
  /** Of the model that was scored. */
  step: number;
  imageSize: number;
  generated: TransferScores;
  /** The two trivial answers: the face image itself, the expression image itself. */
  face: TransferScores;
  expression: TransferScores;
  /** What the judges say of the true images: their ceiling. */
  truth: { expressionAccuracy: number | null; identitySimilarity: number | null };
  /** [true class][class that the judge sees], counts; null without judges. */
  confusion: { generated: number[][]; truth: number[][] } | null;
}

export interface ComparisonInput {
  /** [1,S,S,C] each, in [0, 1]. */
  face: Float32Array;
  expression: Float32Array;
  /** The person of `face` with the expression of `expression`. */
  truth: Float32Array;
  noiseSeed?: number;
}

export interface Comparison {
  scores: Pick<TransferScores, 'l1' | 'ssim' | 'l1Changed' | 'ssimChanged' | 'changeCosine'>;
  /** |generated - truth|, [1,S,S,C]. */
  difference: Float32Array;
}

export interface TrainingStatus {
  state: 'idle' | 'warming' | 'running';
  /** Steps done since the weights were created or loaded. */
  step: number;
}

/** Which loss term was no number any more, and the step that `goBack` leads to, if any. */
export interface NonFiniteReport {
  term: LossTerm;
  step: number;
  lastGoodStep: number | null;
}

export type EngineEvent =
  | { kind: 'progress'; task: string; done: number; total: number }
  | { kind: 'training'; status: TrainingStatus }
  | { kind: 'steps'; records: StepRecord[] }
  /** The weights were replaced: by create, reset or loadWeights. */
  | { kind: 'model'; config: TdganConfig; parameters: ParameterCounts; seed: number }
  /** The training settings were set, by `setTraining` or by `create` with its seed: these hold from the next step on. */
  | { kind: 'settings'; training: TrainingConfig }
  /** A training set was replaced, or dropped because a new model does not fit it. */
  | { kind: 'dataset'; branch: Branch; report: DatasetReport | null }
  /** Training stopped by itself. */
  | { kind: 'trainingFailed'; message: string; nonFinite?: NonFiniteReport }
  /** The GPU refused a command, out of memory above all; a run was stopped. */
  | { kind: 'gpuFailed'; message: string }
  /** Nothing can be computed any more until the page is loaded again. */
  | { kind: 'deviceLost'; message: string };

/** All methods reject with an Error whose message says what to do; a rejected call changes nothing. */
export interface Engine {
  device: () => Promise<DeviceReport>;
  /** Makes the whole model with fresh weights; replaces the present one, stops its training, keeps datasets that still fit. */
  create: (config: TdganConfig, options?: { seed?: number }) => Promise<ParameterCounts>;
  config: () => Promise<TdganConfig>;
  /** Strict: together the safetensors files hold every published key, once, in its shape, and nothing else. Adam and the step count start anew. */
  loadWeights: (files: Record<string, ArrayBuffer>) => Promise<ImportReport>;
  /** safetensors with all tensors under their published names, in PyTorch's layout. */
  saveWeights: () => Promise<ArrayBuffer>;
  /** Evaluation mode: no dropout, nothing learns. `step`: how many steps the weights had done. */
  forward: (input: ForwardInput) => Promise<ForwardResult & { step: number }>;
  /** Each parameter's gradient of its own optimizer's loss at the present weights, by published key, in PyTorch's layout. */
  gradients: (batch: Batch, settings?: Omit<StepOptions, 'only'>) => Promise<Record<string, Float32Array>>;
  step: (batch: Batch, settings?: StepOptions) => Promise<StepTerms>;
  interpolate: (input: InterpolationInput) => Promise<InterpolationResult>;
  /** N faces in M expressions. */
  swapMatrix: (input: SwapMatrixInput) => Promise<SwapMatrixResult>;
  /** A face with a weighted sum of the mean expression features of the loaded expression set's classes. */
  mixExpressions: (input: ExpressionMixInput) => Promise<ExpressionMix>;
  /** How much noise changes the picture of a pair, and for comparison how much the expression image does. */
  varyNoise: (input: NoiseVariationInput) => Promise<NoiseVariation>;
  /** One transfer, and both of its inputs drawn again from it (Eq. 7). */
  drawAgain: (input: DrawnAgainInput) => Promise<DrawnAgain>;
  memory: () => Promise<MemoryReport>;
  /** On a model of its own; the present one stays as it is. */
  benchmark: (input: BenchmarkInput) => Promise<BenchmarkResult>;
  /** The benchmark under way, if any, is rejected after its present repetition. */
  cancelBenchmark: () => Promise<void>;
  /** An image file as the networks see it: [1,S,S,C] in [0, 1]. */
  prepareImage: (image: Blob) => Promise<Float32Array>;
  /** Replaces one branch's training set. Subfolders are classes: identities, or expression names. */
  loadDataset: (branch: Branch, files: ImageFile[]) => Promise<DatasetReport>;
  /** Appends to a branch's training set, or starts one; all or nothing. A folder is a class as in `loadDataset`. */
  addImages: (branch: Branch, files: ImageFile[]) => Promise<DatasetReport>;
  /** Some images of a class of a loaded set, in the set's order. */
  setImages: (input: SetImagesInput) => Promise<SetImages>;
  /** One image of a loaded set, by its place there, as a PNG of the size it is kept in. */
  setImageFile: (branch: Branch, number: number) => Promise<Blob>;
  /** Replaces both training sets with the rendered people that come with the page; of the identities, as many as the model tells apart. */
  loadDemoSet: () => Promise<Record<Branch, DatasetReport>>;
  /** Scenes of test people, face and expression of a transfer, always the same. */
  demoExamples: () => Promise<{ face: Scene; expression: Scene }[]>;
  /** Scores the present model on pairs whose true answer is known. */
  evaluateTransfer: (options?: EvaluationOptions) => Promise<TransferEvaluation>;
  /** The evaluation under way, if any, is rejected after its present batch. */
  cancelEvaluation: () => Promise<void>;
  /** One transfer against its true answer. */
  compareWithTruth: (input: ComparisonInput) => Promise<Comparison>;
  /** Training settings as they stand; `train` and `step` start from these. */
  training: () => Promise<TrainingConfig>;
  /** Changes settings; they hold from the next step on. */
  setTraining: (change: StepSettingsOverride & { batchSize?: number; seed?: number }) => Promise<TrainingConfig>;
  /** Warms up, then trains on the loaded sets until paused or for `steps` steps. Resolves when it has begun. */
  train: (options?: TrainOptions) => Promise<void>;
  /** Takes effect before the next step; resolves when no step is running. */
  pause: () => Promise<TrainingStatus>;
  status: () => Promise<TrainingStatus>;
  /** After a run that a loss term ended: back to the last weights whose losses were numbers, and their step; Adam starts anew. */
  goBack: () => Promise<TrainingStatus>;
  /** Back to the initial values of the seed: weights, Adam, step 0. Datasets stay. */
  reset: () => Promise<ParameterCounts>;
}

export type EngineMethod = keyof Engine;
export type EngineListener = (event: EngineEvent) => void;

/** An engine with its event stream and its end. */
export interface EngineHandle extends Engine {
  subscribe: (listener: EngineListener) => () => void;
  dispose: () => Promise<void>;
}

// Everything the page shows, as one plain object: what the engine said last and what the person
// chose. Surprise: the step records are not here but in the history, because they arrive many
// times a second and must not wake the whole page; only the newest record is.

import type { PresetName, StepSettingsOverride, TdganConfig, TrainingConfig } from '../config';
import type {
  BenchmarkResult, Branch, Comparison, DatasetReport, DeviceReport, ImportReport, ParameterCounts, TrainingStatus, TransferEvaluation, TruthGroup,
} from '../engine/engine';
import { expressionNames } from '../expressions';
import type { StepRecord } from '../metrics';
import type { BlockName, FeatureMaps } from './figure';
import { frontView, type IdentityDescription, type Scene } from '../people/studio';
import { lockedNoise, type NoiseState } from './noise';
import type { Picture } from './picture';
import { noProbes, type ProbesState } from './probes';
import { emptyTrainingBar, type TrainingBarState } from './trainingBar';

export type { Picture };

/** The four places for an image: a transfer's two, and the second end of each interpolation axis. */
export const slotNames = ['face', 'expression', 'secondFace', 'secondExpression'] as const;
export type SlotName = (typeof slotNames)[number];

export interface SlotState {
  /** What the file holds, prepared; `source` is kept because another model may need another size. `scene` where the studio drew it. */
  image: { name: string; source: Blob; picture: Picture; scene?: Scene; synthetic?: boolean } | null;
  reading: boolean;
  /** Why the last file was refused; the image before it stays. */
  error: string | null;
}

export interface DatasetState {
  report: DatasetReport | null;
  loading: boolean;
  error: string | null;
}

/** Results carry the step at which they were computed, so that no number stands without its source. */
export interface TransferResult {
  picture: Picture;
  /** M_ER on the expression image's features. */
  expressionLogits: Float32Array;
  /** D_e and D_f on the generated image; the fake class is last in faceLogits. */
  generatedExpressionLogits: Float32Array;
  faceLogits: Float32Array;
  step: number;
}

/** A transfer between drawn people held against the picture that would be right. */
export interface TruthResult extends Pick<Comparison, 'scores'> {
  truth: Picture;
  /** |generated - truth|. */
  difference: Picture;
  step: number;
}

export type Axis = 'face' | 'expression';

export interface InterpolatedPicture {
  picture: Picture;
  /** Null where the axis has one image only. */
  alphas: Record<Axis, number | null>;
  step: number;
  noiseSeed: number;
}

/** One axis walked from its first image to its second, the other axis held where its slider stands. */
export interface Strip {
  axis: Axis;
  heldAlpha: number | null;
  cells: { alpha: number; picture: Picture }[];
  step: number;
  noiseSeed: number;
}

/** Both axes at once: rows walk the face axis, columns the expression axis. */
export interface Grid {
  cells: Picture[][];
  faceAlphas: number[];
  expressionAlphas: number[];
  step: number;
  noiseSeed: number;
}

/** A face with a free mix of the seven mean expressions. */
export interface PadState {
  /** In class order. */
  weights: number[];
  /** Drawn since the page opened: from then on it follows images, noise and training. */
  used: boolean;
  result: { picture: Picture; step: number; noiseSeed: number; images: number[] } | null;
  error: string | null;
}

/** One image of the swap matrix; `source` is kept because another model may need another size. */
export interface SwapImage {
  id: number;
  name: string;
  source: Blob;
  picture: Picture;
}

export interface SwapCell {
  picture: Picture;
  /** D_e and M_ER on the generated image. */
  discriminatorLogits: Float32Array;
  classifierLogits: Float32Array;
  /** Cosine of D_f's features of generated image and face image; null where D_f sees nothing at all. */
  similarity: number | null;
}

/** The images of Eq. 7 of one cell; face and expression are its row's and its column's. */
export interface SwapDetail {
  face: SwapImage;
  expression: SwapImage;
  /** Null while they are drawn. */
  images: Record<'generated' | 'faceAgain' | 'expressionAgain' | 'faceDifference' | 'expressionDifference', Picture> | null;
  faceL1: number | null;
  expressionL1: number | null;
  step: number;
}

/** Faces by expressions. */
export interface SwapState {
  images: Record<Axis, SwapImage[]>;
  reading: boolean;
  drawing: boolean;
  /** Of the images as they are; cells by row, a row per face. */
  result: { cells: SwapCell[][]; step: number; noiseSeed: number } | null;
  detail: SwapDetail | null;
  error: string | null;
}

/** What the model is being changed by; while it is, nothing else may change it. */
export type Activity = 'starting' | 'creating' | 'resetting' | 'pausing' | 'loadingWeights' | 'savingWeights' | 'benchmarking' | 'evaluating';

/** What a person asked the benchmark for. */
export interface BenchmarkChoice {
  preset: PresetName;
  batch: number;
  /** Stock tfjs, too. */
  stock: boolean;
}

/** What a person asked the evaluation for. */
export interface EvaluationChoice {
  group: TruthGroup;
  pairs: number;
  judges: boolean;
}

/** Runs beyond the tab: whether they are kept, and what became of those that are not. */
export interface KeptRunsState {
  /** Those of earlier visits are on their way into the list. */
  reading: boolean;
  /** Why runs end with the tab; null while they are kept. */
  problem: string | null;
  /** What a person should know, newest last. */
  notes: string[];
  /** Left out of the list: not to be read. */
  damaged: { key: string; reason: string }[];
}

/** The person studio. */
export interface StudioState {
  /** What the controls say; it may still be on its way to the picture. */
  scene: Scene;
  /** Numbers of the people seen, in order, and the place of the present one. */
  people: number[];
  shown: number;
  drawn: { scene: Scene; picture: Blob; description: IdentityDescription } | null;
  drawing: boolean;
  error: string | null;
  /** What became of the picture that was given to a slot or a set last. */
  note: { text: string; failed: boolean } | null;
}

export interface AppState {
  activity: Activity | null;
  /** Nothing works any more, and this says why and what to do. */
  failure: string | null;
  alerts: { id: number; message: string }[];
  device: DeviceReport | null;
  /** Of the present model; null before there is one. Another object whenever the weights were replaced. */
  config: TdganConfig | null;
  /** Seed of the present model's initial values. */
  modelSeed: number | null;
  parameters: ParameterCounts | null;
  /** Settings of the training, its seed included. */
  training: TrainingConfig | null;
  status: TrainingStatus;
  latest: StepRecord | null;
  trainingBar: TrainingBarState;
  progress: { task: string; done: number; total: number } | null;
  datasets: Record<Branch, DatasetState>;
  /** The rendered people that come with the page. */
  demo: { loading: boolean; error: string | null };
  slots: Record<SlotName, SlotState>;
  /** Seed of d_n, locked for transfer and interpolation alike, so that their pictures can be compared. */
  noiseSeed: number;
  /** Whether interpolation keeps to it, and how much noise changes a picture. */
  noise: NoiseState;
  transfer: { result: TransferResult | null; error: string | null };
  /** Compared after each transfer while it is wanted and both images are drawn people. */
  truth: { wanted: boolean; result: TruthResult | null; error: string | null };
  /** The block of the figure whose feature maps are looked at, and the maps of the newest transfer since. */
  figure: { open: BlockName | null; maps: FeatureMaps | null };
  /** Pairs drawn again and again while the model learns. */
  probes: ProbesState;
  alphas: Record<Axis, number>;
  interpolation: { result: InterpolatedPicture | null; error: string | null };
  strips: { results: Strip[]; drawing: boolean; error: string | null };
  grid: { result: Grid | null; drawing: boolean; error: string | null };
  pad: PadState;
  swap: SwapState;
  weights: { report: ImportReport | null; error: string | null };
  benchmark: { result: (BenchmarkResult & { choice: BenchmarkChoice }) | null; error: string | null };
  /** The noise seed is the one that was locked at the time. */
  evaluation: { result: (TransferEvaluation & { noiseSeed: number }) | null; error: string | null };
  studio: StudioState;
  /** The keeping of runs beyond the tab; the runs themselves are in the history. */
  keptRuns: KeptRunsState;
}

/** What a settings form may send. */
export type SettingsChange = StepSettingsOverride & { batchSize?: number; seed?: number };

const emptySlot: SlotState = { image: null, reading: false, error: null };
const emptyDataset: DatasetState = { report: null, loading: false, error: null };

/** Nobody drawn yet; the first person comes with the address's seed. */
const emptyStudio: StudioState = {
  scene: { identity: 0, expression: { name: 'happiness', strength: 1, seed: 0 }, view: frontView },
  people: [], shown: -1, drawn: null, drawing: false, error: null, note: null,
};

/** The page before the engine has answered anything. */
export const initialState: AppState = {
  activity: 'starting',
  failure: null,
  alerts: [],
  device: null,
  config: null,
  modelSeed: null,
  parameters: null,
  training: null,
  status: { state: 'idle', step: 0 },
  latest: null,
  trainingBar: emptyTrainingBar,
  progress: null,
  datasets: { face: emptyDataset, expression: emptyDataset },
  demo: { loading: false, error: null },
  slots: { face: emptySlot, expression: emptySlot, secondFace: emptySlot, secondExpression: emptySlot },
  noiseSeed: 1,
  noise: lockedNoise,
  transfer: { result: null, error: null },
  truth: { wanted: true, result: null, error: null },
  figure: { open: null, maps: null },
  probes: noProbes,
  alphas: { face: 0, expression: 0.5 },
  interpolation: { result: null, error: null },
  strips: { results: [], drawing: false, error: null },
  grid: { result: null, drawing: false, error: null },
  pad: { weights: expressionNames.map((name) => (name === 'neutral' ? 1 : 0)), used: false, result: null, error: null },
  swap: { images: { face: [], expression: [] }, reading: false, drawing: false, result: null, detail: null, error: null },
  weights: { report: null, error: null },
  benchmark: { result: null, error: null },
  evaluation: { result: null, error: null },
  studio: emptyStudio,
  keptRuns: { reading: false, problem: null, notes: [], damaged: [] },
};

// Everything the page shows, as one plain object: what the engine said last and what the person
// chose. Surprise: the step records are not here but in the history, because they arrive many
// times a second and must not wake the whole page; only the newest record is.

import type { PresetName, StepSettingsOverride, TdganConfig, TrainingConfig } from '../config';
import type { BenchmarkResult, Branch, DatasetReport, DeviceReport, ImportReport, ParameterCounts, TrainingStatus } from '../engine/engine';
import type { StepRecord } from '../metrics';

/** One picture as the networks see it or draw it: [S,S,C] in [0, 1]. */
export interface Picture {
  values: Float32Array;
  size: number;
  channels: number;
}

/** The four places for an image: a transfer's two, and the second end of each interpolation axis. */
export const slotNames = ['face', 'expression', 'secondFace', 'secondExpression'] as const;
export type SlotName = (typeof slotNames)[number];

export interface SlotState {
  /** What the file holds, prepared; `source` is kept because another model may need another size. */
  image: { name: string; source: Blob; picture: Picture } | null;
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

export type Axis = 'face' | 'expression';

export interface InterpolatedPicture {
  picture: Picture;
  /** Null where the axis has one image only. */
  alphas: Record<Axis, number | null>;
  step: number;
}

/** One axis walked from its first image to its second, the other axis held where its slider stands. */
export interface Strip {
  axis: Axis;
  heldAlpha: number | null;
  cells: { alpha: number; picture: Picture }[];
  step: number;
}

/** What the model is being changed by; while it is, nothing else may change it. */
export type Activity = 'starting' | 'creating' | 'resetting' | 'pausing' | 'loadingWeights' | 'savingWeights' | 'benchmarking';

/** What a person asked the benchmark for. */
export interface BenchmarkChoice {
  preset: PresetName;
  batch: number;
  /** Stock tfjs, too. */
  stock: boolean;
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
  progress: { task: string; done: number; total: number } | null;
  datasets: Record<Branch, DatasetState>;
  slots: Record<SlotName, SlotState>;
  /** Seed of d_n, locked for transfer and interpolation alike, so that their pictures can be compared. */
  noiseSeed: number;
  transfer: { result: TransferResult | null; error: string | null };
  alphas: Record<Axis, number>;
  interpolation: { result: InterpolatedPicture | null; error: string | null };
  strips: { results: Strip[]; drawing: boolean; error: string | null };
  weights: { report: ImportReport | null; error: string | null };
  benchmark: { result: (BenchmarkResult & { choice: BenchmarkChoice }) | null; error: string | null };
}

/** What a settings form may send. */
export type SettingsChange = StepSettingsOverride & { batchSize?: number; seed?: number };

const emptySlot: SlotState = { image: null, reading: false, error: null };
const emptyDataset: DatasetState = { report: null, loading: false, error: null };

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
  progress: null,
  datasets: { face: emptyDataset, expression: emptyDataset },
  slots: { face: emptySlot, expression: emptySlot, secondFace: emptySlot, secondExpression: emptySlot },
  noiseSeed: 1,
  transfer: { result: null, error: null },
  alphas: { face: 0, expression: 0.5 },
  interpolation: { result: null, error: null },
  strips: { results: [], drawing: false, error: null },
  weights: { report: null, error: null },
  benchmark: { result: null, error: null },
};

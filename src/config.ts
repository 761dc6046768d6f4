// All that a TDGAN and its training are made of, as plain data: sizes of the model, settings of
// the training, the presets. Nothing here computes. Surprise: the settings of one step may be
// overridden call by call, so they are a type of their own inside TrainingConfig.

/** Sizes of one TDGAN; every network is built from these and nothing else. */
export interface TdganConfig {
  /** Side of the square input in pixels, a multiple of 16. */
  imageSize: number;
  /** 1 = grey, 3 = colour. */
  imageChannels: number;
  /** Multiplies every convolution's channel count (1 = the paper's). */
  width: number;
  /** Hidden units of each dense layer. */
  fcWidth: number;
  /** Channels of the noise map d_n, whose side is imageSize / 16. */
  noiseChannels: number;
  /** Residual blocks of the embedding module. */
  residualBlocks: number;
  /** Identities; the face discriminator has one output more, the fake class. */
  faceClasses: number;
  expressionClasses: number;
}

/** The four parameter groups, one Adam optimizer each. */
export const parameterGroups = [
  'generator', 'expressionClassifier', 'faceDiscriminator', 'expressionDiscriminator',
] as const;
export type ParameterGroup = (typeof parameterGroups)[number];

/** Published names of the networks, in checkpoints and before the stages of a forward pass. */
export const stagePrefixes = {
  faceEncoder: 'enc_FR', expressionEncoder: 'enc_ER', decoder: 'dec', faceDiscriminator: 'D_f.enc', expressionDiscriminator: 'D_e.enc',
} as const;

/** What one training step can be told; the names follow the paper's symbols. */
export interface StepSettings {
  /** Adam's step size of each group. */
  learningRates: Record<ParameterGroup, number>;
  /** D_f learns on steps 0, n, 2n, ... */
  faceDiscriminatorEvery: number;
  /** D_e learns on steps 0, n, 2n, ... */
  expressionDiscriminatorEvery: number;
  /** Eq. 6: weight of CE(D_f(I_g), y_f). */
  lambdaGenFace: number;
  /** Eq. 6: weight of CE(D_e(I_g), y_e). */
  lambdaGenExpression: number;
  /** Eq. 8. */
  lambdaPerceptual: number;
  /** Eq. 7, first term: the face drawn again. */
  lambdaConsistencyFace: number;
  /** Eq. 7, second term: the expression image drawn again. */
  lambdaConsistencyExpression: number;
  weightFaceReal: number;
  weightFaceFake: number;
  weightExpression: number;
  /** Share of units dropped before fc1 and fc2 of every dense head, 0 <= dropout < 1. */
  dropout: number;
}

/** Which discriminators learn on step `step` (0 for the first). */
export function dueUpdates(
  step: number, settings: Pick<StepSettings, 'faceDiscriminatorEvery' | 'expressionDiscriminatorEvery'>,
): { face: boolean; expression: boolean } {
  return {
    face: step % settings.faceDiscriminatorEvery === 0,
    expression: step % settings.expressionDiscriminatorEvery === 0,
  };
}

export interface TrainingConfig extends StepSettings {
  batchSize: number;
  /** Seed of initial values, noise, dropout, order and augmentation: an unsigned 32-bit integer. */
  seed: number;
}

export type PresetName = 'paper' | 'compact' | 'tiny';

export interface Preset {
  config: TdganConfig;
  training: TrainingConfig;
}

const published: TrainingConfig = {
  learningRates: {
    generator: 1e-4, expressionClassifier: 1e-4, faceDiscriminator: 1e-4, expressionDiscriminator: 1e-4,
  },
  faceDiscriminatorEvery: 5,
  expressionDiscriminatorEvery: 10,
  lambdaGenFace: 0.2,
  lambdaGenExpression: 0.8,
  lambdaPerceptual: 1,
  lambdaConsistencyFace: 5,
  lambdaConsistencyExpression: 5,
  weightFaceReal: 1,
  weightFaceFake: 1,
  weightExpression: 1,
  dropout: 0.5,
  batchSize: 32,
  seed: 1,
};

const paperConfig: TdganConfig = {
  imageSize: 128, imageChannels: 1, width: 1, fcWidth: 1024, noiseChannels: 256,
  residualBlocks: 6, faceClasses: 20, expressionClasses: 7,
};

/**
 * `paper`: the published model and run. `compact`: about a sixteenth of the work, with learning
 * rates and gaps that show a transfer within some hundred steps instead of some ten thousand.
 * `tiny`: for tests.
 */
export const presets: Record<PresetName, Preset> = {
  paper: { config: paperConfig, training: published },
  compact: {
    config: {
      ...paperConfig, imageSize: 64, width: 0.5, fcWidth: 256, noiseChannels: 64, residualBlocks: 3,
    },
    training: {
      ...published,
      learningRates: {
        generator: 4e-4, expressionClassifier: 4e-4, faceDiscriminator: 4e-4, expressionDiscriminator: 4e-4,
      },
      faceDiscriminatorEvery: 5,
      expressionDiscriminatorEvery: 3,
      batchSize: 16,
    },
  },
  tiny: {
    config: {
      ...paperConfig, imageSize: 32, width: 0.25, fcWidth: 32, noiseChannels: 8, residualBlocks: 2, faceClasses: 5,
    },
    training: { ...published, batchSize: 4 },
  },
};

/** Channels of a convolution that has `paperChannels` in the paper: at least one. */
export function scaledChannels(config: TdganConfig, paperChannels: number): number {
  return Math.max(1, roundHalfToEven(paperChannels * config.width));
}

/** Side of the feature maps d_e, d_f and d_n. */
export function featureSize(config: TdganConfig): number {
  return config.imageSize / 16;
}

/** PyTorch's side of the project rounds as Python does; an exact half goes to the even neighbor. */
function roundHalfToEven(x: number): number {
  const floor = Math.floor(x);
  return x - floor === 0.5 ? floor + (floor % 2) : Math.round(x);
}

const wholeNumberRanges: Record<Exclude<keyof TdganConfig, 'width'>, readonly [number, number]> = {
  imageSize: [16, 512], imageChannels: [1, 3], fcWidth: [1, 8192], noiseChannels: [1, 4096],
  residualBlocks: [0, 64], faceClasses: [2, 100_000], expressionClasses: [2, 1000],
};

/**
 * Checks a model's sizes. Returns the config with exactly the known fields.
 * @throws Error naming the field that is missing, unknown or out of range.
 */
export function checkConfig(config: TdganConfig): TdganConfig {
  rejectUnknownFields(config, paperConfig, 'config');
  for (const [field, [low, high]] of Object.entries(wholeNumberRanges)) {
    requireNumber(config[field as keyof TdganConfig], `config.${field}`, { range: [low, high], whole: true });
  }
  requireNumber(config.width, 'config.width', { range: [1 / 64, 4] });
  if (config.imageSize % 16 !== 0) {
    throw new Error(`config.imageSize must be a multiple of 16, not ${config.imageSize}.`);
  }
  if (config.imageChannels === 2) {
    throw new Error('config.imageChannels must be 1 (grey) or 3 (color), not 2.');
  }
  return { ...config };
}

/** Part of the step settings, where even single learning rates may be left out. */
export type StepSettingsOverride = Partial<Omit<StepSettings, 'learningRates'>> & {
  learningRates?: Partial<StepSettings['learningRates']>;
};

/**
 * Lays `override` over `base`.
 * @throws Error naming a field that is unknown or out of range.
 */
export function mergeSettings<T extends StepSettings>(base: T, override: StepSettingsOverride & Partial<Omit<T, keyof StepSettings>> = {}): T {
  rejectUnknownFields(override, base, 'settings');
  rejectUnknownFields(override.learningRates ?? {}, base.learningRates, 'settings.learningRates');
  const merged: T = { ...base, ...override, learningRates: { ...base.learningRates, ...override.learningRates } };
  for (const [field, value] of Object.entries(merged.learningRates)) {
    requireNumber(value, `settings.learningRates.${field}`, { range: [0, 1e3] });
  }
  for (const [field, value] of Object.entries(merged)) {
    if (field === 'learningRates') continue;
    const [low, high, whole] = settingRanges[field] ?? [0, 1e6, false];
    requireNumber(value, `settings.${field}`, { range: [low, high], whole });
  }
  return merged;
}

const settingRanges: Record<string, readonly [number, number, boolean]> = {
  faceDiscriminatorEvery: [1, 1e6, true],
  expressionDiscriminatorEvery: [1, 1e6, true],
  dropout: [0, 0.99, false],
  batchSize: [1, 1024, true],
  seed: [0, 0xffffffff, true],
};

function rejectUnknownFields(given: object, known: object, what: string): void {
  if (typeof given !== 'object' || given === null) throw new Error(`${what} must be an object.`);
  const unknown = Object.keys(given).filter((field) => !Object.hasOwn(known, field));
  if (unknown.length > 0) {
    throw new Error(`${what} has unknown fields: ${unknown.join(', ')}. Known: ${Object.keys(known).join(', ')}.`);
  }
}

/** @throws Error that names `what` where `value` is no finite number (or whole number) in the range, ends included. */
export function requireNumber(
  value: unknown, what: string, { range: [low, high], whole = false }: { range: readonly [number, number]; whole?: boolean },
): asserts value is number {
  if (typeof value !== 'number' || !(value >= low && value <= high) || (whole && !Number.isInteger(value))) {
    throw new Error(`${what} must be a ${whole ? 'whole ' : ''}number from ${low} to ${high}, not ${String(value)}.`);
  }
}

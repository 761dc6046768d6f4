// The set-up beyond backend, preset and seed, as fields of the address: each training setting that
// differs from the preset's, the noise seed, the alphas. Surprise: a setting is checked by the same
// function that checks the engine's, one field at a time, so that one bad field loses no other.

import { mergeSettings, parameterGroups, presets, type PresetName } from '../config';
import { messageOf } from './errors';
import { presetOf } from './selectors';
import { initialState, type AppState, type Axis, type SettingsChange } from './state';

export interface SetUp {
  /** What differs from the preset's settings. */
  settings: SettingsChange;
  noiseSeed: number;
  noiseLocked: boolean;
  alphas: Record<Axis, number>;
}

const axisFields = { alphaFace: 'face', alphaExpression: 'expression' } as const;
const alphaRange = [-0.5, 1.5] as const;

/** Settings by their name in the address; a seed of the training alone must not be the model's. */
const settingReaders: Record<string, (settings: SettingsChange) => number | undefined> = {
  ...Object.fromEntries(
    (Object.keys(presets.paper.training) as (keyof SettingsChange)[])
      .filter((name) => name !== 'learningRates' && name !== 'seed')
      .map((name) => [name, (settings: SettingsChange) => settings[name] as number | undefined]),
  ),
  trainingSeed: (settings) => settings.seed,
  ...Object.fromEntries(parameterGroups.map((group) => [`rate.${group}`, (settings: SettingsChange) => settings.learningRates?.[group]])),
};

function asChange(field: string, value: number): SettingsChange {
  if (field.startsWith('rate.')) return { learningRates: { [field.slice('rate.'.length)]: value } };
  return { [field === 'trainingSeed' ? 'seed' : field]: value };
}

export const setUpFields: readonly string[] = [...Object.keys(settingReaders), 'noise', 'noiseLock', ...Object.keys(axisFields)];

export function readSetUp(query: URLSearchParams, preset: PresetName): SetUp & { problems: string[] } {
  const problems: string[] = [];
  const { noiseSeed, alphas } = initialState;
  const setUp: SetUp = { settings: {}, noiseSeed, noiseLocked: query.get('noiseLock') !== 'off', alphas: { ...alphas } };
  const number = (field: string): number => (query.get(field)!.trim() === '' ? NaN : Number(query.get(field)));
  const refuse = (field: string, why: string) => problems.push(`The address asks for ${field} "${query.get(field)}". ${why} The default is used.`);

  for (const field of Object.keys(settingReaders).filter((name) => query.has(name))) {
    const change = asChange(field, number(field));
    try {
      mergeSettings(presets[preset].training, change);
      const { learningRates } = setUp.settings;
      Object.assign(setUp.settings, change, change.learningRates && { learningRates: { ...learningRates, ...change.learningRates } });
    } catch (error) {
      refuse(field, messageOf(error));
    }
  }
  if (query.has('noise')) {
    const seed = number('noise');
    if (Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff) setUp.noiseSeed = seed;
    else refuse('noise', 'A noise seed is a whole number from 0 to 4294967295.');
  }
  if (query.has('noiseLock') && query.get('noiseLock') !== 'off') refuse('noiseLock', 'Known is off, which takes fresh noise for every drawing.');
  for (const [field, axis] of Object.entries(axisFields)) {
    if (!query.has(field)) continue;
    const alpha = number(field);
    if (alpha >= alphaRange[0] && alpha <= alphaRange[1]) setUp.alphas[axis] = alpha;
    else refuse(field, `An alpha is a number from ${alphaRange[0]} to ${alphaRange[1]}.`);
  }
  return { ...setUp, problems };
}

/**
 * The address fields that open the page's present set-up again, undefined where a field is not
 * needed; null while there is none to speak of, or for a model of no preset.
 */
export function addressFields({ config, training, modelSeed, noiseSeed, noise, alphas, activity }: AppState): Record<string, string | number | undefined> | null {
  const preset = config && presetOf(config);
  if (!preset || !training || modelSeed === null || activity !== null) return null;
  const usual = { ...presets[preset].training, seed: modelSeed };
  const unless = (value: number, standard: number) => (value === standard ? undefined : value);
  return {
    preset: preset === 'paper' ? undefined : preset,
    seed: unless(modelSeed, 1),
    ...Object.fromEntries(Object.entries(settingReaders).map(([field, read]) => [field, unless(read(training)!, read(usual)!)])),
    noise: unless(noiseSeed, initialState.noiseSeed),
    noiseLock: noise.locked ? undefined : 'off',
    ...Object.fromEntries(Object.entries(axisFields).map(([field, axis]) => [field, unless(alphas[axis], initialState.alphas[axis])])),
  };
}

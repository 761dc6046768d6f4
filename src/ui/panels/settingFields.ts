// Every training setting as the form shows it: its words, its group, how to read it from the
// settings and how to write a change of it. Surprise: the ranges are not here; config.ts checks
// every change, so the form and the console refuse the same values in the same words.

import { mergeSettings, type ParameterGroup, type StepSettings, type TrainingConfig } from '../../config';
import type { SettingsChange } from '../../store/state';

export interface SettingField {
  /** Unique, and the input's id. */
  id: string;
  label: string;
  /** What a newcomer cannot guess. */
  note?: string;
  /** Takes the whole width. */
  wide?: boolean;
  read(settings: TrainingConfig): number;
  change(value: number): SettingsChange;
}

export interface SettingGroup {
  title: string;
  fields: SettingField[];
}

type PlainSetting = Exclude<keyof StepSettings, 'learningRates'> | 'batchSize' | 'seed';

function plain(name: PlainSetting, label: string, note?: string): SettingField {
  return { id: name, label, note, read: (settings) => settings[name], change: (value) => ({ [name]: value }) };
}

function learningRate(group: ParameterGroup, label: string): SettingField {
  return {
    id: `learningRate-${group}`,
    label,
    read: (settings) => settings.learningRates[group],
    change: (value) => ({ learningRates: { [group]: value } }),
  };
}

export const settingGroups: SettingGroup[] = [
  {
    title: 'Run',
    fields: [
      plain('batchSize', 'Batch size'),
      plain('dropout', 'Dropout', 'Of dense heads.'),
      { ...plain('seed', 'Training seed', 'Noise, dropout and order follow at once; initial values only on Reset or New model.'), wide: true },
    ],
  },
  {
    title: 'Learning rates',
    fields: [
      learningRate('generator', 'Generator'),
      learningRate('expressionClassifier', 'M_ER'),
      learningRate('faceDiscriminator', 'D_f'),
      learningRate('expressionDiscriminator', 'D_e'),
    ],
  },
  {
    title: 'Update gaps',
    fields: [
      plain('faceDiscriminatorEvery', 'D_f learns every', 'In steps.'),
      plain('expressionDiscriminatorEvery', 'D_e learns every', 'In steps.'),
    ],
  },
  {
    title: 'Weights of the generator’s losses',
    fields: [
      plain('lambdaGenFace', 'Identity, Eq. 6'),
      plain('lambdaGenExpression', 'Expression, Eq. 6'),
      plain('lambdaConsistencyFace', 'I_f again, Eq. 7'),
      plain('lambdaConsistencyExpression', 'I_e again, Eq. 7'),
      plain('lambdaPerceptual', 'Perceptual, Eq. 8'),
    ],
  },
  {
    title: 'Weights of the discriminators’ losses',
    fields: [
      plain('weightFaceReal', 'D_f, real'),
      plain('weightFaceFake', 'D_f, fake'),
      plain('weightExpression', 'D_e, real'),
    ],
  },
];

/** What is wrong with `text` as a value of `field`, in words; null where nothing is. */
export function problemWith(field: SettingField, text: string, settings: TrainingConfig): string | null {
  // Number('') is 0, which nobody typed.
  const value = text.trim() === '' ? NaN : Number(text);
  const change = field.change(value);
  try {
    mergeSettings(settings, { ...change, learningRates: { ...settings.learningRates, ...change.learningRates } });
    return null;
  } catch (error) {
    return (error as Error).message.replace(/^settings\.(learningRates\.)?\w+/, field.label).replace('NaN', 'this');
  }
}

// Every training setting as the form shows it: its words, its group, how to read it from the
// settings and how to write a change of it. Surprise: the ranges are not here; config.ts checks
// every change, so the form and the console refuse the same values in the same words.

import { mergeSettings, presets, type ParameterGroup, type StepSettings, type TrainingConfig } from '../../config';
import type { SettingsChange } from '../../store/state';

export interface SettingField {
  /** Unique, and the input's id. */
  id: string;
  label: string;
  /** What a newcomer cannot guess. */
  note?: string;
  unit: string;
  /** When a change takes effect: with the next step, or only partly before a restart. */
  effect: 'next step' | 'needs restart';
  read(settings: TrainingConfig): number;
  change(value: number): SettingsChange;
}

export interface SettingGroup {
  title: string;
  fields: SettingField[];
}

type PlainSetting = Exclude<keyof StepSettings, 'learningRates'> | 'batchSize' | 'seed';

function plain(name: PlainSetting, label: string, unit: string): SettingField {
  return { id: name, label, unit, effect: 'next step', read: (settings) => settings[name], change: (value) => ({ [name]: value }) };
}

function learningRate(group: ParameterGroup, label: string): SettingField {
  return {
    id: `learningRate-${group}`,
    label,
    unit: 'per step',
    effect: 'next step',
    read: (settings) => settings.learningRates[group],
    change: (value) => ({ learningRates: { [group]: value } }),
  };
}

export const settingGroups: SettingGroup[] = [
  {
    title: 'Run',
    fields: [
      plain('batchSize', 'Batch size', 'pairs'),
      { ...plain('dropout', 'Dropout', 'share'), note: 'Of dense heads.' },
      {
        ...plain('seed', 'Training seed', ''), effect: 'needs restart',
        note: 'Initial values follow only on Reset or New model; noise, dropout and order with the next step.',
      },
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
      plain('faceDiscriminatorEvery', 'D_f learns every', 'steps'),
      plain('expressionDiscriminatorEvery', 'D_e learns every', 'steps'),
    ],
  },
  {
    title: 'Weights of the generator’s losses',
    fields: [
      plain('lambdaGenFace', 'Identity, Eq. 6', '× loss'),
      plain('lambdaGenExpression', 'Expression, Eq. 6', '× loss'),
      plain('lambdaConsistencyFace', 'I_f again, Eq. 7', '× loss'),
      plain('lambdaConsistencyExpression', 'I_e again, Eq. 7', '× loss'),
      plain('lambdaPerceptual', 'Perceptual, Eq. 8', '× loss'),
    ],
  },
  {
    title: 'Weights of the discriminators’ losses',
    fields: [
      plain('weightFaceReal', 'D_f, real', '× loss'),
      plain('weightFaceFake', 'D_f, fake', '× loss'),
      plain('weightExpression', 'D_e, real', '× loss'),
    ],
  },
];

/** When a change takes effect, the paper's value, and the preset's where it is another. */
export function defaultsNote(field: SettingField, preset: number | null): string {
  const effect = field.effect === 'next step' ? 'Next step' : 'Needs restart';
  if (field.id === 'seed') return `${effect}.`; // the paper names none
  const paper = field.read(presets.paper.training);
  return `${effect} · paper ${paper}${preset !== null && preset !== paper ? ` · default here ${preset}` : ''}.`;
}

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

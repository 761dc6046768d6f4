// What is wrong with a training, told from its recent records alone: each alarm one line with its
// likely cause. Surprise: thresholds are those of runs that were looked at (a discriminator that
// won outright had a fake loss of 0.02 and an identity loss of 14), not of any theory.

import { parameterGroups, type ParameterGroup, type StepSettings } from '../config';
import { generatorWeights, gradientNorms, type LossTerm, type StepMeasure, type StepRecord } from '../metrics';

export interface Alarm {
  /** Tells alarms apart; one of each kind and subject at most. */
  id: string;
  /** What is seen, and its likely cause. */
  text: string;
}

/** Records that the alarms look at. */
export const healthWindow = 400;
/** Values of a term below which nothing is said of it. */
const fewestValues = 20;

/** Measures that are looked at: few steps are measured, one of each report. */
const fewestMeasures = 10;
/** Before this step, no generator has learned what an expression is. */
const untaughtSteps = 100;

type Values = (term: LossTerm) => number[];
type Measures = (measure: StepMeasure, from?: number) => number[];

/**
 * @param records the newest, in order; more than `healthWindow` are not needed
 * @param expressionClasses of the model, for what chance would score
 */
export function findAlarms(
  records: readonly StepRecord[], { settings, expressionClasses }: { settings: StepSettings; expressionClasses: number },
): Alarm[] {
  const values: Values = (term) => records.flatMap(({ terms }) => terms[term] ?? []);
  const measures: Measures = (measure, from = 0) => records.flatMap((record) => (record.step >= from ? record.measures?.[measure] ?? [] : []));
  return [
    ...saturatedDiscriminators(values),
    ...constantTerms(values),
    ...vanishedTerms(values, settings),
    ...explodingTerms(values),
    ...atChance(values, expressionClasses),
    ...ignoredExpression(measures),
    ...vanishedGradients(measures, settings),
    ...explodingGradients(measures),
  ];
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const newest = (values: number[]): number[] => values.slice(-fewestValues);
const enough = (values: number[]): boolean => values.length >= fewestValues;

/** A discriminator without doubts gives the generator no direction. */
function saturatedDiscriminators(values: Values): Alarm[] {
  const pairs: { name: string; own: LossTerm; against: LossTerm; gap: string }[] = [
    { name: 'D_f', own: 'dFaceFake', against: 'gFace', gap: 'D_f learns every' },
    { name: 'D_e', own: 'dExpression', against: 'gExpression', gap: 'D_e learns every' },
  ];
  // Discriminators learn rarely, so five of their values are taken as enough.
  return pairs.flatMap(({ name, own, against, gap }) => {
    const [ownValues, againstValues] = [values(own).slice(-5), newest(values(against))];
    if (ownValues.length < 5 || !enough(againstValues) || mean(ownValues) >= 0.05 || mean(againstValues) <= 6) return [];
    return [{
      id: `saturated-${own}`,
      text: `${name} is saturated: its own loss is ${mean(ownValues).toFixed(3)}, the generator's against it ${mean(againstValues).toFixed(1)}. `
        + `It learns faster than the generator; raise “${gap}” or lower its learning rate.`,
    }];
  });
}

/** Losses of different batches are never all equal. */
function constantTerms(values: Values): Alarm[] {
  return lossesOf(values).flatMap(([term, list]) => {
    const last = newest(list);
    const spread = Math.max(...last) - Math.min(...last);
    if (!enough(last) || spread > 1e-6 * Math.abs(mean(last))) return [];
    return [{
      id: `constant-${term}`,
      text: `${term} stands at ${mean(last).toPrecision(4)} for ${last.length} values. Its network gives the same output whatever it sees: dead units, after too large a learning rate.`,
    }];
  });
}

function vanishedTerms(values: Values, settings: StepSettings): Alarm[] {
  const weights: Partial<Record<LossTerm, number>> = {
    gPerceptual: settings.lambdaPerceptual, gConsistencyFace: settings.lambdaConsistencyFace,
    gConsistencyExpression: settings.lambdaConsistencyExpression, mExpression: 1,
  };
  return lossesOf(values).flatMap(([term, list]) => {
    const last = newest(list);
    const weight = weights[term] ?? 0;
    // Equal values are told of as a constant.
    if (!enough(last) || weight === 0 || mean(last) >= 1e-5 || Math.max(...last) === Math.min(...last)) return [];
    return [{ id: `vanished-${term}`, text: `${term} has vanished (${mean(last).toExponential(1)}). Nothing is learned from it any more; a training set that is too small is learned by heart.` }];
  });
}

/** The newest values against those before them. */
function explodingTerms(values: Values): Alarm[] {
  return lossesOf(values).flatMap(([term, list]) => {
    const before = list.slice(0, -fewestValues);
    if (!enough(before)) return [];
    const [was, is] = [median(before), median(newest(list))];
    if (!(is > 10 * was && is > 1)) return [];
    return [{ id: `exploding-${term}`, text: `${term} explodes: ${is.toPrecision(3)} after ${was.toPrecision(3)}. The learning rate of its network is too large.` }];
  });
}

/** M_ER guesses: its loss is the logarithm of the number of classes. */
function atChance(values: Values, classes: number): Alarm[] {
  const list = values('mExpression');
  if (list.length < healthWindow) return [];
  const halves = [mean(list.slice(0, list.length / 2)), mean(list.slice(list.length / 2))];
  if (halves.some((value) => Math.abs(value - Math.log(classes)) > 0.05)) return [];
  return [{
    id: 'chance-mExpression',
    text: `M_ER stays at chance (${halves[1]!.toFixed(2)}, ln ${classes}) for ${list.length} steps. Its learning rate is too small, or the expression labels do not fit the images.`,
  }];
}

/** Below one gray level of 255, no one would see another expression. */
function ignoredExpression(measures: Measures): Alarm[] {
  const last = measures('expressionEffect', untaughtSteps).slice(-fewestMeasures);
  if (last.length < fewestMeasures || Math.max(...last) >= 1 / 255) return [];
  return [{
    id: 'ignored-expression',
    text: `Same output whatever the expression: another one changes a pixel by ${(255 * mean(last)).toFixed(2)} gray levels. `
      + 'The generator ignores d_e, as it does early in a long training; if it stays so, raise “Expression, Eq. 6” or lower “I_f again, Eq. 7”.',
  }];
}

/** Runs that learn have norms from a tenth to some tens; a norm below 1e-7 spread over thousands of gradients leaves each far below Adam's epsilon of 1e-8. */
function vanishedGradients(measures: Measures, settings: StepSettings): Alarm[] {
  return parameterGroups.flatMap((group) => {
    const last = measures(gradientNorms[group]).slice(-fewestMeasures);
    if (!learns(group, settings) || last.length < fewestMeasures || Math.max(...last) >= 1e-7) return [];
    return [{
      id: `vanished-${gradientNorms[group]}`,
      text: `The gradients of ${groupWords[group]} have vanished (norm ${mean(last).toExponential(1)}): it no longer learns. `
        + 'Its units are dead or its outputs saturated; reset, and lower its learning rate.',
    }];
  });
}

/** Norms of single digits are usual here, and a tenfold change of them too; neither is told of. */
function explodingGradients(measures: Measures): Alarm[] {
  return parameterGroups.flatMap((group) => {
    const list = measures(gradientNorms[group]);
    const before = list.slice(0, -fewestMeasures);
    if (before.length < fewestMeasures) return [];
    const [was, is] = [median(before), median(list.slice(-fewestMeasures))];
    if (!(is > 100 * was && is > 100)) return [];
    return [{
      id: `exploding-${gradientNorms[group]}`,
      text: `The gradients of ${groupWords[group]} explode: norm ${is.toPrecision(3)} after ${was.toPrecision(3)}. Lower its learning rate, before its loss becomes no number.`,
    }];
  });
}

const groupWords: Record<ParameterGroup, string> = {
  generator: 'the generator', expressionClassifier: 'M_ER', faceDiscriminator: 'D_f', expressionDiscriminator: 'D_e',
};

/** At a rate of 0, or with all weights of its loss at 0, a group is not meant to learn. */
function learns(group: ParameterGroup, settings: StepSettings): boolean {
  const weights: Record<ParameterGroup, number[]> = {
    generator: Object.values(generatorWeights(settings)), expressionClassifier: [1],
    faceDiscriminator: [settings.weightFaceReal, settings.weightFaceFake], expressionDiscriminator: [settings.weightExpression],
  };
  return settings.learningRates[group] > 0 && weights[group].some((weight) => weight !== 0);
}

const watched: LossTerm[] = [
  'dFaceReal', 'dFaceFake', 'dExpression', 'mExpression', 'gFace', 'gExpression', 'gPerceptual', 'gConsistencyFace', 'gConsistencyExpression',
];
const lossesOf = (values: Values): [LossTerm, number[]][] => watched.map((term) => [term, values(term)]);

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

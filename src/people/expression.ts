// What a face does to show one of the seven expressions: weights of facial action units. Each
// showing differs a little in every unit and between the sides of the face, keyed by its seed.

import { expressionNames, type ExpressionName } from '../expressions';
import { normals, streams } from '../random';
import type { SceneExpression } from './studio';

/** Unit weights of the full expression; `*` stands for both sides. */
const recipes: Record<ExpressionName, Record<string, number>> = {
  surprise: {
    'eyebrows-*-inner-up': 1.4, 'eyebrows-*-up': 0.8, 'eyebrows-*-extern-up': 0.5, 'eye-*-opened-up': 0.8, 'mouth-open': 0.6,
  },
  fear: {
    'eyebrows-*-inner-up': 1.5, 'eyebrows-*-up': 0.4, 'eye-*-opened-up': 1.2, 'mouth-depression-retraction': 0.75, 'mouth-retraction': 0.7,
  },
  disgust: { 'eyebrows-*-down': 0.9, 'nose-*-elevation': 1.1, 'mouth-elevation': 1.05, 'eye-*-slit': 0.5 },
  happiness: { 'mouth-corner-puller': 0.75, 'mouth-upward-retraction': 0.65, 'eye-*-slit': 0.3 },
  sadness: { 'eyebrows-*-inner-up': 1.6, 'mouth-depression': 1.15, 'eye-*-closure': 0.3 },
  anger: { 'eyebrows-*-down': 1.25, 'mouth-part-later': 0.55, 'mouth-depression': 0.35 },
  neutral: {},
};

/** Units in which even a resting face differs from one picture to the next, and by how much. */
const restless: Record<string, number> = {
  'eye-*-closure': 0.05, 'eyebrows-*-up': 0.05, 'mouth-corner-puller': 0.04, 'mouth-compression': 0.06, 'mouth-parling': 0.04,
};

/** Standard deviation of a unit's weight, as a share of the weight; and of the difference of its sides. */
const variation = 0.12;
const asymmetry = 0.05;

/** @returns weight of each action unit by its name in the rig, 0 or more; units at rest are absent */
export function expressionUnits({ name, strength, seed }: SceneExpression): Record<string, number> {
  const recipe = recipes[name];
  const units = [...new Set([...Object.keys(recipe), ...Object.keys(restless)])];
  const key = { seed, step: expressionNames.indexOf(name), stream: streams.expressionVariation };
  const draws = normals(key, 3 * units.length, 1);
  const weights: Record<string, number> = {};
  units.forEach((unit, i) => {
    const meant = strength * (recipe[unit] ?? 0);
    const whole = meant * (1 + variation * draws[3 * i]!) + (restless[unit] ?? 0) * Math.abs(draws[3 * i + 1]!);
    const tilt = unit.includes('*') ? asymmetry * whole * draws[3 * i + 2]! : 0;
    for (const [side, weight] of unit.includes('*') ? [['left', whole + tilt], ['right', whole - tilt]] as const : [['', whole]] as const) {
      if (weight > 0) weights[unit.replace('*', side)] = weight;
    }
  });
  return weights;
}

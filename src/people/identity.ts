// A person out of a seed: sex, age, ancestry, some seventy sliders of the face's shape, skin, hair
// and eyes. Surprise: sliders have a small spread on purpose; wider ones give caricatures, and brows
// that sit low make a resting face look angry.

import { normals, streams, uniforms } from '../random';
import type { IdentityDescription } from './studio';

export const ancestries = ['african', 'asian', 'caucasian'] as const;
export type Ancestry = (typeof ancestries)[number];

export interface Identity {
  seed: number;
  sex: 'female' | 'male';
  /** 0 is 25 years, 1 is 90. */
  age: number;
  ancestry: Ancestry;
  /** Weight of each shape target, by its name in the rig. */
  shape: Record<string, number>;
  /** Names of textures and proxies; hair is null on a bald head, lashes are null where they are too fine to be seen. */
  skin: string;
  hair: string | null;
  eyebrows: string;
  eyelashes: string | null;
  eyes: string;
  /** Linear RGB factors. */
  skinTone: [number, number, number];
  hairColor: [number, number, number];
}

/** [target without its ends, low end, high end, spread]; `*` stands for both sides, which move alike. */
const sliders: [string, string, string, number][] = [
  ['cheek/*-cheek-bones', 'in', 'out', 0.3], ['cheek/*-cheek-inner', 'deflate', 'inflate', 0.2],
  ['cheek/*-cheek-trans-vert', 'down', 'up', 0.2], ['cheek/*-cheek-volume', 'deflate', 'inflate', 0.3],
  ['chin/chin-bones', 'in', 'out', 0.25], ['chin/chin-cleft', 'in', 'out', 0.2], ['chin/chin-height', 'min', 'max', 0.25],
  ['chin/chin-jaw-drop', 'less', 'more', 0.2], ['chin/chin-prognathism', 'less', 'more', 0.15],
  ['chin/chin-prominent', 'less', 'more', 0.25], ['chin/chin-width', 'min', 'max', 0.3],
  ['ears/*-ear-flap', 'in', 'out', 0.2], ['ears/*-ear-lobe', 'min', 'max', 0.3], ['ears/*-ear-size', 'small', 'big', 0.2],
  ['eyebrows/eyebrows-trans-vert', 'less', 'more', 0.12], ['eyebrows/eyebrows-angle', 'down', 'up', 0.1],
  ['eyebrows/eyebrows-trans-depth', 'less', 'more', 0.15],
  ['eyes/*-eye-bag', 'min', 'max', 0.2], ['eyes/*-eye-corner1', 'down', 'up', 0.2], ['eyes/*-eye-corner2', 'down', 'up', 0.2],
  ['eyes/*-eye-eyefold', 'down', 'up', 0.15], ['eyes/*-eye-eyefold', 'concave', 'convex', 0.15],
  ['eyes/*-eye-height1', 'min', 'max', 0.15], ['eyes/*-eye-height2', 'min', 'max', 0.15], ['eyes/*-eye-height3', 'min', 'max', 0.15],
  ['eyes/*-eye-move', 'in', 'out', 0.2], ['eyes/*-eye-move', 'down', 'up', 0.15], ['eyes/*-eye-size', 'small', 'big', 0.25],
  ['eyes/*-eye-push1', 'in', 'out', 0.15], ['eyes/*-eye-push2', 'in', 'out', 0.15],
  ['forehead/forehead-nubian', 'less', 'more', 0.2], ['forehead/forehead-scale-vert', 'less', 'more', 0.25],
  ['forehead/forehead-temple', 'in', 'out', 0.25],
  ['head/head-angle', 'in', 'out', 0.15], ['head/head-scale-horiz', 'less', 'more', 0.18], ['head/head-scale-vert', 'less', 'more', 0.25],
  ['head/head', 'skinny', 'fat', 0.18],
  ['mouth/mouth-cupidsbow', 'decr', 'incr', 0.25], ['mouth/mouth-cupidsbow-width', 'min', 'max', 0.2],
  ['mouth/mouth-laugh-lines', 'in', 'out', 0.25], ['mouth/mouth-lowerlip-height', 'min', 'max', 0.25],
  ['mouth/mouth-lowerlip-volume', 'deflate', 'inflate', 0.25], ['mouth/mouth-lowerlip-width', 'min', 'max', 0.2],
  ['mouth/mouth-philtrum-volume', 'decrease', 'increase', 0.25], ['mouth/mouth-scale-horiz', 'decr', 'incr', 0.25],
  ['mouth/mouth-scale-vert', 'decr', 'incr', 0.2], ['mouth/mouth-trans', 'down', 'up', 0.2], ['mouth/mouth-trans', 'backward', 'forward', 0.15],
  ['mouth/mouth-upperlip-height', 'min', 'max', 0.25], ['mouth/mouth-upperlip-volume', 'deflate', 'inflate', 0.25],
  ['mouth/mouth-upperlip-width', 'min', 'max', 0.2],
  ['neck/neck-scale-horiz', 'less', 'more', 0.2], ['neck/neck-double', 'less', 'more', 0.15],
  ['nose/nose-curve', 'concave', 'convex', 0.25], ['nose/nose-flaring', 'decr', 'incr', 0.25], ['nose/nose-greek', 'lessgreek', 'moregreek', 0.2],
  ['nose/nose-height', 'min', 'max', 0.2], ['nose/nose-hump', 'lesshump', 'morehump', 0.25],
  ['nose/nose-nostril-width', 'min', 'max', 0.25], ['nose/nose-nostrils-angle', 'down', 'up', 0.2], ['nose/nose-point', 'down', 'up', 0.25],
  ['nose/nose-point-width', 'less', 'more', 0.25], ['nose/nose-scale-depth', 'decr', 'incr', 0.25],
  ['nose/nose-scale-horiz', 'decr', 'incr', 0.25], ['nose/nose-scale-vert', 'decr', 'incr', 0.25],
  ['nose/nose-trans-vert', 'down', 'up', 0.2], ['nose/nose-volume', 'point', 'potato', 0.25],
  ['nose/nose-width1', 'min', 'max', 0.25], ['nose/nose-width2', 'min', 'max', 0.25], ['nose/nose-width3', 'min', 'max', 0.25],
];

/** Outlines of the whole head: each person leans to one of them. */
const outlines = ['diamond', 'invertedtriangular', 'oval', 'rectangular', 'round', 'square', 'triangular'];

/** No slider goes further than this. */
const farthest = 0.55;

const hairs = {
  female: ['Braid01', 'long01', 'long01', 'ponytail01', 'ponytail01', 'short01', 'short02', 'afro01'],
  male: ['short01', 'short01', 'short02', 'short02', 'short04', 'short04', 'afro01', null],
};
const eyebrows = {
  female: ['eyebrow001', 'eyebrow003', 'eyebrow005', 'eyebrow008', 'eyebrow010', 'eyebrow011'],
  male: ['eyebrow002', 'eyebrow004', 'eyebrow006', 'eyebrow007', 'eyebrow009', 'eyebrow012'],
};
const eyelashes = { female: ['eyelashes02', 'eyelashes03', 'eyelashes04'], male: [null] };
const eyeColors: Record<Ancestry, string[]> = {
  african: ['brown'],
  asian: ['brown'],
  caucasian: ['blue', 'bluegreen', 'brown', 'brownlight', 'deepblue', 'green', 'grey'],
};
const hairColors: Record<Ancestry, [number, number, number][]> = {
  african: [[0.06, 0.05, 0.045], [0.1, 0.07, 0.06]],
  asian: [[0.05, 0.045, 0.045], [0.09, 0.07, 0.06]],
  caucasian: [[0.08, 0.06, 0.05], [0.2, 0.12, 0.07], [0.32, 0.2, 0.11], [0.55, 0.4, 0.22], [0.75, 0.6, 0.38], [0.4, 0.16, 0.07]],
};
/** The textures' own colors, some of them too orange, set right. */
const skinTint: Record<Ancestry, [number, number, number]> = { african: [0.84, 1, 1.06], asian: [0.97, 1.06, 1.2], caucasian: [1, 1, 1] };
const grayHair: [number, number, number] = [0.62, 0.62, 0.63];

/** @param seed an unsigned 32-bit integer; the same seed is the same person for ever */
export function createIdentity(seed: number): Identity {
  const draws = uniforms({ seed, step: 0, stream: streams.identity }, 24);
  const sex = draws[0]! < 0.5 ? 'female' : 'male';
  const ancestry = pick(ancestries, draws[1]!);
  const age = draws[2]! < 0.5 ? draws[3]! * 0.2 : 0.2 + draws[3]! * 0.6;
  const gray = Math.min(1, Math.max(0, (age - 0.45 + 0.15 * draws[4]!) / 0.3));
  const bright = 0.85 + 0.3 * draws[5]!;
  const hairColor = pick(hairColors[ancestry], draws[6]!).map((c, i) => c + (grayHair[i]! - c) * gray) as Identity['hairColor'];
  return {
    seed, sex, age, ancestry,
    shape: { ...macroShape({ sex, age, ancestry, weight: draws[7]! }), ...relaxedBrows({ sex, ancestry }, draws[18]!), ...detailedShape(seed), ...outline(draws[8]!, draws[9]!) },
    skin: skinName({ sex, age, ancestry }, draws[10]!),
    hair: pick(hairs[sex], draws[11]!),
    eyebrows: pick(eyebrows[sex], draws[12]!),
    eyelashes: pick(eyelashes[sex], draws[13]!),
    eyes: pick(eyeColors[ancestry], draws[14]!),
    skinTone: skinTint[ancestry].map((tint, i) => tint * bright * (1 + 0.03 * (draws[15 + i] ?? 0))) as Identity['skinTone'],
    hairColor,
  };
}

export function describeIdentity({ sex, age, skin, hair }: Identity): IdentityDescription {
  return { sex, age: age < 0.2 ? 'young' : age < 0.5 ? 'middle-aged' : 'old', skin, hair: hair ?? 'bald' };
}

function pick<T>(list: readonly T[], draw: number): T {
  return list[Math.floor(draw * list.length)]!;
}

/** The base mesh's brows slope inward, which reads as anger: a resting face has them raised a little. */
function relaxedBrows({ sex, ancestry }: Pick<Identity, 'sex' | 'ancestry'>, draw: number): Record<string, number> {
  const raised = sex === 'male' ? 0.3 + 0.3 * draw : 0.1 + 0.3 * draw;
  return { [`expression/units/${ancestry}/eyebrows-left-inner-up`]: raised, [`expression/units/${ancestry}/eyebrows-right-inner-up`]: raised };
}

/** Sex, age, ancestry and weight: MakeHuman's macro targets, their weights adding up to 1 per kind. */
function macroShape({ sex, age, ancestry, weight }: { sex: string; age: number; ancestry: string; weight: number }): Record<string, number> {
  const shape: Record<string, number> = {};
  const side = weight < 0.5 ? 'min' : 'max';
  const away = Math.abs(weight - 0.5);
  for (const [stage, share] of [['young', 1 - age], ['old', age]] as const) {
    shape[`macrodetails/${ancestry}-${sex}-${stage}`] = share;
    shape[`macrodetails/universal-${sex}-${stage}-averagemuscle-averageweight`] = share * (1 - away);
    shape[`macrodetails/universal-${sex}-${stage}-averagemuscle-${side}weight`] = share * away;
  }
  return shape;
}

function detailedShape(seed: number): Record<string, number> {
  const shape: Record<string, number> = {};
  const strengths = normals({ seed, step: 1, stream: streams.identity }, sliders.length, 1);
  const tilts = normals({ seed, step: 2, stream: streams.identity }, sliders.length, 0.03);
  sliders.forEach(([name, low, high, spread], i) => {
    const sides = name.includes('*') ? ['l', 'r'] : [''];
    sides.forEach((side, s) => {
      // The sides of a face differ a little.
      const strength = strengths[i]! * spread + (s === 0 ? 1 : -1) * (side === '' ? 0 : tilts[i]!);
      const weight = Math.min(farthest, Math.abs(strength));
      shape[`${name.replace('*', side)}-${strength < 0 ? low : high}`] = weight;
    });
  });
  return shape;
}

function outline(which: number, strength: number): Record<string, number> {
  return { [`head/head-${pick(outlines, which)}`]: 0.3 * strength };
}

function skinName({ sex, age, ancestry }: { sex: string; age: number; ancestry: Ancestry }, draw: number): string {
  const stage = age < 0.2 ? 'young' : age < 0.5 ? 'middleage' : 'old';
  if (stage === 'young' && ancestry === 'caucasian' && draw < 0.5) return `young_caucasian2_${sex}`;
  return `${stage}_${ancestry}_${sex}`;
}

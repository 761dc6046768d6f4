// The golden cases (PyTorch's numbers of TDGAN, written by the reference implementation) as the
// engine takes them: NHWC arrays, labels, noise. Read from disk in Node and over the test server
// in a browser. Nothing here may import Node's modules outside the branch that is Node.

import type { Batch } from '../../src/engine/engine';
import type { TdganConfig } from '../../src/config';
import type { LossTerm } from '../../src/metrics';
import { readSafetensors, type NamedTensor } from '../../src/weights/safetensors';

/** PyTorch's names in case.json. */
const termNames: Record<LossTerm, string> = {
  dFaceReal: 'd_face_real', dFaceFake: 'd_face_fake', dExpression: 'd_expression', mExpression: 'm_expression',
  gFace: 'g_face', gExpression: 'g_expression', gPerceptual: 'g_perceptual',
  gConsistencyFace: 'g_consistency_face', gConsistencyExpression: 'g_consistency_expression', gTotal: 'g_total',
};

interface CaseFile {
  config: Record<string, number>;
  batch: number;
  steps: number;
  face_labels: number[];
  expression_labels: number[];
  truth: Record<string, number>[];
  torch_f32_error: Record<string, number>[];
  forward_relative_l2_of_torch_f32: Record<string, number>;
  gradient_relative_l2_of_torch_f32: Record<string, number>;
}

export interface GoldenCase {
  config: TdganConfig;
  steps: number;
  /** [N,S,S,C] */
  face: Float32Array;
  expression: Float32Array;
  noise: Float32Array;
  /** The batch of step k, with its noises. */
  batchOf(step: number): Batch;
  /** Truth of step k, and how far an engine may be from it. */
  termsOf(step: number): { term: LossTerm; truth: number; tolerance: number }[];
  forward: Map<string, NamedTensor>;
  gradients: Map<string, NamedTensor>;
  forwardTolerance(stage: string): number;
  gradientTolerance(key: string): number;
  /** Initial weights by key, as make_golden writes them; `shape` is PyTorch's. */
  initialWeight(key: string, shape: number[]): Float32Array<ArrayBuffer>;
}

/** A file of e2e/golden. */
export async function readGolden(path: string): Promise<ArrayBuffer> {
  if (typeof window === 'undefined') {
    const { readFile } = await import('node:fs/promises');
    return Uint8Array.from(await readFile(new URL(`../golden/${path}`, import.meta.url))).buffer;
  }
  const response = await fetch(`/e2e/golden/${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.arrayBuffer();
}

/** Within 5 x PyTorch's own float32 error or 1e-4 relative, whichever is larger. */
const tolerated = (torchError: number, truth = 1) => Math.max(5 * torchError, 1e-4 * Math.abs(truth));

export async function goldenCase(name: 'tiny' | 'paper'): Promise<GoldenCase> {
  const file = JSON.parse(new TextDecoder().decode(await readGolden(`${name}/case.json`))) as CaseFile;
  const tensors = async (part: string) => readSafetensors(part, await readGolden(`${name}/${part}.safetensors`));
  // Only the paper case is so large that rounding moves its gradients (makeSensitivity.py).
  const sensitivity = name === 'paper'
    ? (JSON.parse(new TextDecoder().decode(await readGolden('paper/sensitivity.json'))) as Record<string, number>) : {};
  const [inputs, forward, gradients] = await Promise.all([tensors('inputs'), tensors('forward'), tensors('gradients')]);
  const c = file.config;
  const config: TdganConfig = {
    imageSize: c.image_size!, imageChannels: c.image_channels!, width: c.width!, fcWidth: c.fc_width!,
    noiseChannels: c.noise_channels!, residualBlocks: c.residual_blocks!, faceClasses: c.face_classes!,
    expressionClasses: c.expression_classes!,
  };
  const side = config.imageSize / 16;
  const noiseShape = [file.batch, config.noiseChannels, side, side];
  const noise = (key: string) => toNhwc(hashed(key, product(noiseShape)), noiseShape);
  const face = nhwcOf(inputs.get('face')!);
  const expression = nhwcOf(inputs.get('expression')!);
  return {
    config, steps: file.steps, face, expression, forward, gradients,
    noise: noise('noise.forward'),
    batchOf: (step) => ({
      face, expression, faceLabels: file.face_labels, expressionLabels: file.expression_labels,
      noises: [0, 1, 2].map((call) => noise(`noise.step${step}.${call}`)),
    }),
    termsOf: (step) => (Object.entries(termNames) as [LossTerm, string][])
      .filter(([, key]) => key in file.truth[step]!)
      .map(([term, key]) => {
        const truth = file.truth[step]![key]!;
        // Rounding makes GAN steps drift apart, and not at the same moment in every engine.
        const torchError = Math.max(...file.torch_f32_error.slice(0, step + 3).map((errors) => errors[key] ?? 0));
        return { term, truth, tolerance: tolerated(torchError, truth) };
      }),
    forwardTolerance: (stage) => tolerated(file.forward_relative_l2_of_torch_f32[stage]!),
    gradientTolerance: (key) =>
      Math.max(tolerated(file.gradient_relative_l2_of_torch_f32[key]!), 2 * (sensitivity[key] ?? 0)),
    initialWeight: hashedWeight,
  };
}

const product = (shape: number[]) => shape.reduce((all, side) => all * side, 1);

/** [N,C,H,W] -> [N,H,W,C]; other ranks as they are. */
export function nhwcOf({ shape, values }: NamedTensor): Float32Array {
  return toNhwc(values, shape);
}

function toNhwc(values: Float32Array, shape: number[]): Float32Array {
  if (shape.length !== 4) return values;
  const [n, c, h, w] = shape as [number, number, number, number];
  const out = new Float32Array(values.length);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < c; k++) {
      for (let at = 0; at < h * w; at++) out[(i * h * w + at) * c + k] = values[(i * c + k) * h * w + at]!;
    }
  }
  return out;
}

/** mulberry32 seeded with the 32-bit FNV-1a hash of `name`, as make_golden draws weights and noise. */
function hashed(name: string, count: number): Float32Array<ArrayBuffer> {
  return Float32Array.from(hashedDoubles(name, count));
}

function hashedDoubles(name: string, count: number): Float64Array {
  let seed = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) seed = Math.imul(seed ^ byte, 0x01000193);
  return Float64Array.from({ length: count }, (_, i) => {
    const s = (seed + Math.imul(i + 1, 0x6d2b79f5)) | 0;
    let t = Math.imul(s ^ (s >>> 15), s | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  });
}

function hashedWeight(key: string, shape: number[]): Float32Array<ArrayBuffer> {
  const count = product(shape);
  const scale = shape.length > 1 ? Math.sqrt(3 / (count / shape[0]!)) : key.endsWith('bn.weight') ? 0.1 : 0.05;
  const base = key.endsWith('bn.weight') ? 1 : 0;
  return Float32Array.from(hashedDoubles(key, count), (u) => base + (2 * u - 1) * scale);
}

/** Relative L2 distance, and Infinity where lengths differ or a value is not finite. */
export function relativeError(actual: ArrayLike<number>, truth: ArrayLike<number>): number {
  if (actual.length !== truth.length) return Infinity;
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < truth.length; i++) {
    difference += (actual[i]! - truth[i]!) ** 2;
    norm += truth[i]! ** 2;
  }
  const error = Math.sqrt(difference) / (Math.sqrt(norm) + 1e-12);
  return Number.isFinite(error) ? error : Infinity;
}

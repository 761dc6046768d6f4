// The golden comparisons, for any engine on any backend: every stage of the forward pass, every
// gradient, the loss terms of all steps and the weights after them. Failures name the worst entry.

import { expect, it } from 'vitest';
import type { BackendName, EngineHandle } from '../../src/engine/engine';
import { readSafetensors, writeSafetensors } from '../../src/weights/safetensors';
import { goldenCase, nhwcOf, readGolden, relativeError, type GoldenCase } from './golden';

export interface GoldenSuite {
  name: 'tiny' | 'paper';
  backend: BackendName;
  engine: () => EngineHandle;
}

/** One row per comparison that is out of bounds; the test expects none. */
type Misses = string[];

export function goldenForward({ name, backend, engine }: GoldenSuite): void {
  it(`${name} on ${backend}: every stage of the forward pass`, async () => {
    const golden = await prepare(name, backend, engine());
    const result = await engine().forward({ face: golden.face, expression: golden.expression, noise: golden.noise, stages: true });
    const found: Record<string, Float32Array> = {
      ...Object.fromEntries(Object.entries(result.stages!).map(([stage, { values }]) => [stage, values])),
      'enc_FR': result.faceFeatures, 'enc_ER': result.expressionFeatures, 'fc_ER': result.expressionLogits,
      'D_f.features': result.discriminator.faceFeatures, 'D_f.logits': result.discriminator.faceLogits,
      'D_e.logits': result.discriminator.expressionLogits, 'dec.us5': result.image,
    };
    const misses: Misses = [];
    let compared = 0;
    for (const [stage, truth] of golden.forward) {
      if (stage === 'D_e.features') continue; // not part of the interface; its logits are
      const error = found[stage] ? relativeError(found[stage], nhwcOf(truth)) : Infinity;
      if (!(error <= golden.forwardTolerance(stage))) misses.push(`${stage}: ${error} > ${golden.forwardTolerance(stage)}`);
      compared++;
    }
    expect(misses).toEqual([]);
    expect(compared).toBe(name === 'tiny' ? 23 : golden.forward.size - 1);
  });
}

export function goldenGradients({ name, backend, engine }: GoldenSuite): void {
  it(`${name} on ${backend}: every gradient`, async () => {
    const golden = await prepare(name, backend, engine());
    const gradients = await engine().gradients(golden.batchOf(0));
    const misses: Misses = [];
    expect(Object.keys(gradients).sort()).toEqual([...golden.gradients.keys()].sort());
    for (const [key, truth] of golden.gradients) {
      const found = gradients[key]!;
      const error = name === 'tiny' ? relativeError(found, truth.values) : summaryError(found, truth.values);
      if (!(error <= golden.gradientTolerance(key))) misses.push(`${key}: ${error} > ${golden.gradientTolerance(key)}`);
    }
    expect(misses).toEqual([]);
  });
}

/**
 * The least relative L2 error that explains what the summaries differ by: the norm and each element
 * can be off by at most the error's norm, the sum by at most sqrt(count) times it.
 */
function summaryError(found: Float32Array, [norm, sum, ...picked]: Float32Array): number {
  let squares = 0;
  let total = 0;
  for (const value of found) {
    squares += value * value;
    total += value;
  }
  // torch.linspace counts from both ends, and where a place is whole but for rounding, the element
  // picked depends on the machine that ran it.
  const last = found.length - 1;
  const stride = last / 15;
  const differences = picked.map((truth, i) => {
    const place = i < 8 ? stride * i : last - stride * (15 - i);
    const candidates = [Math.floor(place - 1e-9), Math.floor(place + 1e-9)].filter((at) => at >= 0);
    return Math.min(...candidates.map((at) => Math.abs(found[at]! - truth)));
  });
  const least = Math.max(Math.abs(Math.sqrt(squares) - norm!), Math.abs(total - sum!) / Math.sqrt(found.length), ...differences);
  return Number.isFinite(least) ? least / norm! : Infinity;
}

export function goldenSteps({ name, backend, engine }: GoldenSuite): void {
  it(`${name} on ${backend}: the loss terms of every step`, async () => {
    const golden = await prepare(name, backend, engine());
    const misses: Misses = [];
    for (let step = 0; step < golden.steps; step++) {
      const terms = await engine().step(golden.batchOf(step), { allTerms: true, dropout: 0 });
      for (const { term, truth, tolerance } of golden.termsOf(step)) {
        const error = Math.abs((terms[term] ?? NaN) - truth);
        if (!(error <= tolerance)) misses.push(`step ${step} ${term}: ${terms[term]} is ${error} from ${truth}, more than ${tolerance}`);
      }
    }
    expect(misses).toEqual([]);
    if (name === 'tiny') await expectFinalWeights(engine());
  });
}

/**
 * The weights after the last step, by how far they are from the truth as a share of how far training
 * moved them. Adam's early steps move by the sign of a gradient, and noise-level gradients have
 * either sign: PyTorch's own float32 run is 0.28 from its float64 run.
 */
async function expectFinalWeights(engine: EngineHandle): Promise<void> {
  const [start, final] = await Promise.all(['weights', 'final'].map(async (part) =>
    readSafetensors(part, await readGolden(`tiny/${part}.safetensors`))));
  const saved = readSafetensors('saved', await engine.saveWeights());
  let missed = 0;
  let moved = 0;
  for (const [key, { values }] of final!) {
    values.forEach((value, i) => {
      missed += (saved.get(key)!.values[i]! - value) ** 2;
      moved += (start!.get(key)!.values[i]! - value) ** 2;
    });
  }
  expect(Math.sqrt(missed / moved)).toBeLessThan(0.4);
}

/** A fresh model with the golden weights, on the backend that the test is about. */
async function prepare(name: 'tiny' | 'paper', backend: BackendName, engine: EngineHandle): Promise<GoldenCase> {
  expect((await engine.device()).backend).toBe(backend);
  const golden = await goldenCase(name);
  await engine.create(golden.config, { seed: 1 });
  if (name === 'tiny') await engine.loadWeights({ 'weights.safetensors': await readGolden('tiny/weights.safetensors') });
  else await engine.loadWeights({ 'hashed.safetensors': await hashedWeights(golden, engine) });
  return golden;
}

/** The golden initial weights of the present model, made from their names. */
async function hashedWeights(golden: GoldenCase, engine: EngineHandle): Promise<ArrayBuffer> {
  const present = readSafetensors('present', await engine.saveWeights());
  return writeSafetensors(new Map([...present].map(([key, { shape }]) =>
    [key, { shape, values: golden.initialWeight(key, shape) }])));
}

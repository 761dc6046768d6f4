// What every engine keeps, whatever computes it and in whichever thread: results and their ranges,
// refusals that say what is wrong and change nothing, weights there and back, interpolation, and
// training on dropped folders. Numbers against PyTorch's stand in goldenSuite.ts.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { presets, type TdganConfig, type TrainingConfig } from '../../src/config';
import type { BackendName, EngineEvent, EngineHandle, ForwardInput, StepOptions } from '../../src/engine/engine';
import selfCheckNumbers from '../../src/engine/selfCheckNumbers.json';
import { readSafetensors, writeSafetensors } from '../../src/weights/safetensors';
import { expectClose } from './expectClose';
import { batchWith, expectUnchanged, input, stateOf } from './engineState';
import { expectSame, firstDifference } from './expectSame';
import { demoContract } from './demoContract';
import { noiseContract } from './noiseContract';
import { setImagesContract } from './setImagesContract';
import { refusalContract } from './refusalContract';
import { trainingContract } from './trainingContract';
import { randomImages, randomNoise, smallestBatch, smallestConfig, smallestTraining } from './smallest';

export interface ContractOptions {
  backend: BackendName;
  /** Why this engine cannot decode images here; training on folders is skipped for it. */
  noImages?: string;
  /** Only the essentials, in few calls: for a backend on which each step is slow. */
  brief?: boolean;
}

type GetEngine = () => EngineHandle;

export function engineContract(name: string, createEngine: () => EngineHandle | Promise<EngineHandle>, options: ContractOptions): void {
  describe(`${name} on ${options.backend} keeps the engine's contract`, () => {
    let handle: EngineHandle;
    const engine = () => handle;
    beforeAll(async () => {
      handle = await createEngine();
      expect((await handle.device()).backend).toBe(options.backend);
    });
    afterAll(() => handle.dispose());

    beforeThereIsAModel(engine);
    describe('with a model', () => {
      beforeEach(() => freshModel(handle));
      if (options.brief) {
        essentials(engine);
        return;
      }
      models(engine);
      results(engine);
      refusalContract(engine);
      weights(engine);
      interpolation(engine);
      noiseContract(engine, options);
      setImagesContract(engine, options);
      memory(engine);
      trainingContract(engine, options);
      demoContract(engine, options);
    });
  });
  if (!options.brief) {
    describe(`${name} on ${options.backend}`, () => afterItsEnd(createEngine));
  }
}

async function freshModel(engine: EngineHandle): Promise<void> {
  await engine.create(smallestConfig, { seed: smallestTraining.seed });
  await engine.setTraining(smallestTraining);
}

function beforeThereIsAModel(engine: GetEngine): void {
  it('refuses what needs a model, and says to create one', async () => {
    const calls = [
      engine().config(), engine().saveWeights(), engine().loadWeights({}), engine().forward(input()), engine().gradients(smallestBatch()),
      engine().step(smallestBatch()), engine().interpolate({ faces: randomImages(1, 1), expressions: randomImages(1, 2) }),
      engine().prepareImage(new Blob([])), engine().loadDataset('face', []), engine().train(), engine().reset(),
      engine().swapMatrix({ faces: randomImages(1, 1), expressions: randomImages(1, 2) }),
      engine().drawAgain({ face: randomImages(1, 1), expression: randomImages(1, 2) }),
      engine().mixExpressions({ face: randomImages(1, 1), weights: [1, 0, 0, 0, 0, 0, 0] }),
      engine().varyNoise({ face: randomImages(1, 1), expression: randomImages(1, 2) }),
      engine().addImages('face', []), engine().loadDemoSet(), engine().evaluateTransfer(),
      engine().compareWithTruth({ face: randomImages(1, 1), expression: randomImages(1, 2), truth: randomImages(1, 3) }),
    ];
    for (const call of calls) await expect(call).rejects.toThrow('There is no model yet. Create one first.');
    expect(await engine().status()).toEqual({ state: 'idle', step: 0 });
    expect(await engine().training()).toEqual(presets.paper.training);
  });

  it('reports a device whose gradients were checked', async () => {
    const { selfCheck, fallbackReasons } = await engine().device();
    expect(selfCheck.checkedGradients).toBe(selfCheckNumbers.gradients.length);
    expect(selfCheck.worstRelativeError).toBeLessThan(selfCheck.tolerance / 4);
    expect(fallbackReasons).toEqual([]);
  });
}

function models(engine: GetEngine): void {
  it('create counts what the formula of the networks gives', async () => {
    const counts = await engine().create(smallestConfig, { seed: 3 });
    const [c1, c2, c3, b] = [2, 4, 8, 1]; // 32, 64, 128 and 16 channels of the paper at width 1/16
    const conv = (size: number, inputs: number, outputs: number) => size * size * inputs * outputs + 2 * outputs;
    const block = conv(1, c2, b) + conv(1, c2, b) + conv(3, b, b) + conv(1, c2, b) + 2 * conv(3, b, b) + 3 * b * c2 + c2;
    const encoder = conv(5, 1, c1) + conv(5, c1, c2) + 4 * block + conv(5, c2, c3) + conv(5, c3, c3);
    const head = (classes: number) => c3 * 8 + 8 + 8 * 8 + 8 + 8 * classes + classes; // a 1x1 map
    const decoder = 9 * (2 * c3 + 4) * c3 + c3 + 9 * c3 * c3 + c3 + 16 * (c3 * 32 + 32 * 16 + 16 * 8 + 8 * 4) + 9 * 4;
    const expected = {
      faceEncoder: encoder, expressionEncoder: encoder, expressionClassifier: head(7), decoder,
      faceDiscriminator: encoder + head(4), expressionDiscriminator: encoder + head(7),
    };
    expect(counts).toEqual({ ...expected, total: Object.values(expected).reduce((sum, n) => sum + n) });
    expect(await engine().config()).toEqual(smallestConfig);
  });

  it('create with equal seeds gives equal weights, with others others, and tells listeners', async () => {
    const bytes = async (seed: number) => {
      await engine().create(smallestConfig, { seed });
      return new Uint8Array(await engine().saveWeights());
    };
    const events: EngineEvent[] = [];
    const unsubscribe = engine().subscribe((event) => events.push(event));
    const first = await bytes(8);
    expectSame(await bytes(8), first);
    expect(firstDifference(await bytes(9), first)).toBeGreaterThan(0);
    unsubscribe();
    const told = events.filter((event) => event.kind === 'model');
    expect(told.map(({ seed }) => seed)).toEqual([8, 8, 9]);
    expect(told[0]!.config).toEqual(smallestConfig);
    await bytes(8);
    expect(events.filter((event) => event.kind === 'model')).toHaveLength(3); // nothing after unsubscribing
    expect((await engine().training()).seed).toBe(8);
  });

  it('tells of settings whenever they are set, by setTraining or by create; a refusal is silent', async () => {
    const told: TrainingConfig[] = [];
    const unsubscribe = engine().subscribe((event) => event.kind === 'settings' && told.push(event.training));
    const given = await engine().setTraining({ dropout: 0.25, learningRates: { generator: 0.5 } });
    await engine().create(smallestConfig, { seed: 9 });
    await expect(engine().setTraining({ dropout: 2 })).rejects.toThrow('settings.dropout');
    await expect(engine().create(smallestConfig, { seed: -1 })).rejects.toThrow('settings.seed');
    unsubscribe();
    expect(told).toEqual([given, { ...given, seed: 9 }]);
    expect(given).toEqual({
      ...smallestTraining, dropout: 0.25, learningRates: { ...smallestTraining.learningRates, generator: 0.5 },
    });
    expect(await engine().training()).toEqual(told[1]);
  });

  it('a config or seed that cannot be is refused by name, and the old model stays', async () => {
    const before = await stateOf(engine());
    const bad = (change: Record<string, unknown>) => engine().create({ ...smallestConfig, ...change } as TdganConfig);
    await expect(bad({ imageSize: 20 })).rejects.toThrow('config.imageSize must be a multiple of 16, not 20');
    await expect(bad({ imageChannels: 2 })).rejects.toThrow('config.imageChannels');
    await expect(bad({ width: NaN })).rejects.toThrow('config.width');
    await expect(bad({ depth: 4 })).rejects.toThrow('unknown fields: depth');
    await expect(engine().create(null as unknown as TdganConfig)).rejects.toThrow('config must be an object');
    await expect(engine().create(smallestConfig, { seed: -1 })).rejects.toThrow('settings.seed');
    await expectUnchanged(engine(), before);
  });

  it('color models take three values a pixel', async () => {
    const config = { ...smallestConfig, imageChannels: 3 };
    await engine().create(config, { seed: 1 });
    const { image } = await engine().forward({ face: randomImages(1, 1, config), expression: randomImages(1, 2, config) });
    expect(image).toHaveLength(16 * 16 * 3);
    expect(new Set(image).size).toBeGreaterThan(100);
    await expect(engine().forward(input())).rejects.toThrow('each image has 16x16x3 = 768');
  });
}

function results(engine: GetEngine): void {
  it('forward gives every output in its shape and range', async () => {
    const result = await engine().forward(input());
    const { image, faceFeatures, expressionFeatures, expressionLogits, discriminator } = result;
    expect([image, faceFeatures, expressionFeatures, expressionLogits].map(({ length }) => length)).toEqual([2 * 256, 2 * 8, 2 * 8, 2 * 7]);
    expect([discriminator.faceFeatures, discriminator.faceLogits, discriminator.expressionLogits].map(({ length }) => length)).toEqual([2 * 8, 2 * 4, 2 * 7]);
    expect(image.every((value) => value > 0 && value < 1)).toBe(true);
    expect([...faceFeatures, ...expressionFeatures, ...discriminator.faceFeatures].every((value) => value >= 0 && Number.isFinite(value))).toBe(true);
    expect([...expressionLogits, ...discriminator.faceLogits, ...discriminator.expressionLogits].every(Number.isFinite)).toBe(true);
    expect(result.stages).toBeUndefined();
    expectSame((await engine().forward(input())).image, image);
  });

  it('noise: drawn from its seed, given, or seed 0 where absent', async () => {
    const image = async (change: Partial<ForwardInput>) => (await engine().forward(input(change))).image;
    const seeded = await image({});
    expect(firstDifference(await image({ noiseSeed: 6 }), seeded)).toBeGreaterThanOrEqual(0);
    expectSame(await image({ noiseSeed: undefined }), await image({ noiseSeed: 0 }));
    const given = await image({ noise: randomNoise(2, 1) });
    expectSame(await image({ noise: randomNoise(2, 1), noiseSeed: 9 }), given);
    expect(firstDifference(given, seeded)).toBeGreaterThanOrEqual(0);
  });

  it('images of a batch do not mix', async () => {
    const noise = randomNoise(2, 1);
    const both = await engine().forward(input({ noise }));
    const second = await engine().forward({ face: randomImages(2, 1).slice(256), expression: randomImages(2, 2).slice(256), noise: noise.slice(4) });
    expectClose(both.image.subarray(256), second.image, 1e-6);
    expectClose(both.expressionLogits.subarray(7), second.expressionLogits, 1e-5);
    expectClose(both.discriminator.faceLogits.subarray(4), second.discriminator.faceLogits, 1e-5);
  });

  it('stages end in what forward returns', async () => {
    const { image, stages } = await engine().forward(input({ stages: true }));
    expect(Object.keys(stages!).sort()).toEqual([
      ...['enc_FR', 'enc_ER', 'D_f.enc', 'D_e.enc'].flatMap((encoder) => ['conv1', 'conv2', 'conv3', 'conv4', 'repeat'].map((stage) => `${encoder}.${stage}`)),
      ...['emb1', 'emb2', 'us1', 'us2', 'us3', 'us4', 'us5'].map((stage) => `dec.${stage}`),
    ].sort());
    expectSame(stages!['dec.us5']!.values, image);
    expect(stages!['enc_FR.conv1']!.shape).toEqual([2, 16, 16, 2]);
    for (const { shape, values } of Object.values(stages!)) expect(values).toHaveLength(shape.reduce((product, side) => product * side));
  });

  it('gradients belong to their own weights and change nothing', async () => {
    const before = await stateOf(engine());
    const gradients = await engine().gradients(smallestBatch());
    await expectUnchanged(engine(), before);
    const saved = readSafetensors('saved', before.bytes.slice().buffer);
    expect(Object.keys(gradients).sort()).toEqual([...saved.keys()].sort());
    let zero = 0;
    for (const [key, values] of Object.entries(gradients)) {
      expect(values, key).toHaveLength(saved.get(key)!.values.length);
      expect(values.every(Number.isFinite), key).toBe(true);
      if (values.every((value) => value === 0)) zero++;
    }
    expect(zero).toBeLessThan(saved.size / 4); // a single pixel's norm passes nothing back
    expectSame((await engine().gradients(smallestBatch()))['G.fc_ER.fc3.bias']!, gradients['G.fc_ER.fc3.bias']!);
  });

  it('step returns its terms, counts and learns; a rate of 0 keeps the weights', async () => {
    const rates = (rate: number): StepOptions => ({ learningRates: { generator: rate, expressionClassifier: rate, faceDiscriminator: rate, expressionDiscriminator: rate } });
    const before = await stateOf(engine());
    const terms = await engine().step(smallestBatch(), { ...rates(0), allTerms: true });
    expect(Object.keys(terms).sort()).toEqual([
      'dExpression', 'dFaceFake', 'dFaceReal', 'gConsistencyExpression', 'gConsistencyFace', 'gExpression', 'gFace', 'gPerceptual', 'gTotal', 'mExpression',
    ]);
    expectSame(new Uint8Array(await engine().saveWeights()), before.bytes);
    const noises = [0, 1, 2].map((stream) => randomNoise(2, stream));
    const losses: number[] = [];
    for (let step = 0; step < 8; step++) losses.push((await engine().step(batchWith({ noises }), rates(3e-3))).gTotal!);
    expect(losses[7]).toBeLessThan(losses[0]!);
    expect(await engine().status()).toEqual({ state: 'idle', step: 9 });
    expect(firstDifference(new Uint8Array(await engine().saveWeights()), before.bytes)).toBeGreaterThan(0);
    expect(await engine().training()).toEqual(before.training); // settings of a call are for that call
  });
}

function essentials(engine: GetEngine): void {
  it('forward repeats itself, a step learns, weights go there and back bit for bit', async () => {
    const initial = new Uint8Array(await engine().saveWeights());
    const { image } = await engine().forward(input());
    expectSame((await engine().forward(input())).image, image);
    expect(firstDifference((await engine().forward(input({ noiseSeed: 6 }))).image, image)).toBeGreaterThanOrEqual(0);
    const terms = await engine().step(smallestBatch());
    expect(Object.values(terms).every(Number.isFinite)).toBe(true);
    const learned = new Uint8Array(await engine().saveWeights());
    expect(firstDifference(learned, initial)).toBeGreaterThan(0);
    expect(firstDifference((await engine().forward(input())).image, image)).toBeGreaterThanOrEqual(0);
    await engine().loadWeights({ initial: initial.slice().buffer });
    expectSame((await engine().forward(input())).image, image);
    expect(await engine().status()).toEqual({ state: 'idle', step: 0 });
    await engine().loadWeights({ learned: learned.slice().buffer });
    expectSame(new Uint8Array(await engine().saveWeights()), learned);
  });

  it('refused calls leave it as it was', async () => {
    const before = new Uint8Array(await engine().saveWeights());
    await expect(engine().step(batchWith({ faceLabels: [0, 3] }))).rejects.toThrow('faceLabels[1]');
    await expect(engine().loadWeights({ cut: before.slice(0, 1000).buffer })).rejects.toThrow('cut is not a usable safetensors file');
    expectSame(new Uint8Array(await engine().saveWeights()), before);
  });
}

function weights(engine: GetEngine): void {
  it('saved weights, loaded into another model, give the same outputs bit for bit and a first step', async () => {
    const before = await stateOf(engine());
    await engine().create(smallestConfig, { seed: 99 });
    await engine().step(smallestBatch());
    expect((await engine().status()).step).toBe(1);
    const report = await engine().loadWeights({ 'saved.safetensors': before.bytes.slice().buffer });
    const tensors = readSafetensors('saved', before.bytes.slice().buffer);
    expect(report).toEqual({
      tensors: tensors.size, parameters: [...tensors.values()].reduce((sum, { values }) => sum + values.length, 0),
      files: [{ name: 'saved.safetensors', tensors: tensors.size }],
    });
    const after = await stateOf(engine());
    expectSame(after.outputs, before.outputs);
    expectSame(after.bytes, before.bytes);
    expect(after.status.step).toBe(0);
  });

  it('weights that do not fit are refused by key, and the model and its progress stay', async () => {
    await engine().step(smallestBatch());
    const before = await stateOf(engine());
    const tensors = readSafetensors('saved', before.bytes.slice().buffer);
    const [first, second] = [...tensors.keys()];
    const bad = new Map(tensors);
    bad.delete(first!);
    bad.set(second!, { shape: [1], values: new Float32Array([NaN]) }).set('extra', { shape: [1], values: new Float32Array(1) });
    const loading = engine().loadWeights({ 'bad.safetensors': writeSafetensors(bad) });
    await expect(loading).rejects.toThrow(`nothing was loaded. 3 problems:\nmissing: ${first}\nwrong shape: ${second}`);
    await expect(engine().loadWeights({ 'cut.safetensors': before.bytes.slice(0, 1000).buffer })).rejects.toThrow('cut.safetensors is not a usable safetensors file');
    await expect(engine().loadWeights({})).rejects.toThrow('No weight files were given');
    await expectUnchanged(engine(), before);
  });

  it('reset gives back the seed\'s weights bit for bit, and step 0', async () => {
    const before = await stateOf(engine());
    const first = await engine().step(smallestBatch());
    await engine().step(smallestBatch());
    await engine().reset();
    await expectUnchanged(engine(), before);
    expect(await engine().step(smallestBatch())).toEqual(first); // Adam's moments are gone, too
  });
}

function interpolation(engine: GetEngine): void {
  it('ends are forward\'s images with the same noise; rows walk the faces, columns the expressions', async () => {
    const [faces, expressions] = [randomImages(2, 1), randomImages(2, 2)];
    const { images, rows, columns, faceAlphas, expressionAlphas } = await engine().interpolate({ faces, expressions, noiseSeed: 5, steps: 3 });
    expect([rows, columns, faceAlphas, expressionAlphas, images.length]).toEqual([3, 3, [0, 0.5, 1], [0, 0.5, 1], 9 * 256]);
    const one = (values: Float32Array, i: number) => values.slice(i * 256, (i + 1) * 256);
    for (const [row, column] of [[0, 0], [0, 2], [2, 0], [2, 2]] as const) {
      const { image } = await engine().forward({ face: one(faces, row / 2), expression: one(expressions, column / 2), noiseSeed: 5 });
      expectClose(one(images, row * 3 + column), image, 1e-6);
    }
    expect(firstDifference(one(images, 0), one(images, 2))).toBeGreaterThanOrEqual(0);
  });

  it('walks the axis that has two images, along alphas of one\'s own, outside [0, 1] too', async () => {
    const given = { faces: randomImages(1, 1), expressions: randomImages(2, 2), noiseSeed: 5 };
    const line = await engine().interpolate(given);
    expect([line.rows, line.columns]).toEqual([1, 11]);
    expectClose(line.expressionAlphas, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1], 1e-12);
    const beyond = await engine().interpolate({ ...given, expressionAlphas: [-1, 0, 0.5, 1, 2] });
    expect(beyond.expressionAlphas).toEqual([-1, 0, 0.5, 1, 2]);
    const cell = ({ images }: typeof line, i: number) => images.slice(i * 256, (i + 1) * 256);
    expectClose(cell(beyond, 1), cell(line, 0), 1e-6);
    expectClose(cell(beyond, 2), cell(line, 5), 1e-6);
    expectClose(cell(beyond, 3), cell(line, 10), 1e-6);
    const images = [0, 1, 3, 4].map((i) => cell(beyond, i).join());
    expect(new Set(images).size).toBe(4);
    expect(beyond.images.every((value) => value > 0 && value < 1)).toBe(true);
  });

  it('refuses steps, alphas and images that cannot be', async () => {
    const given = { faces: randomImages(1, 1), expressions: randomImages(2, 2) };
    for (const steps of [1, 2.5, 102, NaN]) await expect(engine().interpolate({ ...given, steps })).rejects.toThrow('steps must be a whole number from 2 to 101');
    await expect(engine().interpolate({ ...given, expressionAlphas: [0, NaN] })).rejects.toThrow('alpha 1 of expressions');
    await expect(engine().interpolate({ ...given, expressionAlphas: [] })).rejects.toThrow('There is no alpha for expressions');
    await expect(engine().interpolate({ ...given, expressions: randomImages(3, 2) })).rejects.toThrow('expressions holds 3 images; interpolation is between one or two');
    await expect(engine().interpolate({ ...given, faces: randomImages(1, 1).fill(NaN) })).rejects.toThrow('faces must lie in [0, 1]');
    await expect(engine().interpolate({ ...given, noiseSeed: -1 })).rejects.toThrow('noiseSeed');
  });
}

function memory(engine: GetEngine): void {
  const rejected = (call: Promise<unknown>) => expect(call).rejects.toThrow();

  it('does not grow, whatever is called and refused again and again', async () => {
    const everything = async () => {
      await engine().forward(input({ stages: true }));
      await engine().gradients(smallestBatch());
      await engine().step(smallestBatch(), { allTerms: true });
      await engine().interpolate({ faces: randomImages(2, 1), expressions: randomImages(2, 2), steps: 2 });
      await engine().loadWeights({ a: await engine().saveWeights() });
      const triple = { face: randomImages(1, 1), expression: randomImages(1, 2), truth: randomImages(1, 3) };
      await engine().compareWithTruth(triple);
      await engine().swapMatrix({ faces: randomImages(2, 1), expressions: randomImages(3, 2) });
      await engine().drawAgain({ face: triple.face, expression: triple.expression });
      await rejected(engine().swapMatrix({ faces: randomImages(17, 1), expressions: randomImages(1, 2) }));
      await rejected(engine().drawAgain({ face: randomImages(2, 1), expression: randomImages(1, 2) }));
      await engine().varyNoise({ face: triple.face, expression: triple.expression, seeds: 3 });
      await rejected(engine().varyNoise({ face: triple.face, expression: triple.expression, seeds: 1 }));
      await rejected(engine().compareWithTruth({ ...triple, noiseSeed: -1 }));
      await rejected(engine().compareWithTruth({ ...triple, truth: randomImages(2, 3) }));
      await rejected(engine().forward(input({ noiseSeed: -1 })));
      await rejected(engine().forward(input({ noise: new Float32Array(3) })));
      await rejected(engine().interpolate({ faces: randomImages(1, 1), expressions: randomImages(1, 2), noiseSeed: -1 }));
      await rejected(engine().step(batchWith({ noises: [null, null, new Float32Array(1)] })));
      await rejected(engine().loadWeights({ a: new ArrayBuffer(64) }));
      await rejected(engine().create({ ...smallestConfig, faceClasses: 0 }));
      await engine().reset();
    };
    await everything();
    const before = await engine().memory();
    expect(before.tensors).toBeGreaterThan(3 * 405 / 2);
    for (let i = 0; i < 2; i++) {
      await everything();
      expect(await engine().memory()).toMatchObject({ tensors: before.tensors, tensorBytes: before.tensorBytes });
    }
  });

  it('benchmark leaves the model and no tensor behind', async () => {
    await engine().forward(input());
    const before = { state: await stateOf(engine()), memory: await engine().memory() };
    const result = await engine().benchmark({ config: smallestConfig, batch: 1, steps: 2 });
    expect(result.msPerStep).toHaveLength(2);
    expect(result.bestMsPerStep).toBe(Math.min(...result.msPerStep));
    expect(result.imagesPerSecond).toBeCloseTo(1000 / result.bestMsPerStep, 6);
    await rejected(engine().benchmark({ config: smallestConfig, batch: 0, steps: 2 }));
    await expectUnchanged(engine(), before.state);
    expect(await engine().memory()).toMatchObject({ tensors: before.memory.tensors, tensorBytes: before.memory.tensorBytes });
  });

  it('cancelBenchmark ends the one under way, not the next; meanwhile no step is taken', async () => {
    const before = await engine().memory();
    const running = engine().benchmark({ config: smallestConfig, batch: 1, steps: 10_000 });
    const ended = expect(running).rejects.toThrow('The benchmark was canceled.');
    await expect(engine().step(smallestBatch())).rejects.toThrow('A benchmark is running.');
    await engine().cancelBenchmark();
    await ended;
    expect(await engine().memory()).toMatchObject({ tensors: before.tensors });
    await engine().cancelBenchmark();
    expect((await engine().benchmark({ config: smallestConfig, batch: 1, steps: 1 })).msPerStep).toHaveLength(1);
  });
}

function afterItsEnd(createEngine: () => EngineHandle | Promise<EngineHandle>): void {
  it('dispose ends it: calls are refused rather than left waiting, and disposing again is no matter', async () => {
    const engine = await createEngine();
    await freshModel(engine);
    await engine.dispose();
    await expect(engine.forward(input())).rejects.toThrow(Error);
    await expect(engine.step(smallestBatch())).rejects.toThrow(Error);
    await engine.dispose();
  });
}

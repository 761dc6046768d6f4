// Times full training steps of any config on a model of its own. A full step is one in which all
// four optimizers learn, the dearest that a schedule has.

import * as tf from '@tensorflow/tfjs';
import { mergeSettings, presets } from '../config';
import { uniforms } from '../random';
import { readTerms, Trainer } from '../training/trainer';
import { disposeBatch, type TensorBatch } from '../training/objectives';
import type { BackendName, BenchmarkInput, BenchmarkResult } from './engine';
import { warmUp } from './warmUp';

/** @param onProgress told of shaders, then of steps */
export async function benchmark(
  { config, batch: batchSize, steps }: BenchmarkInput, onProgress: (task: string, done: number, total: number) => void,
): Promise<BenchmarkResult> {
  const settings = mergeSettings(presets.paper.training, { faceDiscriminatorEvery: 1, expressionDiscriminatorEvery: 1, batchSize });
  const trainer = new Trainer(config, settings);
  const batch = randomBatch(trainer, batchSize);
  try {
    await warmUp(trainer.model, settings, (done, total) => onProgress('Compiling shaders', done, total));
    const step = async () => readTerms([{ terms: trainer.takeStep(batch) }]);
    const dispatchesPerStep = await countDispatches(step); // and the first, slower step is behind us
    const msPerStep: number[] = [];
    for (let i = 0; i < steps; i++) {
      onProgress('Timing steps', i, steps);
      const start = performance.now();
      await step();
      msPerStep.push(performance.now() - start);
    }
    onProgress('Timing steps', steps, steps);
    const bestMsPerStep = Math.min(...msPerStep);
    return {
      backend: tf.getBackend() as BackendName, msPerStep, bestMsPerStep, dispatchesPerStep,
      imagesPerSecond: (batchSize * 1000) / bestMsPerStep,
    };
  } finally {
    disposeBatch(batch);
    trainer.dispose();
  }
}

function randomBatch(trainer: Trainer, batchSize: number): TensorBatch {
  const { imageSize, imageChannels } = trainer.model.config;
  const shape: [number, number, number, number] = [batchSize, imageSize, imageSize, imageChannels];
  const images = (stream: number) =>
    tf.tensor4d(uniforms({ seed: 0, step: 0, stream }, tf.util.sizeFromShape(shape)), shape);
  const labels = () => tf.tensor1d(new Int32Array(batchSize), 'int32');
  return {
    face: images(0), faceLabels: labels(), expression: images(1), expressionLabels: labels(),
    noises: trainer.drawNoises(batchSize),
  };
}

/** WebGPU dispatches that `work` issues; null on other backends. */
async function countDispatches(work: () => Promise<unknown>): Promise<number | null> {
  if (tf.getBackend() !== 'webgpu') {
    await work();
    return null;
  }
  let count = 0;
  const { prototype } = GPUComputePassEncoder;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- put back and applied to its encoder below
  const original = prototype.dispatchWorkgroups;
  prototype.dispatchWorkgroups = function counted(this: GPUComputePassEncoder, ...args: Parameters<typeof original>) {
    count++;
    return original.apply(this, args);
  };
  try {
    await work();
  } finally {
    prototype.dispatchWorkgroups = original;
  }
  return count;
}

// Compiles every shader of a training step before the first step, side by side, so that training
// starts at full pace and a person sees how far it is. Surprise: it goes through one whole step in
// tfjs's compile-only mode, which allocates but computes nothing, so weights must not be assigned.

import * as tf from '@tensorflow/tfjs';
import type { TdganConfig, TrainingConfig } from '../config';
import { createNoise, variablesByGroup, type Tdgan } from '../model/tdgan';
import { createDropout } from '../training/dropout';
import type { TensorBatch } from '../training/stepContext';
import { applyAdam } from '../training/optimizers';
import { computeGradients } from '../training/step';

type Progress = (done: number, total: number) => void;

let compilation: Promise<void> = Promise.resolve();

/** Resolves when no compilation is under way: until then tfjs refuses to run what is being compiled. */
export function shadersReady(): Promise<void> {
  return compilation;
}

/**
 * Prepares the backend for steps of the settings' batch size. Only GPU backends have something to prepare.
 * @param onProgress shaders ready, of all
 */
export async function warmUp(model: Tdgan, settings: TrainingConfig, onProgress: Progress): Promise<void> {
  const backend = tf.getBackend();
  if (backend === 'webgpu') {
    const compiling = compileOnly(() => dryStep(model, settings), onProgress);
    compilation = compiling.catch(() => undefined);
    await compiling;
  }
  // WebGL compiles as it goes; a step whose result is dropped makes it do so now.
  if (backend === 'webgl') {
    onProgress(0, 1);
    await dryStep(model, settings).data();
    onProgress(1, 1);
  }
}

async function compileOnly(work: () => tf.Tensor, onProgress: Progress): Promise<void> {
  const backend = tf.backend() as unknown as {
    pipelineCache: Record<string, unknown>;
    checkCompileCompletionAsync(): Promise<void>;
  };
  tf.env().set('WEBGPU_ENGINE_COMPILE_ONLY', true);
  try {
    work().dispose();
  } finally {
    tf.env().set('WEBGPU_ENGINE_COMPILE_ONLY', false);
  }
  const pipelines = Object.values(backend.pipelineCache);
  const pending = pipelines.filter((pipeline) => pipeline instanceof Promise);
  let done = pipelines.length - pending.length;
  onProgress(done, pipelines.length);
  for (const pipeline of pending) {
    // A failed compilation is reported by checkCompileCompletionAsync below.
    void pipeline.then(() => onProgress(++done, pipelines.length), () => undefined);
  }
  await backend.checkCompileCompletionAsync();
}

/** One step on gray images whose updates are computed and dropped; returns its terms. */
function dryStep(model: Tdgan, settings: TrainingConfig): tf.Tensor {
  return tf.tidy(() => {
    const groups = variablesByGroup(model);
    const terms = computeGradients(
      {
        model, batch: grayBatch(model.config, settings.batchSize), settings, measure: true,
        dropout: createDropout(settings.dropout, { seed: 0, step: 0 }),
      },
      (group, gradients) => {
        groups[group].forEach((variable, i) => {
          const zeros = () => tf.tidy(() => [tf.variable(tf.zerosLike(variable), false)]);
          const dropped = { variables: zeros(), firstMoments: zeros(), secondMoments: zeros(), updates: 0 };
          applyAdam(dropped, [gradients[i]!], 0);
          tf.dispose([dropped.variables, dropped.firstMoments, dropped.secondMoments]);
        });
      },
    );
    return terms.values;
  });
}

function grayBatch(config: TdganConfig, batchSize: number): TensorBatch {
  const { imageSize, imageChannels } = config;
  const images = () => tf.fill([batchSize, imageSize, imageSize, imageChannels], 0.5) as tf.Tensor4D;
  const labels = () => tf.tensor1d(new Int32Array(batchSize), 'int32');
  const noise = (call: number) => createNoise(config, batchSize, { seed: 0, step: 0, call });
  return {
    face: images(), faceLabels: labels(), expression: images(), expressionLabels: labels(),
    noises: [noise(0), noise(1), noise(2)],
  };
}

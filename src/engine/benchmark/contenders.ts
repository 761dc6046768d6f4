// What is timed against each other: our step and encoder, and stock tfjs's. Each is prepared once
// and repeated; every repetition does the same work. Surprise: issuing is synchronous and apart from
// waiting, so that contenders can take turns on two backends of one device.

import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { mergeSettings, presets, type TdganConfig } from '../../config';
import { flush } from '../../kernels/gpuProgram';
import { createEncoder, type Encoder } from '../../model/encoder';
import { encoderBackward, encoderForward } from '../../model/explicit/encoder';
import { GradientSums } from '../../model/explicit/gradientSums';
import { createInitializer, variablesOf } from '../../model/layers';
import { disposeBatch } from '../../training/stepContext';
import type { StackedTerms } from '../../training/step';
import { readTerms } from '../../training/reporter';
import { Trainer } from '../../training/trainer';
import type { Due } from '../../work';
import type { BenchmarkRow } from '../engine';
import { warmUp } from '../warmUp';
import { randomBatch, randomImages, randomPairs } from './batch';
import { createStockTrainer, disposeStockTrainer, stockEncoderPass, stockStep, type StockLosses } from './stock';
import { onStockBackend, stockBackend } from './stockBackend';

export interface Contender {
  who: BenchmarkRow['who'];
  /** Prepares what the first repetition needs, compiled shaders above all. */
  prepare: (onProgress: (done: number, total: number) => void) => Promise<void>;
  /** Issues one repetition. */
  issue: () => void;
  /** Resolves when the device has done all that was issued. */
  settle: () => Promise<void>;
  /** Loss of the last repetition: the generator's, or the encoder's. */
  loss: () => Promise<number>;
  /** Bytes of GPU buffers that its backend holds; 0 where the backend is not WebGPU. */
  heldBytes: () => number;
  dispose: () => void;
}

const nothingToPrepare = async (): Promise<void> => undefined;

export function ourStep(config: TdganConfig, batchSize: number, due: Due): Contender {
  const never = 1e6;
  const settings = mergeSettings(presets.paper.training, {
    batchSize, faceDiscriminatorEvery: due.face ? 1 : never, expressionDiscriminatorEvery: due.expression ? 1 : never,
  });
  const trainer = new Trainer(config, settings);
  trainer.step = 1; // on step 0 every update is due
  const batch = randomBatch(trainer, batchSize);
  let last: StackedTerms | null = null;
  const drop = () => {
    last?.values.dispose();
    last = null;
  };
  return {
    who: 'ours',
    prepare: (onProgress) => warmUp(trainer.model, settings, onProgress),
    issue: () => {
      drop();
      last = trainer.takeStep(batch);
    },
    settle: () => settle(last!.values),
    loss: async () => {
      const [terms] = await readTerms([{ terms: last! }]);
      last = null;
      return terms!.gTotal!;
    },
    heldBytes: () => heldBytes(tf.backend()),
    dispose: () => {
      drop();
      disposeBatch(batch);
      trainer.dispose();
    },
  };
}

/** The current backend must be WebGPU. */
export async function stockTdganStep(config: TdganConfig, batchSize: number, due: Due): Promise<Contender> {
  const backend = await stockBackend();
  const { trainer, batch } = onStockBackend(() => ({ trainer: createStockTrainer(config, 1), batch: randomPairs(config, batchSize) }));
  let last: StockLosses = {};
  const drop = () => {
    tf.dispose(last as tf.NamedTensorMap);
    last = {};
  };
  return {
    who: 'stock',
    prepare: nothingToPrepare,
    issue: () => onStockBackend(() => {
      drop();
      last = stockStep(trainer, batch, { due, dropout: 0.5, noises: null });
    }),
    settle: () => settleGpu(backend),
    loss: async () => (await last.generator!.data())[0]!,
    heldBytes: () => heldBytes(backend),
    dispose: () => {
      drop();
      disposeStockTrainer(trainer);
      tf.dispose({ ...batch });
    },
  };
}

/** An encoder's forward pass and its gradient by every weight; the loss is the features' mean square. */
export function ourEncoder(config: TdganConfig, batchSize: number): Contender {
  const encoder = createEncoder(config, createInitializer(1));
  const variables = variablesOf(encoder);
  const images = randomImages(config, batchSize, 0);
  let last: tf.Scalar | null = null;
  return {
    who: 'ours',
    prepare: nothingToPrepare,
    issue: () => {
      last?.dispose();
      last = encoderPass(encoder, variables, images);
    },
    settle: () => settle(last!),
    loss: async () => (await last!.data())[0]!,
    heldBytes: () => heldBytes(tf.backend()),
    dispose: () => tf.dispose([last!, images, ...variables]),
  };
}

/** The loss of one pass; the gradients are computed and dropped. */
function encoderPass(encoder: Encoder, variables: tf.Variable[], images: tf.Tensor4D): tf.Scalar {
  return tf.tidy(() => {
    const { output, trace } = encoderForward(encoder, images);
    const loss: tf.Scalar = output.square().mean();
    const sums = new GradientSums();
    encoderBackward(encoder, trace, { dOutput: output.mul(2 / output.size), sums, wantInput: false });
    tf.dispose(sums.take(variables));
    return loss;
  });
}

/** The same in stock tfjs, with the same weights and images. The current backend must be WebGPU. */
export async function stockEncoder(config: TdganConfig, batchSize: number): Promise<Contender> {
  const backend = await stockBackend();
  const { encoder, images } = onStockBackend(() =>
    ({ encoder: createEncoder(config, createInitializer(1)), images: randomImages(config, batchSize, 0) }));
  const variables = variablesOf(encoder);
  let last: tf.Scalar | null = null;
  return {
    who: 'stock',
    prepare: nothingToPrepare,
    issue: () => onStockBackend(() => {
      last?.dispose();
      const { loss, gradients } = stockEncoderPass(encoder, variables, images);
      tf.dispose(gradients);
      last = loss;
    }),
    settle: () => settleGpu(backend),
    loss: async () => (await last!.data())[0]!,
    heldBytes: () => heldBytes(backend),
    dispose: () => tf.dispose([last!, images, ...variables]),
  };
}

/** Waits for the current backend; one without a queue to ask is done when `result` can be read. */
async function settle(result: tf.Tensor): Promise<void> {
  if (tf.getBackend() === 'webgpu') await settleGpu(tf.backend() as WebGPUBackend);
  else await result.data();
}

async function settleGpu(backend: WebGPUBackend): Promise<void> {
  flush(backend);
  await backend.device.queue.onSubmittedWorkDone();
}

function heldBytes(backend: tf.KernelBackend): number {
  const { bufferManager } = backend as Partial<{ bufferManager: { numBytesAllocated: number } }>;
  return bufferManager?.numBytesAllocated ?? 0;
}

// How much memory training needs, from the config and the batch size alone, before anything is
// made; and whether a device's limits allow it. Surprise: WebGPU does not tell how much memory
// there is, only how large one buffer may be, so that alone can be refused beforehand.

import { featureSize, scaledChannels, type TdganConfig } from './config';

const bytesPerValue = 4;
/**
 * Weight, Adam's two moments, and the two copies of the weights that a run keeps to go back to
 * (training/goodState.ts); and half a gradient, since the networks learn one after the other.
 */
const valuesPerParameter = 5.5;
/** Of one sample in a full step, per pixel of the image at the paper's width: measured, at the fullest moment. */
const activationsPerPixel = 2600;

export interface MemoryEstimate {
  /** Weights, gradients, moments, and the copies of weights that a run keeps. */
  parameterBytes: number;
  /** What a step keeps for its backward passes. */
  activationBytes: number;
  totalBytes: number;
}

/** Peak of a run in which every update is due, within a tenth of what is allocated on WebGPU. */
export function estimateMemory(config: TdganConfig, batchSize: number): MemoryEstimate {
  const parameterBytes = valuesPerParameter * bytesPerValue * parameterCount(config);
  const activationBytes = activationsPerPixel * config.width * config.imageSize ** 2 * batchSize * bytesPerValue;
  return { parameterBytes, activationBytes, totalBytes: parameterBytes + activationBytes };
}

/** Parameters of all networks together. */
export function parameterCount(config: TdganConfig): number {
  const { imageChannels, fcWidth, noiseChannels, residualBlocks, faceClasses, expressionClasses } = config;
  const [c16, c32, c64, c128, c256, c512] = [16, 32, 64, 128, 256, 512].map((paper) => scaledChannels(config, paper)) as
    [number, number, number, number, number, number];
  const normed = (taps: number, inputs: number, outputs: number) => taps * inputs * outputs + 2 * outputs;
  const block = 3 * normed(1, c64, c16) + 3 * normed(9, c16, c16) + 3 * c16 * c64 + c64;
  const encoder = normed(25, imageChannels, c32) + normed(25, c32, c64) + 4 * block + normed(25, c64, c128) + normed(25, c128, c128);
  const embedding = (9 * (2 * c128 + noiseChannels) + 1) * c128 + residualBlocks * (9 * c128 + 1) * c128;
  const decoder = 16 * (c128 * c512 + c512 * c256 + c256 * c128 + c128 * c64) + 9 * c64 * imageChannels;
  const dense = (inputs: number, outputs: number) => (inputs + 1) * outputs;
  const head = (classes: number) => dense(c128 * featureSize(config) ** 2, fcWidth) + dense(fcWidth, fcWidth) + dense(fcWidth, classes);
  return 4 * encoder + embedding + decoder + head(faceClasses + 1) + 2 * head(expressionClasses);
}

/** Bytes of a step's largest buffer that grows with the batch: the decoder's last map, for both images that are drawn again. */
export function largestBatchBuffer(config: TdganConfig, batchSize: number): number {
  return 2 * batchSize * config.imageSize ** 2 * scaledChannels(config, 64) * bytesPerValue;
}

/** Why a device with these limits cannot train so, and what would fit; null where nothing is known against it. */
export function misfit(config: TdganConfig, batchSize: number, limits: Record<string, number>): string | null {
  const largest = Math.min(limits.maxBufferSize ?? Infinity, limits.maxStorageBufferBindingSize ?? Infinity);
  const needed = largestBatchBuffer(config, batchSize);
  if (needed <= largest) return null;
  const fitting = Math.floor(largest / largestBatchBuffer(config, 1));
  const proposal = fitting >= 1 ? `Set the batch size to ${fitting} or less.` : 'Choose the preset compact.';
  const megabytes = (bytes: number) => Math.ceil(bytes / 1e6);
  return `A batch of ${batchSize} needs one buffer of ${megabytes(needed)} MB; this device allows ${Math.floor(largest / 1e6)} MB. ${proposal}`;
}

// Puts the WebGPU kernels of this folder into tfjs's registry and takes them out again, which is
// how the benchmark and the tests compare with stock tfjs. A kernel under one of tfjs's own names
// replaces it and hands back the shapes that it does not cover.

import * as tf from '@tensorflow/tfjs';
import { adamKernels } from './adam';
import { convolutionKernels } from './convolutionKernels';
import { crossEntropyKernels } from './crossEntropy';
import { denseKernels } from './denseKernels';
import { differenceKernels } from './differences';
import { dropoutKernels } from './dropout';
import { elementwiseKernels } from './elementwiseKernels';
import type { GpuKernel } from './gpuProgram';
import { gradientNormKernels } from './gradientNorm';
import { instanceNormReluKernels } from './instanceNormReluKernels';
import { maxPoolKernels } from './maxPoolKernels';
import { randomNumberKernels } from './randomNumbers';

const backendName = 'webgpu';
const kernels: GpuKernel[] = [
  ...convolutionKernels, ...denseKernels, ...adamKernels, ...crossEntropyKernels, ...differenceKernels, ...dropoutKernels,
  ...randomNumberKernels, ...instanceNormReluKernels, ...maxPoolKernels, ...elementwiseKernels,
  ...gradientNormKernels,
];
/** What was replaced, by name; null where tfjs had nothing. */
let replaced: Map<string, tf.KernelConfig | null> | null = null;

/** Does nothing where they are registered already. */
export function registerGpuKernels(): void {
  if (replaced) return;
  replaced = new Map();
  for (const { kernelName, create } of kernels) {
    const stock = tf.getKernel(kernelName, backendName) as tf.KernelConfig | undefined;
    replaced.set(kernelName, stock ?? null);
    if (stock) tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel({ ...stock, kernelName, backendName, kernelFunc: create(stock?.kernelFunc ?? null) });
  }
}

/** Gives tfjs its own kernels back. */
export function unregisterGpuKernels(): void {
  replaced?.forEach((stock, kernelName) => {
    tf.unregisterKernel(kernelName, backendName);
    if (stock) tf.registerKernel(stock);
  });
  replaced = null;
}

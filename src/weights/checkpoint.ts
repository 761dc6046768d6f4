// Whole checkpoints in and out of a model. Import is strict and in two halves: everything is read
// and checked first, and only then is the first weight touched.

import * as tf from '@tensorflow/tfjs';
import type { Tdgan } from '../model/tdgan';
import { fromPytorch, toPytorch } from './layout';
import { flattenedMapSide, publishedParameters } from './nameTable';
import { readSafetensors, writeSafetensors, type NamedTensor } from './safetensors';

export interface CheckpointReport {
  tensors: number;
  parameters: number;
  files: { name: string; tensors: number }[];
}

/**
 * Loads a full set of weights from one or several safetensors files.
 * @throws Error listing every missing, extra, repeated, misshaped or non-finite key; the model is then as it was
 */
export function loadCheckpoint(model: Tdgan, files: Record<string, ArrayBuffer>): CheckpointReport {
  return prepareCheckpoint(model, files)();
}

/**
 * The first half of loadCheckpoint: reads and checks. Calling what it returns is the second.
 * @throws Error as loadCheckpoint
 */
export function prepareCheckpoint(model: Tdgan, files: Record<string, ArrayBuffer>): () => CheckpointReport {
  const found = new Map<string, NamedTensor>();
  const problems: string[] = [];
  const report: CheckpointReport = { tensors: 0, parameters: 0, files: [] };
  for (const [name, buffer] of Object.entries(files)) {
    const tensors = readSafetensors(name, buffer);
    report.files.push({ name, tensors: tensors.size });
    for (const [key, tensor] of tensors) {
      if (found.has(key)) problems.push(`in more than one file: ${key}`);
      found.set(key, tensor);
    }
  }
  if (report.files.length === 0) throw new Error('No weight files were given.');
  const table = publishedParameters(model);
  problems.push(...compareKeys(table, found));
  if (problems.length > 0) {
    throw new Error(`The weights do not fit this model; nothing was loaded. ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}:\n${problems.join('\n')}`);
  }
  const mapSide = flattenedMapSide(model);
  return () => {
    for (const { key, variable, layout } of table) {
      const values = fromPytorch(found.get(key)!.values, { layout, shape: variable.shape, mapSide });
      tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
      report.tensors++;
      report.parameters += variable.size;
    }
    return report;
  };
}

function compareKeys(table: { key: string; shape: number[] }[], found: Map<string, NamedTensor>): string[] {
  const problems: string[] = [];
  const known = new Set(table.map(({ key }) => key));
  for (const { key, shape } of table) {
    const tensor = found.get(key);
    if (!tensor) problems.push(`missing: ${key}`);
    else if (tensor.shape.join() !== shape.join()) {
      problems.push(`wrong shape: ${key} is [${tensor.shape.join(', ')}], the model needs [${shape.join(', ')}]`);
    } else {
      const at = tensor.values.findIndex((value) => !Number.isFinite(value));
      if (at >= 0) problems.push(`not a number: ${key} holds ${tensor.values[at]} at index ${at}`);
    }
  }
  for (const key of found.keys()) if (!known.has(key)) problems.push(`unknown: ${key}`);
  return problems;
}

/** All weights as one safetensors file under the published keys. */
export async function saveCheckpoint(model: Tdgan): Promise<ArrayBuffer> {
  const table = publishedParameters(model);
  // The copies are of one moment even if a step runs while they are read.
  const copies = table.map(({ variable }) => tf.clone(variable));
  try {
    const arrays = await Promise.all(copies.map((copy) => copy.data<'float32'>()));
    const mapSide = flattenedMapSide(model);
    return writeSafetensors(new Map(table.map(({ key, variable, layout, shape }, i) =>
      [key, { shape, values: toPytorch(arrays[i]!, { layout, shape: variable.shape, mapSide }) }])));
  } finally {
    tf.dispose(copies);
  }
}

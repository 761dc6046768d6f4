// Weights files as tests read and change them, outside of the page.

import { readSafetensors, writeSafetensors, type NamedTensor } from '../../src/weights/safetensors';

/** By published name. */
export type Tensors = Map<string, NamedTensor>;

export const parseWeights = (bytes: Buffer): Tensors => readSafetensors('saved', Uint8Array.from(bytes).buffer);

/** The file with some tensors changed. */
export function alteredWeights(bytes: Buffer, change: (tensors: Tensors) => void): Buffer {
  const tensors = parseWeights(bytes);
  change(tensors);
  return Buffer.from(writeSafetensors(tensors));
}

/** Fresh heads find all classes alike; these have verdicts. */
export function sharpenVerdicts(tensors: Tensors): void {
  for (const [name, { values }] of tensors) {
    if (/\.fc[123]\.weight$/.test(name)) values.forEach((value, i) => { values[i] = 8 * value; });
  }
}

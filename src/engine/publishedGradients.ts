// Every parameter's gradient of its own optimizer's loss, under the published names and in
// PyTorch's layout, so that a run elsewhere can be compared number for number.

import * as tf from '@tensorflow/tfjs';
import { variablesByGroup } from '../model/tdgan';
import type { StepContext } from '../training/stepContext';
import { computeGradients } from '../training/step';
import { toPytorch } from '../weights/layout';
import { flattenedMapSide, publishedParameters } from '../weights/nameTable';

/** Nothing is updated; the batch stays the caller's. */
export async function publishedGradients(context: StepContext): Promise<Record<string, Float32Array>> {
  const { model } = context;
  const groups = variablesByGroup(model);
  const byVariable = new Map<tf.Variable, tf.Tensor>();
  try {
    computeGradients(context, (group, gradients) => {
      groups[group].forEach((variable, i) => byVariable.set(variable, gradients[i]!));
    }).values.dispose();
    const mapSide = flattenedMapSide(model);
    const found: Record<string, Float32Array> = {};
    await Promise.all(publishedParameters(model).map(async ({ key, variable, layout }) => {
      const values = await byVariable.get(variable)!.data<'float32'>();
      found[key] = toPytorch(values, { layout, shape: variable.shape, mapSide });
    }));
    return found;
  } finally {
    tf.dispose([...byVariable.values()]);
  }
}

// Adam as PyTorch has it, one optimizer per parameter group. tfjs's own keeps its rate and its
// state to itself; here both are data, so that a rate can change between two steps and a
// checkpoint can hold the moments.

import * as tf from '@tensorflow/tfjs';
import { parameterGroups, type ParameterGroup } from '../config';
import { adamUpdate, type AdamVariables } from '../kernels/adam';
import { variablesByGroup, type Tdgan } from '../model/tdgan';

export interface Adam extends AdamVariables {
  /** Updates done so far. */
  updates: number;
}

export type Optimizers = Record<ParameterGroup, Adam>;

export function createOptimizers(model: Tdgan): Optimizers {
  const groups = variablesByGroup(model);
  const zeros = (variables: tf.Variable[]) =>
    variables.map((variable) => tf.tidy(() => tf.variable(tf.zeros(variable.shape), false)));
  const adam = (variables: tf.Variable[]): Adam => ({
    variables, firstMoments: zeros(variables), secondMoments: zeros(variables), updates: 0,
  });
  return Object.fromEntries(parameterGroups.map((group) => [group, adam(groups[group])])) as Optimizers;
}

/**
 * One Adam update in place (Kingma and Ba, Algorithm 1).
 * @param gradients one per variable, of its shape; disposed here
 */
export function applyAdam(adam: Adam, gradients: tf.Tensor[], learningRate: number): void {
  adam.updates++;
  adamUpdate(adam, gradients, { learningRate, t: adam.updates });
  tf.dispose(gradients);
}

export function disposeOptimizers(optimizers: Optimizers): void {
  for (const adam of Object.values(optimizers)) tf.dispose([adam.firstMoments, adam.secondMoments]);
}

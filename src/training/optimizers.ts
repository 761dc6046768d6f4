// Adam as PyTorch has it, one optimizer per parameter group. tfjs's own keeps its rate and its
// state to itself; here both are data, so that a rate can change between two steps and a
// checkpoint can hold the moments.

import * as tf from '@tensorflow/tfjs';
import { parameterGroups, type ParameterGroup } from '../config';
import { variablesByGroup, type Tdgan } from '../model/tdgan';

export interface Adam {
  variables: tf.Variable[];
  /** Running means of the gradient and of its square, one per variable. */
  firstMoments: tf.Variable[];
  secondMoments: tf.Variable[];
  /** Updates done so far. */
  updates: number;
}

export type Optimizers = Record<ParameterGroup, Adam>;

const beta1 = 0.9;
const beta2 = 0.999;
/** PyTorch's default; tfjs's would be 1e-7. */
const epsilon = 1e-8;

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
  const rate = learningRate / (1 - beta1 ** adam.updates);
  const secondCorrection = 1 / Math.sqrt(1 - beta2 ** adam.updates);
  adam.variables.forEach((variable, i) => {
    tf.tidy(() => {
      const { value, first, second } = adamUpdate(
        variable, adam.firstMoments[i]!, adam.secondMoments[i]!, gradients[i]!, rate, secondCorrection,
      );
      adam.firstMoments[i]!.assign(first);
      adam.secondMoments[i]!.assign(second);
      variable.assign(value);
    });
    gradients[i]!.dispose();
  });
}

/** What a variable and its two moments become. */
export function adamUpdate(
  variable: tf.Tensor, firstMoment: tf.Tensor, secondMoment: tf.Tensor, gradient: tf.Tensor,
  rate: number, secondCorrection: number,
): { value: tf.Tensor; first: tf.Tensor; second: tf.Tensor } {
  const first = firstMoment.mul(beta1).add(gradient.mul(1 - beta1));
  const second = secondMoment.mul(beta2).add(gradient.square().mul(1 - beta2));
  const value = variable.sub(first.mul(rate).div(second.sqrt().mul(secondCorrection).add(epsilon)));
  return { value, first, second };
}

export function disposeOptimizers(optimizers: Optimizers): void {
  for (const adam of Object.values(optimizers)) tf.dispose([adam.firstMoments, adam.secondMoments]);
}

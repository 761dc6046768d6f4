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
      const [firstMoment, secondMoment] = [adam.firstMoments[i]!, adam.secondMoments[i]!];
      const { value, first, second } = adamUpdate(
        { value: variable, first: firstMoment, second: secondMoment }, gradients[i]!, { rate, secondCorrection },
      );
      firstMoment.assign(first);
      secondMoment.assign(second);
      variable.assign(value);
    });
    gradients[i]!.dispose();
  });
}

/** A variable and its two moments. */
interface AdamState {
  value: tf.Tensor;
  first: tf.Tensor;
  second: tf.Tensor;
}

/** What they become. The bias corrections are in the factors: rate / (1 - beta1^t), 1 / sqrt(1 - beta2^t). */
export function adamUpdate(
  before: AdamState, gradient: tf.Tensor, { rate, secondCorrection }: { rate: number; secondCorrection: number },
): AdamState {
  const first = before.first.mul(beta1).add(gradient.mul(1 - beta1));
  const second = before.second.mul(beta2).add(gradient.square().mul(1 - beta2));
  const value = before.value.sub(first.mul(rate).div(second.sqrt().mul(secondCorrection).add(epsilon)));
  return { value, first, second };
}

export function disposeOptimizers(optimizers: Optimizers): void {
  for (const adam of Object.values(optimizers)) tf.dispose([adam.firstMoments, adam.secondMoments]);
}

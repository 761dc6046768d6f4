// Collects the parameters' gradients of one group while backward passes run. A network that ran
// several times in a step has several parts to each gradient; they are added as they come, so that
// no more than one sum per parameter is held.

import * as tf from '@tensorflow/tfjs';

export class GradientSums {
  private readonly sums = new Map<tf.Tensor, tf.Tensor>();

  /** Adds a part, which belongs to the sums from here on. */
  add(variable: tf.Tensor, part: tf.Tensor): void {
    const earlier = this.sums.get(variable);
    this.sums.set(variable, earlier ? earlier.add(part) : part);
    if (earlier) tf.dispose([earlier, part]);
  }

  /** For gradients that are added to while they are computed: `compute` owns the earlier sum, if any, and returns the next. */
  addInto(variable: tf.Tensor4D, compute: (earlier?: tf.Tensor4D) => tf.Tensor4D): void {
    this.sums.set(variable, compute(this.sums.get(variable) as tf.Tensor4D | undefined));
  }

  /**
   * The gradients of `variables`, in their order; they are the caller's and outlive a tidy.
   * @throws Error where one of them got no gradient, or another variable did
   */
  take(variables: tf.Variable[]): tf.Tensor[] {
    const gradients = variables.map((variable) => {
      const sum = this.sums.get(variable);
      if (!sum) throw new Error(`No gradient for the variable ${variable.name} of [${variable.shape.join()}].`);
      this.sums.delete(variable);
      return tf.keep(sum);
    });
    if (this.sums.size > 0) throw new Error(`${this.sums.size} gradients of variables that are not in the group.`);
    return gradients;
  }
}

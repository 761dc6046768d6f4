// The transfer scores as the page computes them. Surprise: it is an activity like the benchmark,
// because weights that changed meanwhile would be scored as one model.

import { messageOf } from './errors';
import { attempt, type Joint } from './joint';
import type { EvaluationChoice } from './state';

export function createEvaluationActions({ engine, store }: Pick<Joint, 'engine' | 'store'>) {
  return {
    async evaluateTransfer(choice: EvaluationChoice): Promise<void> {
      const { noiseSeed } = store.getState();
      store.setState({ activity: 'evaluating', evaluation: { result: null, error: null } });
      try {
        const result = await engine.evaluateTransfer({ ...choice, noiseSeed });
        store.setState({ evaluation: { result: { ...result, noiseSeed }, error: null } });
      } catch (error) {
        store.setState({ evaluation: { result: null, error: messageOf(error) } });
      }
      store.setState({ activity: null, progress: null });
    },
    cancelEvaluation: () => attempt(store, () => engine.cancelEvaluation()),
  };
}

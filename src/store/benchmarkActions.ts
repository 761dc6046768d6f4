// The benchmark as the page runs it. Surprise: it is an activity like loading weights, because a
// model that trained or drew meanwhile would be measured, too.

import { presets } from '../config';
import { messageOf } from './errors';
import { attempt, type Joint } from './joint';
import type { BenchmarkChoice } from './state';

/** Timed repetitions of each contender. */
const repetitions = 3;

export function createBenchmarkActions({ engine, store }: Joint) {
  return {
    async benchmark(choice: BenchmarkChoice): Promise<void> {
      store.setState({ activity: 'benchmarking', benchmark: { result: null, error: null } });
      try {
        const { preset, batch, stock } = choice;
        const result = await engine.benchmark({ config: presets[preset].config, batch, steps: repetitions, microbench: true, stock });
        store.setState({ benchmark: { result: { ...result, choice }, error: null } });
      } catch (error) {
        store.setState({ benchmark: { result: null, error: messageOf(error) } });
      }
      store.setState({ activity: null, progress: null });
    },
    cancelBenchmark: () => attempt(store, () => engine.cancelBenchmark()),
  };
}

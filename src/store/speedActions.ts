// Keeps the measured speed: from the training's own steps as they are reported, or from a short
// benchmark that a person asks for. Surprises: the first report with a new model or batch size does
// not count, because buffers are made meanwhile and steps before the change may be in it; and a GPU
// is timed at a larger batch than a processor, which needs long for a step and is as busy with one.

import { presets } from '../config';
import type { EngineEvent } from '../engine/engine';
import { messageOf } from './errors';
import type { Joint } from './joint';
import { presetOf } from './selectors';
import { flopsPerSecond, onProcessor, timedRepetitions, timedStep, type SpeedState, type TimedStep } from './speed';

/** The newest steps that count. */
const mostSteps = 50;
/** Timed repetitions of each kind of step. */
const repetitions = 2;
const measuredPreset = 'compact';

export function createSpeedActions({ engine, store }: Joint) {
  const set = (speed: SpeedState) => store.setState(({ trainingBar }) => ({ trainingBar: { ...trainingBar, speed } }));
  let steps: TimedStep[] = [];
  /** Size of the batches that `steps` had; null before the first report that counts. */
  let batchSize: number | null = null;

  function keepSteps({ records }: Extract<EngineEvent, { kind: 'steps' }>): void {
    const { config, training } = store.getState();
    if (!config || !training) return;
    const first = batchSize !== training.batchSize;
    batchSize = training.batchSize;
    if (first) {
      steps = [];
      return;
    }
    const timed = records.flatMap((record) => timedStep(record, config, training.batchSize) ?? []);
    if (timed.length === 0) return;
    steps = [...steps, ...timed].slice(-mostSteps);
    set({
      measured: { flopsPerSecond: flopsPerSecond(steps), steps: steps.length, preset: presetOf(config) ?? 'own', batchSize },
      error: null,
    });
  }

  engine.subscribe((event) => {
    if (event.kind === 'model') batchSize = null;
    if (event.kind === 'steps') keepSteps(event);
  });

  return {
    /** Ended early by cancelBenchmark. */
    async measureSpeed(): Promise<void> {
      const { device, trainingBar: { speed } } = store.getState();
      const { config, training } = presets[measuredPreset];
      const batch = device && onProcessor(device) ? 1 : training.batchSize;
      store.setState({ activity: 'benchmarking' });
      try {
        const timed = timedRepetitions((await engine.benchmark({ config, batch, steps: repetitions })).rows);
        set({
          measured: { flopsPerSecond: flopsPerSecond(timed), steps: timed.length, preset: measuredPreset, batchSize: batch },
          error: null,
        });
      } catch (error) {
        set({ ...speed, error: messageOf(error) });
      }
      store.setState({ activity: null, progress: null });
    },
  };
}

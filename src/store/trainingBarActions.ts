// The training bar's choices as actions, and its numbers kept. Surprises: memory is asked for after
// reports of steps, once a second at most, since the engine does not tell it by itself; and the pace is
// worked out when steps are reported, because the batch size may be another by the time it is read.

import type { ParameterGroup } from '../config';
import type { EngineEvent } from '../engine/engine';
import type { Joint } from './joint';
import { createSpeedActions } from './speedActions';
import { imagesPerSecond, type TrainingBarState } from './trainingBar';

const memoryIntervalMs = 1000;

export function createTrainingBarActions(joint: Joint) {
  const { engine, store } = joint;
  const set = (change: Partial<TrainingBarState>) =>
    store.setState(({ trainingBar }) => ({ trainingBar: { ...trainingBar, ...change } }));
  let askedAt = -Infinity;

  async function measureMemory(): Promise<void> {
    askedAt = performance.now();
    // Without an answer (a lost device, which the page tells already) nothing is shown.
    set({ memory: await engine.memory().catch(() => null) });
  }

  function keepPace({ records }: Extract<EngineEvent, { kind: 'steps' }>): void {
    const latest = records.at(-1);
    const { training } = store.getState();
    if (latest && training) set({ pace: imagesPerSecond(latest, training.batchSize) });
  }

  engine.subscribe((event) => {
    if (event.kind === 'steps') keepPace(event);
    const due = event.kind === 'model' || (event.kind === 'training' && event.status.state === 'idle')
      || (event.kind === 'steps' && performance.now() - askedAt >= memoryIntervalMs);
    if (due) void measureMemory();
  });

  return {
    ...createSpeedActions(joint),
    learnOnly: (only: ParameterGroup | null): void => set({ only }),
    setGoal: (goal: number | null): void => set({ goal }),
  };
}

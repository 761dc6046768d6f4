// The training bar's choices as actions. Surprise: memory is asked for after reports of steps, once a
// second at most, since the engine does not tell it by itself.

import type { ParameterGroup } from '../config';
import type { Joint } from './joint';
import { createSpeedActions } from './speedActions';
import type { TrainingBarState } from './trainingBar';

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

  engine.subscribe((event) => {
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

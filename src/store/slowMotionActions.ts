// Takes one step and shows its phases one after another. Surprise: the step itself is computed at
// once, as always; what takes a second each is the showing, and ending it early undoes nothing.

import { attempt, type Joint } from './joint';
import { phaseMs, phasesOf, type SlowMotion } from './slowMotion';

export function createSlowMotionActions({ engine, store }: Joint) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const set = (slowMotion: SlowMotion | null) =>
    store.setState(({ trainingBar }) => ({ trainingBar: { ...trainingBar, slowMotion } }));

  function endSlowMotion(): void {
    clearTimeout(timer);
    if (store.getState().trainingBar.slowMotion) set(null);
  }
  function show(at: number, motion: Omit<SlowMotion, 'phase'>): void {
    const phase = motion.phases[at];
    if (!phase) {
      endSlowMotion();
      return;
    }
    set({ ...motion, phase });
    timer = setTimeout(() => show(at + 1, motion), phaseMs);
  }

  engine.subscribe((event) => {
    if (event.kind === 'model' || event.kind === 'trainingFailed') endSlowMotion();
  });

  return {
    /** One step of all networks, phase by phase. */
    stepSlowly: () => attempt(store, async () => {
      const { training, status } = store.getState();
      if (!training) throw new Error('There is no model yet.');
      await engine.train({ steps: 1 });
      endSlowMotion();
      show(0, { step: status.step, phases: phasesOf(status.step, training) });
    }),
    endSlowMotion,
  };
}

// What a first visit shows: the demo set, and two of its test people in the slots. Surprise: what a
// person gave meanwhile is never replaced; only asking for another pair does that.

import { messageOf } from './errors';
import { report, type Joint } from './joint';
import { drawnSide, sceneName } from './scenes';
import type { StudioTargets } from './studioActions';

interface DemoParts extends Pick<StudioTargets, 'giveSlot'> {
  loadDemoSet: () => Promise<void>;
  isUntouched: (slot: 'face' | 'expression') => boolean;
}

export function createDemoActions({ engine, studio, store }: Pick<Joint, 'engine' | 'studio' | 'store'>, { giveSlot, loadDemoSet, isUntouched }: DemoParts) {
  let next = 0;

  async function showPair(slots: readonly ('face' | 'expression')[]): Promise<void> {
    try {
      const examples = await engine.demoExamples();
      const example = examples[next++ % examples.length]!;
      await Promise.all(slots.map((slot) => {
        const scene = example[slot];
        return giveSlot(slot, { source: studio.draw(scene, drawnSide), name: sceneName(scene), scene });
      }));
    } catch (error) {
      report(store, `The example people could not be shown. ${messageOf(error)}`);
    }
  }

  return {
    /** Into both slots. */
    showNextPair: () => showPair(['face', 'expression']),
    /** Both training sets; and a pair into the slots that nothing was given to. */
    async showDemo(): Promise<void> {
      const slots = (['face', 'expression'] as const).filter(isUntouched);
      await Promise.all([loadDemoSet(), ...(slots.length > 0 ? [showPair(slots)] : [])]);
    },
  };
}

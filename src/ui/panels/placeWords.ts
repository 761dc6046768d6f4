// Places on the charts' x axis in words.

import type { TimeAxis } from '../../store/runData';
import { formatClock } from '../charts/ticks';

export const axisWords: Record<TimeAxis, { name: string; field: string; unit: string }> = {
  step: { name: 'step', field: 'step', unit: 'steps' },
  epoch: { name: 'epoch', field: 'epoch', unit: 'epochs' },
  time: { name: 'training time', field: 'second', unit: 'seconds' },
};

/** "step 12", "epoch 0.50", "1:30". */
export function formatPlace(axis: TimeAxis, x: number): string {
  if (axis === 'time') return formatClock(x);
  return axis === 'epoch' ? `epoch ${x.toFixed(2)}` : `step ${Math.floor(x)}`;
}

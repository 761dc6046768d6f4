// Places on the charts' x axis in words.

import type { TimeAxis } from '../../store/runData';
import { formatClock } from '../charts/ticks';

export const axisWords: Record<TimeAxis, { name: string; field: string }> = {
  step: { name: 'step', field: 'step' },
  epoch: { name: 'epoch', field: 'epoch' },
  time: { name: 'time, s', field: 'second' },
};

/** "step 12", "epoch 0.50", "1:30". */
export function formatPlace(axis: TimeAxis, x: number): string {
  if (axis === 'time') return formatClock(x);
  return axis === 'epoch' ? `epoch ${x.toFixed(2)}` : `step ${Math.floor(x)}`;
}

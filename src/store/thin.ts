// Long curves thinned for the screen: the extremes of each pixel, so that no spike is lost, whatever
// the length. Surprise: one value beyond each end of the range is kept, for the line to reach the edge.

import { axisColumn, countUpTo, type Range, type RunData, type TermColumn, type TimeAxis } from './runData';

export interface Line {
  x: number[];
  y: number[];
}

/** A curve as it is stored: value `i` stands at `xs[rows[i]]`, which never falls. */
export interface Curve extends TermColumn {
  xs: number[];
}

export function curveOf(data: RunData, column: TermColumn, axis: TimeAxis): Curve {
  return { ...column, xs: axisColumn(data, axis) };
}

/** At most `2 * pixels + 2` points: of each pixel's values the least and the greatest, in their order. Values that are no finite numbers are left out. */
export function thinByExtremes(curve: Curve, { low, high }: Range, pixels: number): Line {
  const { rows, values, xs } = curve;
  const place = (index: number) => xs[rows[index]!]!;
  const before = (x: number) => countUpTo(values.length, (index) => place(index) < x);
  const first = Math.max(0, before(low) - 1);
  const end = Math.min(values.length, countUpTo(values.length, (index) => place(index) <= high) + 1);
  const line: Line = { x: [], y: [] };
  const keep = (index: number) => {
    if (!Number.isFinite(values[index]!)) return;
    line.x.push(place(index));
    line.y.push(values[index]!);
  };
  if (end - first <= 2 * pixels + 2) {
    for (let index = first; index < end; index += 1) keep(index);
    return line;
  }
  keep(first);
  let start = first + 1;
  for (let pixel = 1; pixel <= pixels; pixel += 1) {
    const stop = pixel === pixels ? end - 1 : Math.min(before(low + ((high - low) * pixel) / pixels), end - 1);
    extremes(values, start, stop).forEach(keep);
    start = Math.max(start, stop);
  }
  keep(end - 1);
  return line;
}

/** Places of the least and the greatest finite value in [start, stop), in rising order; one where they are one, none where there is none. */
function extremes(values: readonly number[], start: number, stop: number): number[] {
  let least = -1;
  let greatest = -1;
  for (let index = start; index < stop; index += 1) {
    const value = values[index]!;
    if (!Number.isFinite(value)) continue;
    if (least < 0 || value < values[least]!) least = index;
    if (greatest < 0 || value > values[greatest]!) greatest = index;
  }
  if (least < 0) return [];
  if (least === greatest) return [least];
  return least < greatest ? [least, greatest] : [greatest, least];
}

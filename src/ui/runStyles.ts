// How lines of several runs are told apart. The run in front has its network's color and a solid
// line; each run behind it a color and a dash of its own, by its number, wherever it is drawn.

export interface LineStyle {
  /** The custom property that holds the color. */
  property: string;
  dash?: number[];
  /** The raw line behind a smoothed one. */
  faint?: boolean;
}

const colorCount = 6;
const dashes = [[6, 3], [2, 3], [10, 3, 2, 3], [12, 4], [4, 2, 1, 2, 1, 2]];

/** Of a run behind the one in front; `id` counts from 1. Thirty runs look different. */
export function keptStyle(id: number): LineStyle {
  return { property: `--run-${1 + ((id - 1) % colorCount)}`, dash: dashes[(id - 1) % dashes.length] };
}

// How the curves are looked at, and what follows from it: which runs are drawn, over which range,
// as which lines.

import type { LossTerm } from '../../metrics';
import type { Run } from '../../store/history';
import { axisColumn, type Range, type TimeAxis } from '../../store/runData';
import { smoothedColumn } from '../../store/smooth';
import { curveOf, thinByExtremes } from '../../store/thin';
import type { ChartLine } from '../charts/LossChart';
import { keptStyle, type LineStyle } from '../runStyles';
import type { NetworkName } from '../networks';

export interface CurvesView {
  axis: TimeAxis;
  log: boolean;
  /** Share of the past in the smoothed line, 0 <= smoothing < 1. */
  smoothing: number;
  /** What is zoomed into, on the present axis; null: everything. */
  zoom: Range | null;
}

export const initialView: CurvesView = { axis: 'step', log: false, smoothing: 0, zoom: null };

/** Never more than twice as many points as this in a line; wider than any chart of the page. */
const chartPixels = 800;

/** The run whose numbers stand beside the charts: the newest of those that are drawn. */
export const frontRun = (runs: readonly Run[]): Run | null => runs.findLast(({ shown }) => shown) ?? null;

/** From the first to the last place of all runs that are drawn. */
export function wholeRange(runs: readonly Run[], axis: TimeAxis): Range {
  const columns = runs.filter(({ shown }) => shown).map(({ data }) => axisColumn(data, axis));
  if (columns.length === 0) return { low: 0, high: 1 };
  return { low: Math.min(...columns.map((column) => column[0]!)), high: Math.max(...columns.map((column) => column.at(-1)!)) };
}

/** One term of all runs that are drawn, the front run last and so on top; each with its raw line behind where it is smoothed. */
export function termLines(runs: readonly Run[], curve: { term: LossTerm; network: NetworkName }, { view, range }: { view: CurvesView; range: Range }): ChartLine[] {
  const front = frontRun(runs);
  return runs.filter(({ shown }) => shown).flatMap((run) => {
    const style: LineStyle = run === front ? { property: `--network-${curve.network}` } : keptStyle(run.id);
    const column = run.data.terms[curve.term];
    const line = (drawn: typeof column, look: LineStyle): ChartLine =>
      ({ ...thinByExtremes(curveOf(run.data, drawn, view.axis), range, chartPixels), style: look });
    if (view.smoothing === 0) return [line(column, style)];
    return [line(column, { ...style, faint: true }), line(smoothedColumn(column, view.smoothing), style)];
  });
}

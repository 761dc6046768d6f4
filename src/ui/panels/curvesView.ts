// How the curves are looked at, and what follows from it: which runs are drawn, over which range,
// as which lines.

import type { Quantity } from '../../metrics';
import type { History, Run } from '../../store/history';
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
  /** Number of the run that a person put in front; null: the present one, or the newest before any has begun in this visit. */
  front: number | null;
}

export const initialView: CurvesView = { axis: 'step', log: false, smoothing: 0, zoom: null, front: null };

/** Never more than twice as many points as this in a line; wider than any chart of the page. */
const chartPixels = 800;
/** Of all lines of a chart together, since each of fifty runs need not be as fine as one alone. */
const allPixels = 4800;

/** The run whose numbers stand beside the charts; null where it is hidden or there is none. */
export function frontRun(history: Pick<History, 'runs' | 'present'>, { front }: CurvesView): Run | null {
  const runs = history.runs();
  const untouched = runs.every(({ earlier }) => earlier) ? runs.findLast(({ shown }) => shown) : null;
  const chosen = runs.find(({ id }) => id === front) ?? history.present() ?? untouched;
  return chosen?.shown ? chosen : null;
}

/** From the first to the last place of all runs that are drawn. */
export function wholeRange(runs: readonly Run[], axis: TimeAxis): Range {
  const columns = runs.filter(({ shown }) => shown).map(({ data }) => axisColumn(data, axis));
  if (columns.length === 0) return { low: 0, high: 1 };
  return { low: Math.min(...columns.map((column) => column[0]!)), high: Math.max(...columns.map((column) => column.at(-1)!)) };
}

/** What all charts draw. */
export interface Drawn {
  runs: readonly Run[];
  front: Run | null;
  view: CurvesView;
  range: Range;
}

/** One term of all runs that are drawn, the front run on top; each with its raw line behind where it is smoothed. */
export function termLines({ runs, front, view, range }: Drawn, { term, network }: { term: Quantity; network: NetworkName }): ChartLine[] {
  const behind = runs.filter((run) => run.shown && run !== front);
  const linePixels = Math.min(chartPixels, Math.ceil(allPixels / (behind.length + 1)));
  return [...behind, ...(front ? [front] : [])].flatMap((run) => {
    const style: LineStyle = run === front ? { property: `--network-${network}` } : keptStyle(run.id);
    const column = run.data.terms[term];
    const line = (drawn: typeof column, look: LineStyle): ChartLine =>
      ({ ...thinByExtremes(curveOf(run.data, drawn, view.axis), range, linePixels), style: look });
    if (view.smoothing === 0) return [line(column, style)];
    return [line(column, { ...style, faint: true }), line(smoothedColumn(column, view.smoothing), style)];
  });
}

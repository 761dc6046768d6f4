// What every chart of the page shares: axes, crosshair, zoom by drag, reset by double click.
// Surprise: a canvas cannot read custom properties, so colors are taken from the page's style when
// a chart is made, and it is made anew when the color scheme changes.

import uPlot from 'uplot';
import type { Range, TimeAxis } from '../../store/runData';
import type { Crosshair } from './crosshair';
import { formatClock, formatTicks } from './ticks';

export const chartHeight = 120;

export interface PlotControls {
  axis: TimeAxis;
  crosshair: Crosshair;
  /** Null: the whole run. */
  onZoom(range: Range | null): void;
}

export type Colors = (property: string) => string;

export function colorsOf(element: HTMLElement): Colors {
  const style = getComputedStyle(element);
  return (property) => style.getPropertyValue(property).trim();
}

type Parts = Pick<uPlot.Options, 'series' | 'bands'> & { width: number; colors: Colors; log?: boolean };

export function plotOptions({ width, colors, log = false, ...parts }: Parts, { axis, crosshair, onZoom }: PlotControls): uPlot.Options {
  const shared = axisLook(colors);
  return {
    width,
    height: chartHeight,
    legend: { show: false },
    padding: [6, 10, 0, 0],
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: false },
      points: { show: false },
      bind: { dblclick: () => () => { onZoom(null); return null; } },
    },
    hooks: {
      setCursor: [(plot) => tellCrosshair(plot, crosshair)],
      setSelect: [(plot) => {
        const { left, width: selected } = plot.select;
        if (selected > 0) onZoom({ low: plot.posToVal(left, 'x'), high: plot.posToVal(left + selected, 'x') });
        plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
      }],
    },
    scales: { x: { time: false, auto: false }, y: log ? { distr: 3, range: logRange } : { range: linearRange } },
    axes: [
      { ...shared, size: 20, space: 48, ...(axis === 'time' && { incrs: clockSteps }), values: (_, ticks) => axisTicks(axis, ticks) },
      { ...shared, size: 46, space: log ? 16 : 24, values: (_, ticks) => tickLabels(ticks) },
    ],
    ...parts,
  };
}

/** Only a pointer's move counts: uPlot also calls this whenever it has drawn. */
function tellCrosshair({ cursor, posToVal }: uPlot, crosshair: Crosshair): void {
  if (!cursor.event) return;
  delete cursor.event;
  crosshair.set((cursor.left ?? -1) < 0 ? null : posToVal(cursor.left!, 'x'));
}

/** Points the chart's crosshair at where the shared one is. */
export function followCrosshair(plot: uPlot, crosshair: Crosshair): void {
  const x = crosshair.get();
  const inside = x !== null && x >= plot.scales.x!.min! && x <= plot.scales.x!.max!;
  plot.setCursor({ left: inside ? plot.valToPos(x, 'x') : -10, top: inside ? 0 : -10 }, false);
}

/** Shows `range`; a range of one place gets some width. */
export function showRange(plot: uPlot, { low, high }: Range): void {
  plot.setScale('x', { min: low, max: high > low ? high : low + 1 });
}

function axisLook(colors: Colors): uPlot.Axis {
  return {
    stroke: colors('--text-quiet'),
    font: '12px system-ui, sans-serif',
    grid: { stroke: colors('--line'), width: 1 },
    ticks: { show: false },
    gap: 4,
  };
}

const clockSteps = [0.001, 0.01, 0.1, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 43_200, 86_400];

function linearRange(_: uPlot, low: number | null, high: number | null): uPlot.Range.MinMax {
  return low === null || high === null ? [0, 1] : uPlot.rangeNum(low, high, 0.1, true);
}

function logRange(_: uPlot, low: number | null, high: number | null): uPlot.Range.MinMax {
  return low === null || high === null ? [0.1, 1] : uPlot.rangeLog(low, high, 10, false);
}

/** Steps are whole numbers; a mark between two of them has no name. */
function axisTicks(axis: TimeAxis, ticks: number[]): string[] {
  if (axis === 'time') return ticks.map(formatClock);
  const labels = formatTicks(ticks);
  return axis === 'epoch' ? labels : labels.map((label, index) => (Number.isInteger(ticks[index]) ? label : ''));
}

/** On a log axis most marks have no name, and uPlot gives null for them. */
function tickLabels(ticks: (number | null)[]): string[] {
  const labels = formatTicks(ticks.filter((tick) => tick !== null));
  let next = 0;
  return ticks.map((tick) => (tick === null ? '' : labels[next++]!));
}

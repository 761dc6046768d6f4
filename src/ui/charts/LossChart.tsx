// Lines of one loss term, of one run or of several over each other: lines in, pixels out.
// Surprise: each line has places of its own on the x axis, so they are joined before uPlot draws
// them; a place that a line lacks is no gap in it.

import { useMemo } from 'react';
import uPlot from 'uplot';
import type { Range } from '../../store/runData';
import type { Line } from '../../store/thin';
import type { LineStyle } from '../runStyles';
import { colorsOf, plotOptions, type Colors, type PlotControls } from './plotOptions';
import { usePlot } from './usePlot';

export interface ChartLine extends Line {
  style: LineStyle;
}

interface LossChartProps {
  lines: ChartLine[];
  range: Range;
  log: boolean;
  controls: PlotControls;
}

export function LossChart({ lines, range, log, controls }: LossChartProps) {
  // Lines come anew twice a second; the chart is made anew only where their looks change.
  const looks = JSON.stringify(lines.map(({ style }) => style));
  const options = useMemo(() => (element: HTMLElement) => {
    const colors = colorsOf(element);
    const series = (JSON.parse(looks) as LineStyle[]).map((style) => seriesOf(style, colors));
    return plotOptions({ width: element.clientWidth, colors, log, series: [{}, ...series] }, controls);
  }, [looks, log, controls]);
  const data = useMemo(() => joined(lines, log), [lines, log]);
  const host = usePlot({ options, data, range, crosshair: controls.crosshair });
  return (
    <div ref={host} className="chart" aria-hidden="true">
      {lines.every(({ x }) => x.length === 0) && <p className="chart-empty">no steps yet</p>}
    </div>
  );
}

function joined(lines: ChartLine[], log: boolean): uPlot.AlignedData {
  if (lines.length === 0) return [[]];
  // A log axis has no place for zero.
  const tables = lines.map(({ x, y }): uPlot.AlignedData => [x, log ? y.map((value) => (value > 0 ? value : null)) : y]);
  return uPlot.join(tables);
}

function seriesOf({ property, dash, faint }: LineStyle, colors: Colors): uPlot.Series {
  const color = colors(property);
  return {
    stroke: color,
    width: faint ? 1 : 1.75,
    alpha: faint ? 0.3 : 1,
    dash,
    points: { show: (...view) => !faint && view[3] - view[2] < 24, size: 5, fill: colors('--panel') },
  };
}

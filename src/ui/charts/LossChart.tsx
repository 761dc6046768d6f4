// One loss term over the steps: a series in, pixels out. Surprise: a canvas cannot read custom
// properties, so colors are taken from the page's style when the chart is made, and it is made
// anew when the color scheme changes.

import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import type { Series } from '../../store/history';
import type { NetworkName } from '../networks';
import { formatTicks } from './ticks';
import { useColorScheme } from './useColorScheme';

const height = 120;

export function LossChart({ series, network }: { series: Series; network: NetworkName }) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const scheme = useColorScheme();

  useEffect(() => {
    const element = host.current!;
    const made = new uPlot(chartOptions(element, network), [[], []], element);
    plot.current = made;
    const resized = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [network, scheme]);

  useEffect(() => plot.current?.setData([series.steps, series.values]), [series, scheme]);

  return (
    <div ref={host} className="chart" aria-hidden="true">
      {series.steps.length === 0 && <p className="chart-empty">no steps yet</p>}
    </div>
  );
}

/** Steps are whole numbers; a mark between two of them has no name. */
function wholeTicks(ticks: number[]): string[] {
  const labels = formatTicks(ticks);
  return labels.map((label, index) => (Number.isInteger(ticks[index]) ? label : ''));
}

function chartOptions(element: HTMLElement, network: NetworkName): uPlot.Options {
  const style = getComputedStyle(element);
  const color = (name: string) => style.getPropertyValue(name).trim();
  const axis: uPlot.Axis = {
    stroke: color('--text-quiet'),
    font: '11px system-ui, sans-serif',
    labelFont: '11px system-ui, sans-serif',
    labelSize: 14,
    grid: { stroke: color('--line'), width: 1 },
    ticks: { show: false },
    gap: 4,
  };
  return {
    width: element.clientWidth,
    height,
    legend: { show: false },
    cursor: { show: false },
    padding: [6, 10, 0, 0],
    scales: { x: { time: false, range: (_, low, high) => [low ?? 0, Math.max(high ?? 1, (low ?? 0) + 1)] }, y: { range: (_, low, high) => (low === null ? [0, 1] : uPlot.rangeNum(low, high, 0.1, true)) } },
    axes: [
      { ...axis, label: 'step', size: 20, space: 48, values: (_, ticks) => wholeTicks(ticks) },
      { ...axis, label: 'loss', size: 46, space: 24, values: (_, ticks) => formatTicks(ticks) },
    ],
    series: [{}, { stroke: color(`--network-${network}`), width: 1.75, points: { show: (...view) => view[3] - view[2] < 24, size: 5, fill: color('--panel') } }],
  };
}

// The generator's weighted terms stacked on each other: a ledger in, pixels out. Surprise: uPlot
// fills from a line down to zero, so the whole stack is drawn first and each lower sum over it.

import { useMemo } from 'react';
import type { GeneratorTerm } from '../../metrics';
import type { Ledger } from '../../store/ledger';
import type { Range } from '../../store/runData';
import { colorsOf, plotOptions, type PlotControls } from './plotOptions';
import { usePlot } from './usePlot';

interface LedgerChartProps {
  ledger: Ledger;
  /** From the bottom up, each with the custom property of its color. */
  order: readonly { term: GeneratorTerm; property: string }[];
  range: Range;
  controls: PlotControls;
}

export function LedgerChart({ ledger, order, range, controls }: LedgerChartProps) {
  const options = useMemo(() => (element: HTMLElement) => {
    const colors = colorsOf(element);
    const series = order.map(({ property }) => ({
      stroke: colors('--panel'), width: 1, fill: colors(property), points: { show: false },
    }));
    return plotOptions({ width: element.clientWidth, colors, series: [{}, ...series.reverse()] }, controls);
  }, [order, controls]);
  const data = useMemo(() => stacked(ledger, order.map(({ term }) => term)), [ledger, order]);
  const host = usePlot({ options, data, range, crosshair: controls.crosshair });
  return (
    <div ref={host} className="chart" aria-hidden="true">
      {ledger.x.length === 0 && <p className="chart-empty">no run in front</p>}
    </div>
  );
}

/** Sums from the bottom up, the highest first. */
function stacked({ x, parts }: Ledger, terms: GeneratorTerm[]): [number[], ...number[][]] {
  let below = x.map(() => 0);
  const sums = terms.map((term) => (below = below.map((sum, index) => sum + parts[term][index]!)));
  return [x, ...sums.reverse()];
}

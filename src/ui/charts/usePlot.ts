// One uPlot on a page's element, for as long as what it is made of stays the same; its data, range
// and crosshair follow. Surprise: the range is set after the data, since uPlot fits y to what of
// the data lies in the range.

import { useEffect, useRef, type RefObject } from 'react';
import uPlot from 'uplot';
import type { Range } from '../../store/runData';
import type { Crosshair } from './crosshair';
import { chartHeight, followCrosshair, showRange } from './plotOptions';
import { useColorScheme } from '../theme';

interface PlotInput {
  /** Makes the options; another function makes another chart. */
  options: (element: HTMLElement) => uPlot.Options;
  data: uPlot.AlignedData;
  range: Range;
  crosshair: Crosshair;
}

export function usePlot({ options, data, range, crosshair }: PlotInput): RefObject<HTMLDivElement | null> {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const scheme = useColorScheme();

  useEffect(() => {
    const element = host.current!;
    const wanted = options(element);
    const made = new uPlot(wanted, wanted.series.map(() => []) as unknown as uPlot.AlignedData, element);
    plot.current = made;
    const resized = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: chartHeight }));
    resized.observe(element);
    const leave = crosshair.subscribe(() => followCrosshair(made, crosshair));
    return () => {
      leave();
      resized.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [options, scheme, crosshair]);

  useEffect(() => {
    if (!plot.current) return;
    plot.current.setData(data, false);
    showRange(plot.current, range);
    followCrosshair(plot.current, crosshair);
  }, [options, scheme, data, range, crosshair]);

  return host;
}

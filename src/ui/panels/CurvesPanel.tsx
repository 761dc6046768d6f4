// Live curves of every loss term, grouped by the paper's equations, and of what is measured besides,
// of this run and of those before it. Surprise: it reads the history by its own subscription, at most twice a second, so that
// training never re-renders the page.

import { useMemo, useState } from 'react';
import { datasetLabel } from '../../store/selectors';
import { createCrosshair } from '../charts/crosshair';
import type { PlotControls } from '../charts/plotOptions';
import { useApp, usePage } from '../page';
import { Symbols } from '../parts/NetworkBadge';
import { Panel } from '../parts/Panel';
import { useHistoryVersion } from '../useHistoryVersion';
import { CurveFigure } from './CurveFigure';
import { curveGroups } from './curveGroups';
import { CurvesToolbar } from './CurvesToolbar';
import { frontRun, initialView, wholeRange, type CurvesView, type Drawn } from './curvesView';
import { LedgerFigure } from './LedgerFigure';
import { RunList } from './RunList';

export function CurvesPanel() {
  const { history } = usePage();
  useHistoryVersion();
  const source = useApp(datasetLabel);
  const config = useApp((state) => state.config);
  const [crosshair] = useState(createCrosshair);
  const [view, setView] = useState<CurvesView>(initialView);
  const controls = useMemo((): PlotControls => ({
    axis: view.axis, crosshair, onZoom: (zoom) => setView((before) => ({ ...before, zoom })),
  }), [view.axis, crosshair]);
  const runs = history.runs();
  const whole = wholeRange(runs, view.axis);
  const drawn: Drawn = { runs, front: frontRun(history, view), view, range: view.zoom ?? whole };

  function changeView(change: Partial<CurvesView>): void {
    if (change.axis) crosshair.set(null);
    setView({ ...view, ...change });
  }
  return (
    <Panel
      title="Curves" source={source} className="curves"
      lead="Each loss of the paper’s training, step by step, as its equations define it and without weights; the total is weighted. Accuracies, gradient norms and the effect of the expression are measured on some of the steps. Drag over a chart to zoom, double-click to see the whole run."
    >
      <CurvesToolbar view={view} whole={whole} crosshair={crosshair} onView={changeView} />
      <div className="curve-groups">
        {curveGroups.map(({ title, curves, note }) => (
          <section key={title} className="curve-group" aria-label={title}>
            <h3><Symbols text={title} /></h3>
            <div className="curve-row">
              {curves.map((curve) => <CurveFigure key={curve.term} curve={curve} drawn={drawn} controls={controls} />)}
            </div>
            {note && config && <p className="quiet curve-note"><Symbols text={note(config)} /></p>}
          </section>
        ))}
        <LedgerFigure front={drawn.front} range={drawn.range} controls={controls} />
        <RunList runs={runs} front={drawn.front} onFront={(front) => changeView({ front })} />
      </div>
    </Panel>
  );
}

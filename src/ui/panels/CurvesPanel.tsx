// Live curves of every loss term, grouped by the paper's equations. Surprise: it reads the history
// by its own subscription, at most twice a second, so that training never re-renders the page.

import { useEffect, useState } from 'react';
import type { History } from '../../store/history';
import { datasetLabel } from '../../store/selectors';
import { LossChart } from '../charts/LossChart';
import { formatLoss } from '../format';
import { networkColor } from '../networks';
import { useApp, usePage } from '../page';
import { Symbols } from '../parts/NetworkBadge';
import { Panel } from '../parts/Panel';
import { curveGroups, type Curve } from './curveGroups';

const refreshMs = 500;
const chartPoints = 500;

export function CurvesPanel() {
  const { history } = usePage();
  const version = useHistoryVersion(history);
  const source = useApp(datasetLabel);
  return (
    <Panel title="Curves" lead="Each loss term by training step, unweighted; the total is weighted." source={source} className="curves">
      {curveGroups.map(({ title, curves }) => (
        <section key={title} className="curve-group" aria-label={title}>
          <h3><Symbols text={title} /></h3>
          <div className="curve-row">
            {curves.map((curve) => <CurveFigure key={curve.term} curve={curve} history={history} version={version} />)}
          </div>
        </section>
      ))}
    </Panel>
  );
}

/** `version` makes it render anew when the history has grown. */
function CurveFigure({ curve, history }: { curve: Curve; history: History; version: number }) {
  const { term, title, formula, network } = curve;
  const series = history.series(term, chartPoints);
  const last = history.last(term);
  return (
    <figure className="curve" data-points={series.steps.length} aria-label={`${title}: ${last ? formatLoss(last.value) : 'no value yet'}`}>
      <figcaption>
        <span className="curve-name" style={{ '--slot-color': networkColor(network) }}><Symbols text={title} /></span>
        <output className="numeric" aria-label={`${title}, newest value`} aria-live="off">{last ? formatLoss(last.value) : '–'}</output>
      </figcaption>
      <LossChart series={series} network={network} />
      <p className="formula"><Symbols text={formula} />{last && ` · step ${last.step}`}</p>
    </figure>
  );
}

function useHistoryVersion(history: History): number {
  const [version, setVersion] = useState(history.version());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const unsubscribe = history.subscribe(() => {
      timer ??= setTimeout(() => {
        timer = null;
        setVersion(history.version());
      }, refreshMs);
    });
    return () => {
      unsubscribe();
      if (timer) clearTimeout(timer);
    };
  }, [history]);
  return version;
}

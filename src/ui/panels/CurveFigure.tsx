// One loss term or measure: its name, newest value, chart and formula, and its value at the crosshair.

import { useSyncExternalStore } from 'react';
import type { Quantity } from '../../metrics';
import type { Run } from '../../store/history';
import { newestValue, valueAt } from '../../store/runData';
import type { PlotControls } from '../charts/plotOptions';
import { LossChart } from '../charts/LossChart';
import { formatLoss } from '../format';
import { networkColor } from '../networks';
import { Symbols } from '../parts/NetworkBadge';
import type { Curve } from './curveGroups';
import { termLines, type Drawn } from './curvesView';

interface CurveFigureProps {
  curve: Curve;
  drawn: Drawn;
  controls: PlotControls;
}

export function CurveFigure({ curve, drawn, controls }: CurveFigureProps) {
  const { term, title, formula, network } = curve;
  const { front, view, range } = drawn;
  const newest = front && newestValue(front.data, term);
  const lines = termLines(drawn, curve);
  return (
    <figure
      className="curve" aria-label={`${title}: ${newest ? formatLoss(newest.value) : 'no value yet'}`}
      data-points={front?.data.terms[term].values.length ?? 0} data-runs={lines.filter(({ style, x }) => !style.faint && x.length > 0).length}
    >
      <figcaption>
        <span className="curve-name" style={{ '--slot-color': networkColor(network) }}><Symbols text={title} /></span>
        <output className="numeric" aria-label={`${title}, newest value`} aria-live="off">{newest ? formatLoss(newest.value) : '–'}</output>
      </figcaption>
      <LossChart lines={lines} range={range} log={view.log} controls={controls} />
      <div className="curve-foot">
        <p className="formula"><Symbols text={formula} /></p>
        <Readout term={term} title={title} front={front} controls={controls} />
      </div>
    </figure>
  );
}

/** The front run's value at the crosshair; without one, the step of the newest value. */
function Readout({ term, title, front, controls: { axis, crosshair } }: { term: Quantity; title: string; front: Run | null; controls: PlotControls }) {
  const x = useSyncExternalStore(crosshair.subscribe, crosshair.get);
  const newest = front && newestValue(front.data, term);
  const value = front && x !== null ? valueAt(front.data, term, { axis, x }) : null;
  const text = x === null ? (newest ? `step ${newest.step}` : '') : `┊ ${value === null ? '–' : formatLoss(value)}`;
  return <span className="readout-at numeric" data-crosshair={x === null ? undefined : value ?? ''} title={`${title} at the crosshair`}>{text}</span>;
}

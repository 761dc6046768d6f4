// The weighted-loss ledger: which term rules what the generator learns from. Each term of L_G
// times its weight, stacked, and as a table for the newest step or the one under the crosshair.

import { useSyncExternalStore } from 'react';
import type { GeneratorTerm } from '../../metrics';
import type { Run } from '../../store/history';
import { ledgerAt, ledgerOf } from '../../store/ledger';
import { emptyRunData, type Range } from '../../store/runData';
import { LedgerChart } from '../charts/LedgerChart';
import type { PlotControls } from '../charts/plotOptions';
import { formatLoss, formatPercent } from '../format';
import { Symbols } from '../parts/NetworkBadge';

interface LedgerFigureProps {
  front: Run | null;
  range: Range;
  controls: PlotControls;
}

/** From the bottom of the stack up: Eq. 6, 7, 8. */
const order: { term: GeneratorTerm; property: string; title: string }[] = [
  { term: 'gFace', property: '--ledger-1', title: 'Identity, Eq. 6' },
  { term: 'gExpression', property: '--ledger-2', title: 'Expression, Eq. 6' },
  { term: 'gConsistencyFace', property: '--ledger-3', title: 'I_f again, Eq. 7' },
  { term: 'gConsistencyExpression', property: '--ledger-4', title: 'I_e again, Eq. 7' },
  { term: 'gPerceptual', property: '--ledger-5', title: 'Perceptual, Eq. 8' },
];

const ledgerPoints = 400;
const nothing = emptyRunData();

export function LedgerFigure({ front, range, controls }: LedgerFigureProps) {
  const data = front?.data ?? nothing;
  const ledger = ledgerOf(data, { axis: controls.axis, range, points: ledgerPoints });
  return (
    <section className="curve-group ledger-group" aria-label="Ledger of the generator’s loss">
      <h3>Ledger: what the generator’s loss is made of</h3>
      <p className="quiet">Each term of Eq. 6 to 8 times its weight, stacked: the top edge is the total. This axis is never logarithmic.</p>
      <LedgerChart ledger={ledger} order={order} range={range} controls={controls} />
      <LedgerTable front={front} controls={controls} />
    </section>
  );
}

/** The step under the crosshair, or the newest. From the top of the stack down. */
function LedgerTable({ front, controls: { axis, crosshair } }: Pick<LedgerFigureProps, 'front' | 'controls'>) {
  const x = useSyncExternalStore(crosshair.subscribe, crosshair.get);
  const entry = front && ledgerAt(front.data, { axis, x: x ?? Infinity });
  const total = entry && order.reduce((sum, { term }) => sum + entry.parts[term], 0);
  return (
    <table className="data ledger" aria-label="Ledger">
      <thead>
        <tr><th scope="col">{entry ? `step ${entry.step}` : 'no run in front'}</th><th scope="col">weight</th><th scope="col">weighted</th><th scope="col">share</th></tr>
      </thead>
      <tbody>
        {order.toReversed().map(({ term, property, title }) => (
          <tr key={term} data-term={term} data-weighted={entry?.parts[term]}>
            <th scope="row"><span className="swatch" style={{ '--slot-color': `var(${property})` }} /><Symbols text={title} /></th>
            <td className="numeric">{entry?.weights[term] ?? '–'}</td>
            <td className="numeric">{entry ? formatLoss(entry.parts[term]) : '–'}</td>
            <td className="numeric">{entry && total ? formatPercent(entry.parts[term] / total) : '–'}</td>
          </tr>
        ))}
        <tr><th scope="row"><Symbols text="Total, L_G" /></th><td /><td className="numeric">{total === null ? '–' : formatLoss(total)}</td><td /></tr>
      </tbody>
    </table>
  );
}

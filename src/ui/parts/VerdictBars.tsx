// A classifier's verdict as bars: one row per class, the likeliest in bold with a mark, so that
// it can be told without color or length.

import type { ReactNode } from 'react';
import type { Verdict } from '../../store/verdicts';
import { formatPercent } from '../format';
import { networkColor, type NetworkName } from '../networks';

interface VerdictBarsProps {
  /** The group's accessible name. */
  name: string;
  network: NetworkName;
  caption: ReactNode;
  /** Before there is a verdict: rows with these names and no values keep the place. */
  verdicts: Verdict[] | null;
  placeholders: readonly string[];
}

export function VerdictBars({ name, network, caption, verdicts, placeholders }: VerdictBarsProps) {
  const rows: { name: string; share: number | null }[] = verdicts ?? placeholders.map((name) => ({ name, share: null }));
  const highest = Math.max(...rows.map((row) => row.share ?? -1));
  return (
    <div className="verdict" role="group" aria-label={name}>
      <p className="verdict-caption">{caption}</p>
      <ul className="bars">
        {rows.map((row, index) => (
          <VerdictBar key={`${index} ${row.name}`} {...row} best={row.share !== null && row.share === highest} color={networkColor(network)} />
        ))}
      </ul>
    </div>
  );
}

interface VerdictBarProps {
  name: string;
  share: number | null;
  best: boolean;
  color: string;
}

function VerdictBar({ name, share, best, color }: VerdictBarProps) {
  const text = share === null ? '–' : formatPercent(share);
  return (
    <li className={best ? 'bar best' : 'bar'}>
      <span className="bar-name" title={name}>{name}</span>
      <span
        className="bar-track"
        role="meter"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={1}
        aria-valuenow={share ?? 0}
        aria-valuetext={text}
      >
        <span className="bar-fill" style={{ transform: `scaleX(${share ?? 0})`, background: color }} />
      </span>
      <span className="bar-value">{best ? '▸ ' : ''}{text}</span>
    </li>
  );
}

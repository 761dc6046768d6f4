// One run of the list: shown or hidden, renamed, put in front, removed, with what its settings
// differ in from the run in front.

import { useState } from 'react';
import type { Run } from '../../store/history';
import { setupDifference } from '../../store/runSetup';
import { formatDate, formatPlural } from '../format';
import { usePage } from '../page';
import { ConfirmDialog } from '../parts/ConfirmDialog';
import { keptStyle } from '../runStyles';

interface RunRowProps {
  run: Run;
  front: Run | null;
  /** Puts a run in front; null: the present one. */
  onFront(id: number | null): void;
}

export function RunRow({ run, front, onFront }: RunRowProps) {
  const { history } = usePage();
  const [asking, setAsking] = useState(false);
  const isFront = run === front;
  const dashed = keptStyle(run.id);
  return (
    <li className="run" aria-label={run.name}>
      <input type="checkbox" aria-label={`Show ${run.name}`} checked={run.shown} onChange={(event) => history.change(run.id, { shown: event.target.checked })} />
      <svg className="run-line" viewBox="0 0 36 8" aria-hidden="true">
        <line x1="0" y1="4" x2="36" y2="4" stroke={isFront ? 'currentColor' : `var(${dashed.property})`} strokeWidth="2.5" strokeDasharray={isFront ? undefined : dashed.dash?.join(' ')} />
      </svg>
      <input
        type="text" key={run.name} aria-label={`Name of ${run.name}`} defaultValue={run.name} maxLength={60}
        onBlur={(event) => event.target.value.trim() && history.change(run.id, { name: event.target.value.trim() })}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
      <button type="button" aria-label={`${run.name} in front`} aria-pressed={isFront} disabled={!run.shown} onClick={() => onFront(isFront ? null : run.id)}>Front</button>
      <button type="button" aria-label={`Remove ${run.name}`} onClick={() => setAsking(true)}>Remove</button>
      <p className="quiet run-words">{[...originWords(run), formatPlural(run.data.steps.length, 'step'), isFront ? 'in front, in the networks’ colors' : differenceWords(run, front)].join(' · ')}</p>
      {asking && (
        <ConfirmDialog
          title={`Remove ${run.name}?`} text="Its curves are lost, in this browser, too, unless you export them first. The model and its training stay as they are."
          confirm="Remove the curves" onConfirm={() => history.remove(run.id)} onClose={() => setAsking(false)}
        />
      )}
    </li>
  );
}

/** When it began, and on which preset. */
function originWords({ begun, setups }: Run): string[] {
  const preset = setups.at(-1)?.setup.preset;
  return [formatDate(begun), ...(preset ? [preset === 'own' ? 'sizes of its own' : preset] : [])];
}

/** In one line, by the settings that each had last. */
function differenceWords(run: Run, front: Run | null): string {
  const [own, other] = [run.setups.at(-1), front?.setups.at(-1)];
  if (!front) return 'put a run in front to compare';
  if (!own || !other) return 'settings not known';
  const words = setupDifference(own.setup, other.setup);
  return words === '' ? `settings as ${front.name}` : `${words}, in brackets ${front.name}`;
}

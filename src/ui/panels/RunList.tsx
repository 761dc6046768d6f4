// The runs of this page: shown or hidden, renamed, removed, exported and imported, each with what
// its settings differ in from the run in front. Surprise: a file that is wrong in any place adds
// nothing at all, and its error says which place.

import { useState } from 'react';
import { messageOf } from '../../store/errors';
import type { Run } from '../../store/history';
import { readRuns, toCsv, toJson } from '../../store/runFiles';
import { setupDifference } from '../../store/runSetup';
import { download } from '../download';
import { formatCount, formatPlural } from '../format';
import { usePage } from '../page';
import { ConfirmDialog } from '../parts/ConfirmDialog';
import { FileButton } from '../parts/FileButton';
import { keptStyle } from '../runStyles';

interface RunListProps {
  runs: readonly Run[];
  front: Run | null;
  /** Puts a run in front; null: the present one. */
  onFront(id: number | null): void;
}

export function RunList({ runs, front, onFront }: RunListProps) {
  const { history } = usePage();
  const [note, setNote] = useState<{ text: string; failed: boolean } | null>(null);
  const nothing = runs.length === 0;

  async function importRuns(files: File[]): Promise<void> {
    try {
      const read = (await Promise.all(files.map(async (file) => readRuns(await file.text(), file.name)))).flat();
      const added = history.add(read);
      if (!front) onFront(added.at(-1)!);
      setNote({ text: `${formatPlural(read.length, 'run')} added.`, failed: false });
    } catch (error) {
      setNote({ text: `Nothing was imported. ${messageOf(error)}`, failed: true });
    }
  }
  return (
    <section className="curve-group runs" aria-label="Runs">
      <h3>Runs</h3>
      {nothing
        ? <p className="quiet">No run yet. Start the training, or import curves that were exported here.</p>
        : (
          <ul aria-label="Runs">
            {runs.toReversed().map((run) => <RunRow key={run.id} run={run} front={front} onFront={onFront} />)}
          </ul>
        )}
      <div className="row">
        <button type="button" disabled={nothing} onClick={() => download(new Blob([toCsv(runs)], { type: 'text/csv' }), 'tdgan-curves.csv')}>Export CSV</button>
        <button type="button" disabled={nothing} onClick={() => download(new Blob([toJson(runs)], { type: 'application/json' }), 'tdgan-curves.json')}>Export JSON</button>
        <FileButton label="Import curves" accept=".json,.csv" multiple onFiles={(files) => void importRuns(files)} />
      </div>
      <p className={note?.failed ? 'error' : 'quiet'} role={note?.failed ? 'alert' : 'status'}>{note?.text}</p>
    </section>
  );
}

function RunRow({ run, front, onFront }: { run: Run } & Omit<RunListProps, 'runs'>) {
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
      <p className="quiet run-words">{`${formatCount(run.data.steps.length)} steps · ${isFront ? 'in front, in the networks’ colors' : differenceWords(run, front)}`}</p>
      {asking && (
        <ConfirmDialog
          title={`Remove ${run.name}?`} text="Its curves are lost unless you export them first. The model and its training stay as they are."
          confirm="Remove the curves" onConfirm={() => history.remove(run.id)} onClose={() => setAsking(false)}
        />
      )}
    </li>
  );
}

/** In one line, by the settings that each had last. */
function differenceWords(run: Run, front: Run | null): string {
  const [own, other] = [run.setups.at(-1), front?.setups.at(-1)];
  if (!front) return 'put a run in front to compare';
  if (!own || !other) return 'settings not known';
  const words = setupDifference(own.setup, other.setup);
  return words === '' ? `settings as ${front.name}` : `${words}, in brackets ${front.name}`;
}

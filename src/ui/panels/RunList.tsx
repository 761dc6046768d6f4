// All runs, of this visit and of earlier ones, the newest first: shown or hidden, exported and
// imported. Surprise: a file that is wrong in any place adds nothing at all, and its error says
// which place.

import { useState } from 'react';
import { messageOf } from '../../store/errors';
import type { Run } from '../../store/history';
import { readRuns, toCsv, toJson } from '../../store/runFiles';
import { download } from '../download';
import { formatPlural } from '../format';
import { usePage } from '../page';
import { FileButton } from '../parts/FileButton';
import { KeptRuns } from './KeptRuns';
import { RunRow } from './RunRow';

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
      {runs.length > 1 && (
        <div className="row">
          <button type="button" disabled={runs.every(({ shown }) => shown)} onClick={() => history.showAll(true)}>Show all</button>
          <button type="button" disabled={runs.every(({ shown }) => !shown)} onClick={() => history.showAll(false)}>Hide all</button>
        </div>
      )}
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
      <KeptRuns nothing={nothing} />
    </section>
  );
}

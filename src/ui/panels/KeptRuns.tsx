// What becomes of the runs when the tab closes: kept in this browser, or why not, what had to go,
// what could not be read, and how to forget all of it.

import { useState } from 'react';
import { keptLimits } from '../../store/keptLimits';
import { useApp, usePage } from '../page';
import { ConfirmDialog } from '../parts/ConfirmDialog';

const keptWords = `Kept in this browser until you remove them, up to ${keptLimits.runs} runs or ${keptLimits.bytes / 1e6} MB: curves and settings only, never images or weights.`;

export function KeptRuns({ nothing }: { nothing: boolean }) {
  const { runKeeper } = usePage();
  const { reading, problem, notes, damaged } = useApp((state) => state.keptRuns);
  const [asking, setAsking] = useState(false);
  return (
    <div className="kept-runs" role="group" aria-label="Kept runs">
      <p className="quiet" role="status">{reading ? 'Reading the runs of earlier visits…' : problem ? `New curves end with this tab: ${problem}` : keptWords}</p>
      {notes.map((note) => <p key={note} className="quiet" role="status">{note}</p>)}
      {damaged.length > 0 && (
        <div role="alert">
          <p className="error">Left out, because this browser’s copy is damaged:</p>
          <ul>{damaged.map(({ key, reason }) => <li key={key} className="error">{reason}</li>)}</ul>
          <button type="button" onClick={() => void runKeeper.removeDamaged()}>Remove what is damaged</button>
        </div>
      )}
      <button type="button" disabled={nothing && damaged.length === 0} onClick={() => setAsking(true)}>Forget all kept runs</button>
      {asking && (
        <ConfirmDialog
          title="Forget all kept runs?" text="Every run of this list and of this browser’s storage is removed; export first what you want to keep. A training under way goes on as a new run."
          confirm="Forget all runs" onConfirm={() => void runKeeper.forgetAll()} onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}

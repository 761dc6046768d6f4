// Where the training stands, in numbers of fixed width. It alone re-renders with every report, and
// is no live region: nobody wants every step read aloud.

import { useApp } from '../page';
import { formatCount, formatMs } from '../format';
import type { TrainingStatus } from '../../engine/engine';

const stateNames: Record<TrainingStatus['state'], string> = { idle: 'paused', warming: 'warming up', running: 'running' };

export function TrainingReadouts() {
  const status = useApp((state) => state.status);
  const latest = useApp((state) => state.latest);
  return (
    <dl className="readouts" aria-label="Training status">
      <Readout name="State" value={status.state === 'idle' && status.step === 0 ? 'not begun' : stateNames[status.state]} />
      <Readout name="Steps" value={formatCount(status.step)} />
      <Readout name="Time per step" value={latest ? formatMs(latest.durationMs) : '–'} />
      <Readout name="Epoch" value={latest ? latest.epoch.toFixed(2) : '–'} />
    </dl>
  );
}

function Readout({ name, value }: { name: string; value: string }) {
  return (
    <div className="readout">
      <dt>{name}</dt>
      <dd><output className="numeric" aria-label={name} aria-live="off">{value}</output></dd>
    </div>
  );
}

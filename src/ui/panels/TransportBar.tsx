// The training at a glance, in the bar that stays in view: starts and pauses it, and says at which
// step it is. Everything else about it is in the panel Training.

import { isTraining, modelBlocked, trainingBlocked } from '../../store/selectors';
import { formatCount, formatMs } from '../format';
import { useActions, useApp } from '../page';

export function TransportBar() {
  const { train, pause } = useActions();
  const running = useApp(isTraining);
  const blocked = useApp((state) => (isTraining(state) ? modelBlocked(state) : trainingBlocked(state)));
  const step = useApp((state) => state.status.step);
  const pace = useApp((state) => state.latest?.durationMs ?? null);
  return (
    <div className="transport" role="group" aria-label="Training at a glance">
      <span className="transport-pace quiet numeric">{pace === null ? '' : `${formatMs(pace)} a step`}</span>
      <span className="transport-step numeric">{`step ${formatCount(step)}`}</span>
      <button
        type="button" className="primary" disabled={blocked !== null} title={blocked ?? 'Space'}
        aria-label={running ? 'Pause training' : 'Start training'} onClick={() => void (running ? pause() : train())}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d={running ? 'M4 3h3v10H4zM9 3h3v10H9z' : 'M4 2.5v11L13.5 8z'} /></svg>
      </button>
    </div>
  );
}

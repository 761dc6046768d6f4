// Where the training stands, in numbers of fixed width. It alone re-renders with every report, and
// is no live region: nobody wants every step read aloud.

import { useId, useState } from 'react';
import type { TrainingStatus } from '../../engine/engine';
import { timeLeftMs } from '../../store/trainingBar';
import { formatBytes, formatCount, formatDuration, formatMs } from '../format';
import { useActions, useApp } from '../page';

const stateNames: Record<TrainingStatus['state'], string> = { idle: 'paused', warming: 'warming up', running: 'running' };
const unknown = '–';
const latestGoal = 1e9;

export function TrainingReadouts() {
  const status = useApp((state) => state.status);
  const latest = useApp((state) => state.latest);
  const { memory, pace } = useApp((state) => state.trainingBar);
  return (
    <>
      <dl className="readouts" aria-label="Training status">
        <Readout name="State" value={status.state === 'idle' && status.step === 0 ? 'not begun' : stateNames[status.state]} />
        <Readout name="Steps" value={formatCount(status.step)} />
        <Readout name="Time per step" value={latest ? formatMs(latest.durationMs) : unknown} />
        <Readout name="Images/s" value={latest === null || pace === null ? unknown : pace.toFixed(pace < 10 ? 2 : 0)} />
        <Readout name="Epoch" value={latest ? latest.epoch.toFixed(2) : unknown} />
        {memory && memory.gpuBytes === null
          ? <Readout name="Tensor memory" value={formatBytes(memory.tensorBytes)} />
          : <Readout name="GPU memory" value={memory ? formatBytes(memory.gpuBytes!) : unknown} />}
      </dl>
      <TimeLeft />
    </>
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

/** Time left, at the present pace, to a step that a person chooses. */
function TimeLeft() {
  const { setGoal } = useActions();
  const steps = useApp((state) => state.status.step);
  const latest = useApp((state) => state.latest);
  const goal = useApp(({ trainingBar }) => trainingBar.goal);
  const [draft, setDraft] = useState('');
  const id = useId();
  const value = Number(draft);
  const valid = draft === '' || (Number.isInteger(value) && value >= 1 && value <= latestGoal);
  const left = goal === null ? null : timeLeftMs(goal, steps, latest);
  return (
    <div className="training-choice">
      <label htmlFor={id}>Time left to step</label>
      <input
        id={id} type="number" min={1} step="any" placeholder="none" value={draft} aria-invalid={!valid}
        onChange={({ target }) => {
          const next = Number(target.value);
          setDraft(target.value);
          setGoal(target.value !== '' && Number.isInteger(next) && next >= 1 && next <= latestGoal ? next : null);
        }}
      />
      <output className="numeric" aria-label="Time left" aria-live="off">
        {!valid ? <span className="error">1 to a billion</span> : goal === null ? unknown : left === null ? 'not known yet' : left === 0 ? 'reached' : formatDuration(left)}
      </output>
    </div>
  );
}

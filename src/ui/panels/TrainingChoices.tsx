// How the next steps are taken: so many of them, and by which networks. Surprise: the choice of one
// network holds for every way to start, until it is changed; it is read when a run starts.

import { useId, useState } from 'react';
import type { ParameterGroup } from '../../config';
import { estimateMemory } from '../../memory';
import { formatBytes, formatCount } from '../format';
import { useActions, useApp } from '../page';

const learners: { group: ParameterGroup; text: string }[] = [
  { group: 'faceDiscriminator', text: 'D_f only' },
  { group: 'expressionDiscriminator', text: 'D_e only' },
  { group: 'expressionClassifier', text: 'M_ER only' },
  { group: 'generator', text: 'G only' },
];
const mostSteps = 1e6;

export function TrainingChoices({ disabled }: { disabled: boolean }) {
  return (
    <div className="training-choices">
      <StepMany disabled={disabled} />
      <Learners disabled={disabled} />
      <Need />
    </div>
  );
}

function StepMany({ disabled }: { disabled: boolean }) {
  const { train } = useActions();
  const [text, setText] = useState('10');
  const id = useId();
  const count = text.trim() === '' ? NaN : Number(text);
  const valid = Number.isInteger(count) && count >= 1 && count <= mostSteps;
  return (
    <form
      className="training-choice"
      onSubmit={(event) => {
        event.preventDefault();
        if (valid && !disabled) void train(count);
      }}
    >
      <label htmlFor={id}>Steps to take</label>
      <input
        id={id} type="number" min={1} max={mostSteps} step="any" value={text} aria-invalid={!valid}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" disabled={disabled || !valid}>Take them</button>
      {!valid && <p className="error whole-row">{`A whole number from 1 to ${formatCount(mostSteps)}.`}</p>}
    </form>
  );
}

/** What the present settings will ask of the device. */
function Need() {
  const config = useApp((state) => state.config);
  const batchSize = useApp((state) => state.training?.batchSize);
  if (!config || !batchSize) return null;
  return <p className="quiet numeric">{`Needs about ${formatBytes(estimateMemory(config, batchSize).totalBytes)} of memory at batch size ${batchSize}.`}</p>;
}

function Learners({ disabled }: { disabled: boolean }) {
  const { learnOnly } = useActions();
  const only = useApp(({ trainingBar }) => trainingBar.only);
  const id = useId();
  return (
    <div className="training-choice">
      <label htmlFor={id}>Learns</label>
      <select
        id={id} className="across" value={only ?? ''} disabled={disabled}
        onChange={(event) => learnOnly((event.target.value || null) as ParameterGroup | null)}
      >
        <option value="">All, by their gaps</option>
        {learners.map(({ group, text }) => <option key={group} value={group}>{text}</option>)}
      </select>
    </div>
  );
}

// Starts, pauses, steps, sets back. Surprise: a button that cannot be used now is disabled and its
// reason stands in words below.

import { useState } from 'react';
import { hasTrained, isTraining, modelBlocked, trainingBlocked } from '../../store/selectors';
import { useActions, useApp } from '../page';
import { ConfirmDialog } from '../parts/ConfirmDialog';
import { TrainingChoices } from './TrainingChoices';

export function TrainingButtons() {
  const { train, pause } = useActions();
  const running = useApp(isTraining);
  const blocked = useApp(trainingBlocked);
  const trained = useApp(hasTrained);
  const modelBusy = useApp(modelBlocked);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <div className="row">
        <button type="button" className="primary" disabled={running || blocked !== null} onClick={() => void train()}>Start</button>
        <button type="button" disabled={!running || modelBusy !== null} onClick={() => void pause()}>Pause</button>
        <button type="button" disabled={running || blocked !== null} onClick={() => void train(1)}>Step</button>
        <button type="button" disabled={modelBusy !== null} onClick={() => setAsking(true)}>Reset</button>
      </div>
      <TrainingChoices disabled={running || blocked !== null} />
      <p className="quiet reason">{blocked ?? (running ? 'Training runs; pause it to take single steps.' : trained ? '' : 'Everything is ready: press Start.')}</p>
      {asking && <ResetDialog onClose={() => setAsking(false)} />}
    </>
  );
}

export function ResetDialog({ onClose }: { onClose(): void }) {
  const { reset } = useActions();
  return (
    <ConfirmDialog
      title="Reset the training?"
      text="Weights go back to the initial values of the seed, the step count to 0. Training sets and settings stay."
      confirm="Reset"
      onConfirm={() => void reset()}
      onClose={onClose}
    />
  );
}

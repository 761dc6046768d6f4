// Runs the training: start, pause, one step, back to the beginning; and says where it stands.
// Surprise: a button that cannot be used now is disabled and its reason stands in words below.

import { useState } from 'react';
import { datasetLabel, hasTrained, isTraining, modelBlocked, trainingBlocked } from '../../store/selectors';
import { useActions, useApp } from '../page';
import { ConfirmDialog } from '../parts/ConfirmDialog';
import { Panel } from '../parts/Panel';
import { ProgressLine } from '../parts/ProgressLine';
import { SettingsForm } from './SettingsForm';
import { TrainingReadouts } from './TrainingReadouts';

export function TrainingPanel() {
  const source = useApp(datasetLabel);
  return (
    <Panel title="Training" source={source}>
      <TrainingButtons />
      <TrainingReadouts />
      <WarmUp />
      <SettingsForm />
    </Panel>
  );
}

function TrainingButtons() {
  const { train, pause, reset } = useActions();
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
      <p className="quiet reason">{blocked ?? (running ? 'Training runs; pause it to take single steps.' : trained ? '' : 'Everything is ready: press Start.')}</p>
      {asking && (
        <ConfirmDialog
          title="Reset the training?"
          text="Weights go back to the initial values of the seed, the step count to 0. Training sets and settings stay."
          confirm="Reset"
          onConfirm={() => void reset()}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

/** Also shown while the model is made or weights travel: whatever reports progress outside the training sets. */
function WarmUp() {
  const readingSet = useApp(({ datasets }) => datasets.face.loading || datasets.expression.loading);
  const silent = useApp(({ status, progress }) => status.state === 'warming' && !progress);
  if (silent) return <p className="progress-line">Preparing the first step</p>;
  return readingSet ? <div className="progress-line" /> : <ProgressLine label="Warm-up progress" />;
}

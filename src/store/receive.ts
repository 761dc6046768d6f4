// Engine events become state. Surprises: status events come only when the state of training
// changes, so the step count also moves with the reports of steps; and settings are written and all
// that new weights make stale is dropped here only, on the engine's word, because the console sets
// and replaces them too.

import type { EngineEvent, TrainingStatus } from '../engine/engine';
import { redraw, report, type Joint } from './joint';
import { setupOf } from './runSetup';
import { initialState } from './state';

export function receive(joint: Joint, event: EngineEvent): void {
  const { store, history, inference } = joint;
  switch (event.kind) {
    case 'progress': {
      const { task, done, total } = event;
      store.setState({ progress: done < total ? { task, done, total } : null });
      return;
    }
    case 'training':
      setStatus(joint, event.status);
      return;
    case 'steps': {
      const latest = event.records.at(-1);
      if (!latest) return;
      history.append(event.records, setupOf(store.getState()));
      store.setState(({ status }) => ({ latest, status: { ...status, step: latest.step + 1 } }));
      inference.transfer.requestSparingly();
      inference.compare.requestSparingly();
      inference.interpolate.requestSparingly();
      return;
    }
    case 'model':
      receiveModel(joint, event);
      return;
    case 'settings':
      store.setState({ training: event.training });
      return;
    case 'dataset': // imageActions, which keeps the files
      return;
    case 'trainingFailed':
      if (!store.getState().failure) report(store, `Training stopped by itself. ${event.message}`);
      return;
    case 'gpuFailed':
      report(store, `The GPU refused a command: ${event.message.replace(/\.$/, '')}. Training was stopped. A smaller batch or a smaller model needs less memory.`);
      return;
    case 'deviceLost': // and the training with it, before or after this: one message says it
      store.setState({ failure: `The GPU was lost (${event.message}). Reload the page to go on; what was not saved is gone.`, alerts: [] });
      return;
    default:
      event satisfies never;
  }
}

/** Other weights than before: nothing on the page was computed with them. */
function receiveModel(joint: Joint, { config, parameters, seed }: Extract<EngineEvent, { kind: 'model' }>): void {
  const { store, history } = joint;
  const { weights, strips, evaluation } = initialState;
  history.clear();
  store.setState({
    config, parameters, modelSeed: seed, weights, strips, evaluation, latest: null,
    // The engine says so next; known now, it need not be drawn anew then.
    status: initialState.status,
  });
  redraw(joint);
}

export function setStatus(joint: Joint, status: TrainingStatus): void {
  const { store, history } = joint;
  const before = store.getState().status;
  store.setState({ status });
  if (status.step < before.step) {
    store.setState({ latest: null });
    history.clear();
  }
  if (status.state !== 'warming' && before.state === 'warming') store.setState({ progress: null });
  if (status.state === 'idle' && (before.state !== 'idle' || status.step !== before.step)) redraw(joint);
}

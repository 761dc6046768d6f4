// Engine events become state. Surprise: status events come only when the state of training
// changes, so the step count also moves with the reports of steps.

import type { EngineEvent, TrainingStatus } from '../engine/engine';
import { redraw, report, type Joint } from './joint';

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
      history.append(event.records);
      store.setState(({ status }) => ({ latest, status: { ...status, step: latest.step + 1 } }));
      inference.transfer.requestSparingly();
      return;
    }
    case 'model':
      store.setState({ config: event.config, parameters: event.parameters });
      return;
    case 'dataset':
      store.setState(({ datasets }) => ({
        datasets: { ...datasets, [event.branch]: { ...datasets[event.branch], report: event.report } },
      }));
      return;
    case 'trainingFailed':
      report(store, `Training stopped by itself. ${event.message}`);
      return;
    case 'deviceLost':
      store.setState({ failure: `The GPU was lost (${event.message}). Reload the page to go on; what was not saved is gone.` });
      return;
    default:
      event satisfies never;
  }
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

// Watches the records as they come, and leads back after a run that a loss ended. Surprise: the
// recent records are kept here, not in the state, which would wake the whole page with each report.

import type { StepRecord } from '../metrics';
import { findAlarms, healthWindow } from './health';
import { exclusively, type Joint } from './joint';
import { setStatus } from './receive';
import type { HealthState } from './trainingBar';

export function createHealthActions(joint: Joint) {
  const { engine, store } = joint;
  let recent: StepRecord[] = [];
  const set = (change: Partial<HealthState>) =>
    store.setState(({ trainingBar }) => ({ trainingBar: { ...trainingBar, health: { ...trainingBar.health, ...change } } }));

  function watch(records: readonly StepRecord[]): void {
    recent = [...recent, ...records].slice(-healthWindow);
    const { training, config, trainingBar } = store.getState();
    if (!training || !config) return;
    const alarms = findAlarms(recent, { settings: training, expressionClasses: config.expressionClasses });
    if (alarms.length > 0 || trainingBar.health.alarms.length > 0) set({ alarms });
  }
  function forget(): void {
    recent = [];
    set({ alarms: [], ended: null });
  }

  engine.subscribe((event) => {
    if (event.kind === 'steps') watch(event.records);
    if (event.kind === 'model') forget();
    if (event.kind === 'trainingFailed' && event.nonFinite) set({ ended: event.nonFinite });
    if (event.kind === 'training' && event.status.state === 'warming') set({ ended: null });
  });

  return {
    /** To the last weights whose losses were numbers. */
    goBack: () => exclusively(store, 'resetting', async () => {
      const status = await engine.goBack();
      forget();
      setStatus(joint, status);
    }),
  };
}

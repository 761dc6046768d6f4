// The training sets: folders, the demo set, single pictures out of the studio. Surprises: changes of
// a set wait for each other, so that the one asked for last is the one that stays; and the page keeps
// what a set was made of, because a model of another size needs it again, but never for a set that
// the console loaded.

import type { Branch, DatasetReport, ImageFile } from '../engine/engine';
import { messageOf } from './errors';
import type { AppStore, Joint } from './joint';
import type { AppState } from './state';

const branches = ['face', 'expression'] as const;

/** What the page made a set of: files alone, or the demo set and files added to it. */
interface SetSource {
  demo: boolean;
  files: ImageFile[];
}

/** Changes of the sets one after the other, each told as loading from the moment when it is asked for. */
function createChanges(store: AppStore, modelMade: () => Promise<void>) {
  const underWay: Record<Branch, number> = { face: 0, expression: 0 };
  let before: Promise<unknown> = Promise.resolve();

  function update(branch: Branch, change: Partial<AppState['datasets'][Branch]>): void {
    store.setState(({ datasets }) => ({ datasets: { ...datasets, [branch]: { ...datasets[branch], ...change } } }));
  }

  function count(changed: readonly Branch[], more: 1 | -1): void {
    for (const branch of changed) {
      underWay[branch] += more;
      update(branch, { loading: underWay[branch] > 0, ...(more > 0 ? { error: null } : {}) });
    }
  }

  /** Does `work` when there is a model and its turn has come; again where the model was replaced meanwhile. */
  async function change<T>(changed: readonly Branch[], work: () => Promise<T>): Promise<T> {
    count(changed, 1);
    const done = before.then(async () => {
      await modelMade();
      for (;;) {
        const { config } = store.getState();
        try {
          return await work();
        } catch (error) {
          if (config === store.getState().config) throw error;
        }
      }
    });
    before = done.catch(() => undefined);
    try {
      return await done;
    } finally {
      count(changed, -1);
      store.setState({ progress: null });
    }
  }

  return { update, change };
}

/** @param modelMade resolves when there is a model: what is given earlier waits for it */
export function createDatasetActions({ engine, store }: Pick<Joint, 'engine' | 'store'>, modelMade: () => Promise<void>) {
  const sources: Partial<Record<Branch, SetSource>> = {};
  const { update, change } = createChanges(store, modelMade);

  async function loadDataset(branch: Branch, files: ImageFile[]): Promise<void> {
    try {
      await change([branch], async () => {
        const report = await engine.loadDataset(branch, files);
        sources[branch] = { demo: false, files };
        update(branch, { report });
      });
    } catch (error) {
      update(branch, { error: messageOf(error) });
    }
  }

  async function loadDemoSet(): Promise<void> {
    store.setState({ demo: { loading: true, error: null } });
    try {
      await change(branches, async () => {
        const reports = await engine.loadDemoSet();
        for (const branch of branches) {
          sources[branch] = { demo: true, files: [] };
          update(branch, { report: reports[branch] });
        }
      });
      store.setState({ demo: { loading: false, error: null } });
    } catch (error) {
      store.setState({ demo: { loading: false, error: `The demo faces could not be loaded. ${messageOf(error)}` } });
    }
  }

  /** @throws Error of the engine; the set is then as it was */
  function addImages(branch: Branch, files: ImageFile[]): Promise<DatasetReport> {
    return change([branch], async () => {
      const wasEmpty = store.getState().datasets[branch].report === null;
      const report = await engine.addImages(branch, files);
      const source = sources[branch] ?? (wasEmpty ? { demo: false, files: [] } : null);
      if (source) sources[branch] = { ...source, files: [...source.files, ...files] };
      update(branch, { report });
      return report;
    });
  }

  /** The demo set replaces both sets; what else there was comes back after it. */
  async function loadDemoSetAgain(): Promise<void> {
    const kept = { ...sources };
    await loadDemoSet();
    for (const branch of branches) {
      const source = kept[branch];
      if (source && !source.demo) await loadDataset(branch, source.files);
      else if (source && source.files.length > 0) await addImages(branch, source.files).catch((error: unknown) => update(branch, { error: messageOf(error) }));
    }
  }

  return {
    loadDataset,
    loadDemoSet,
    addImages,
    /** The engine's word on a training set: what the page loaded, what the console did, or that it was dropped. */
    receiveDataset(branch: Branch, received: DatasetReport | null): void {
      const { activity, datasets } = store.getState();
      update(branch, { report: received });
      if (datasets[branch].loading) return;
      const reloading = activity === 'creating' && sources[branch] !== undefined;
      if (received) delete sources[branch];
      update(branch, {
        error: received || reloading ? null : 'This set does not fit the new model and was dropped. Give its folder again, or use the demo faces.',
      });
    },
    /** The page's own sets, after the page made a model that they did not fit. */
    async loadDroppedAgain(): Promise<void> {
      const dropped = branches.filter((branch) => sources[branch] && !store.getState().datasets[branch].report);
      if (dropped.some((branch) => sources[branch]!.demo)) return loadDemoSetAgain();
      for (const branch of dropped) await loadDataset(branch, sources[branch]!.files);
    },
  };
}

// Keeps the history's runs beyond the tab: what grows goes into the archive every few seconds, what
// a person changes or removes at once. Surprise: it only watches the history, so nothing that
// trains waits for it or fails because of it; what fails here becomes a line in the list of runs.

import { messageOf } from './errors';
import type { History } from './history';
import type { AppStore } from './joint';
import { checkHead, readKept, type KeptHead } from './keptRun';
import type { RunArchive } from './runArchive';
import { createRunSaver, markOf } from './runSaver';
import type { KeptRunsState } from './state';

const saveEveryMs = 5000;
const mostNotes = 3;

export type RunKeeper = ReturnType<typeof createRunKeeper>;

export function createRunKeeper({ history, store, archive }: { history: History; store: AppStore; archive: RunArchive }) {
  const saver = createRunSaver({ archive, history, note });
  let timer: ReturnType<typeof setTimeout> | null = null;
  let queue = Promise.resolve();

  const tell = (change: Partial<KeptRunsState>) => store.setState(({ keptRuns }) => ({ keptRuns: { ...keptRuns, ...change } }));

  function note(text: string): void {
    const { notes } = store.getState().keptRuns;
    if (!notes.includes(text)) tell({ notes: [...notes, text].slice(-mostNotes) });
  }

  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      tell({ problem: messageOf(error) });
    }
  }

  async function saveAll(): Promise<void> {
    for (const run of history.runs()) {
      if (await saver.save(run) && store.getState().keptRuns.problem) tell({ problem: null });
    }
  }

  /** Saves what is not saved yet; never rejects. */
  function save(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    return (queue = queue.then(() => attempt(saveAll)));
  }

  history.subscribe((change) => {
    if (change === 'grown') {
      timer ??= setTimeout(() => void save(), saveEveryMs);
      return;
    }
    void attempt(() => saver.removeMissing(history.runs()));
    void save();
  });
  store.subscribe((now, before) => {
    if (now.status.state === 'idle' && before.status.state !== 'idle') void save();
  });

  return {
    save,
    /** Puts the runs of earlier visits into the history; one that is damaged is left out and told of. */
    async restore(): Promise<void> {
      tell({ reading: true });
      await attempt(async () => {
        const { kept, damaged } = await readAll(archive, (id) => history.countFrom(id));
        const ids = history.restore(kept.map(({ run }) => run));
        // In time: what the history has just told of them is saved after this.
        kept.forEach(({ key, run }, index) => {
          saver.entries.set(ids[index]!, { key, steps: run.data.steps.length, mark: markOf(run), state: 'kept' });
        });
        tell({ damaged });
      });
      tell({ reading: false });
    },
    /** To be called when the page may be on its way out. */
    leave(): void {
      for (const run of history.runs()) void attempt(() => saver.saveLeaving(run));
    },
    /** Empties list and archive; a training under way goes on as another run. */
    async forgetAll(): Promise<void> {
      history.removeAll();
      await attempt(async () => {
        await archive.clear();
        tell({ damaged: [], notes: [] });
      });
    },
    /** Removes from the archive what could not be read. */
    removeDamaged: () => attempt(async () => {
      await archive.remove(store.getState().keptRuns.damaged.map(({ key }) => key));
      tell({ damaged: [] });
    }),
  };
}

/** All runs that can be read, oldest first. `count` is told each of their numbers as soon as it is known. */
async function readAll(archive: RunArchive, count: (id: number) => void) {
  const damaged: KeptRunsState['damaged'] = [];
  const heads: { key: string; head: KeptHead }[] = [];
  for (const { key, head } of await archive.heads()) {
    try {
      heads.push({ key, head: checkHead(head) });
      count((head as KeptHead).id);
    } catch (error) {
      damaged.push({ key, reason: messageOf(error) });
    }
  }
  const kept: { key: string; run: Awaited<ReturnType<typeof readKept>> }[] = [];
  for (const { key, head } of heads.toSorted((one, other) => one.head.begun - other.head.begun || one.head.id - other.head.id)) {
    try {
      kept.push({ key, run: await readKept(head, (index) => archive.piece(key, index)) });
    } catch (error) {
      damaged.push({ key, reason: messageOf(error) });
    }
  }
  return { kept, damaged };
}

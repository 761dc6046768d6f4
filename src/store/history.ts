// The curves of all runs, also of earlier visits: the present one, which grows, and those before it,
// until they are removed; charts read it by subscription. Surprise: nobody says that a run begins.
// The first record after a clear does, and so does a record that goes back in steps.

import type { LossTerm, StepRecord } from '../metrics';
import { appendRecord, emptyRunData, newestValue, type RunData } from './runData';
import { sameSetup, type RunSetup } from './runSetup';

export interface Run {
  /** Never given twice before all runs are removed; its color follows it. */
  id: number;
  name: string;
  /** Whether charts draw it. */
  shown: boolean;
  /** When it began or was read from a file, in ms since 1970. */
  begun: number;
  /** Of an earlier visit to the page. */
  earlier: boolean;
  /** What it was trained with, from about `step` on: a change is seen with the next report. */
  setups: { step: number; setup: RunSetup }[];
  data: RunData;
}

/** `grown`: records came, and come again; `changed`: anything else, which a person waits to see. */
export type HistoryListener = (change: 'grown' | 'changed') => void;

export interface History {
  append(records: readonly StepRecord[], setup?: RunSetup | null): void;
  /** Ends the present run, which is kept. */
  clear(): void;
  /** Oldest first; the present run, where there is one, is the last. */
  runs(): readonly Run[];
  /** The run that is under way or was last; null after a clear. */
  present(): Run | null;
  /** Adds runs of a file before the present one; returns their numbers. */
  add(imported: readonly Pick<Run, 'name' | 'setups' | 'data'>[]): number[];
  /** Runs from now on have numbers above `id`. */
  countFrom(id: number): void;
  /** Puts runs of earlier visits, oldest first, before all others. A number that another has is replaced, and the name made of it, too; returns their numbers. */
  restore(earlier: readonly Omit<Run, 'earlier'>[]): number[];
  change(id: number, change: Partial<Pick<Run, 'name' | 'shown'>>): void;
  showAll(shown: boolean): void;
  /** The present run is ended by it, too. */
  remove(id: number): void;
  /** Numbers begin with 1 again. */
  removeAll(): void;
  /** The newest value that this term had in the present run. */
  last(term: LossTerm): { step: number; value: number } | null;
  subscribe(listener: HistoryListener): () => void;
  /** Grows with every change. */
  version(): number;
}

const defaultName = (id: number) => `Run ${id}`;

/** Nobody has given it a name; a file's run may be called after another number than its own. */
export const isUnnamed = (name: string): boolean => /^Run \d+$/.test(name);

export function createHistory(): History {
  const listeners = new Set<HistoryListener>();
  let kept: Run[] = [];
  let present: Run | null = null;
  let made = 0;
  let version = 0;

  function begin(): Run {
    made += 1;
    return { id: made, name: defaultName(made), shown: true, begun: Date.now(), earlier: false, setups: [], data: emptyRunData() };
  }

  /** Two tabs at once count on from the same number. */
  function renumbered(run: Omit<Run, 'earlier'>, taken: readonly Run[]): Run {
    if (taken.every(({ id }) => id !== run.id)) return { ...run, earlier: true };
    made += 1;
    return { ...run, id: made, name: run.name === defaultName(run.id) ? defaultName(made) : run.name, earlier: true };
  }

  function countFrom(id: number): void {
    made = Math.max(made, id);
  }

  function keep(): void {
    if (present) kept.push(present);
    present = null;
  }

  function tell(change: 'grown' | 'changed'): void {
    version += 1;
    for (const listener of listeners) listener(change);
  }

  function appendOne(record: StepRecord): void {
    if (present && record.step <= present.data.steps.at(-1)!) keep();
    present ??= begin();
    appendRecord(present.data, record);
  }

  const all = () => (present ? [...kept, present] : kept);

  return {
    append(records, setup = null) {
      if (records.length === 0) return;
      records.forEach(appendOne);
      noteSetup(present!, records[0]!.step, setup);
      tell('grown');
    },
    clear() {
      keep();
      tell('changed');
    },
    runs: all,
    present: () => present,
    add(imported) {
      const added = imported.map((run) => ({ ...begin(), ...run }));
      kept.push(...added);
      tell('changed');
      return added.map(({ id }) => id);
    },
    countFrom,
    restore(earlier) {
      countFrom(Math.max(0, ...earlier.map(({ id }) => id)));
      const restored: Run[] = [];
      for (const run of earlier) restored.push(renumbered(run, [...restored, ...all()]));
      kept.unshift(...restored);
      tell('changed');
      return restored.map(({ id }) => id);
    },
    change(id, change) {
      const run = all().find((candidate) => candidate.id === id);
      if (run) Object.assign(run, change);
      tell('changed');
    },
    showAll(shown) {
      for (const run of all()) run.shown = shown;
      tell('changed');
    },
    remove(id) {
      kept = kept.filter((run) => run.id !== id);
      if (present?.id === id) present = null;
      tell('changed');
    },
    removeAll() {
      kept = [];
      present = null;
      made = 0;
      tell('changed');
    },
    last: (term) => present && newestValue(present.data, term),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: () => version,
  };
}

/** Notes what the run is trained with where that is news. */
function noteSetup({ setups }: Run, step: number, setup: RunSetup | null): void {
  const before = setups.at(-1);
  if (setup && (!before || !sameSetup(before.setup, setup))) setups.push({ step, setup });
}

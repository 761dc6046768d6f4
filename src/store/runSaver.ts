// Writes single runs into the archive, piece by piece, and knows what of each is there already.
// Surprise: tabs share the archive, so a run that another tab removed is found out by writing it,
// and is not written again.

import type { History, Run } from './history';
import { keptLimits, toDrop } from './keptLimits';
import { headOf, pieceOf, pieceSteps, type KeptHead } from './keptRun';
import type { RunArchive } from './runArchive';

/** Room is looked for again each time a run has grown by so many pieces. */
const piecesBetweenLooks = 64;
/** More is not copied while the page is left. */
const piecesOnLeaving = 8;
const limitWords = `${keptLimits.runs} runs or ${keptLimits.bytes / 1e6} MB`;

/** What the archive has of a run of the history. */
export interface Entry {
  key: string;
  steps: number;
  /** What a person can change of it, as it was written. */
  mark: string;
  /** `refused`: for want of room; `gone`: removed from the archive, not by this list. */
  state: 'kept' | 'refused' | 'gone';
}

export const markOf = ({ id, name, shown }: Pick<Run, 'id' | 'name' | 'shown'>): string => JSON.stringify([id, name, shown]);

interface Parts {
  archive: RunArchive;
  history: Pick<History, 'present'>;
  /** Takes what a person should know. */
  note(text: string): void;
}

export function createRunSaver({ archive, history, note }: Parts) {
  const entries = new Map<number, Entry>();

  function entryOf({ id }: Run): Entry {
    const known = entries.get(id);
    if (known) return known;
    const made: Entry = { key: newKey(), steps: 0, mark: '', state: 'kept' };
    entries.set(id, made);
    return made;
  }

  /** Drops others where there is no room; false where there still is none. */
  async function findRoom(run: Run, entry: Entry): Promise<boolean> {
    const others = (await archive.heads()).filter(({ key }) => key !== entry.key);
    const present = history.present();
    const drops = toDrop(others, { steps: run.data.steps.length, spared: present ? entryOf(present).key : undefined });
    if (!drops) {
      entry.state = 'refused';
      note(`${run.name} is kept up to ${entry.steps} steps: there is room for ${limitWords}, and all others have names. Remove some.`);
      return false;
    }
    entry.state = 'kept';
    if (drops.length === 0) return true;
    await archive.remove(drops);
    for (const dropped of entries.values()) if (drops.includes(dropped.key)) dropped.state = 'gone';
    const names = others.filter(({ key }) => drops.includes(key)).map(({ head }) => (head as KeptHead).name);
    note(`No longer kept: ${names.join(', ')}. There is room for ${limitWords}; those without a name of yours go first.`);
    return true;
  }

  async function write(run: Run, entry: Entry, change: { head: object; pieces?: Map<number, object> }): Promise<boolean> {
    const mark = markOf(run);
    const written = await archive.write({ key: entry.key, ...change, mode: entry.steps === 0 ? 'create' : 'change' });
    if (written) entry.mark = mark;
    else {
      entry.state = 'gone';
      note(`${run.name} was removed from this browser in another tab. Here it stays until this tab is closed.`);
    }
    return written;
  }

  return {
    entries,
    /** Writes what is new of the run; false where nothing was. @throws Error saying why the archive keeps nothing */
    async save(run: Run): Promise<boolean> {
      const entry = entryOf(run);
      if (entry.state === 'gone' || (entry.steps === run.data.steps.length && entry.mark === markOf(run))) return false;
      while (entry.steps < run.data.steps.length) {
        const index = Math.floor(entry.steps / pieceSteps);
        if (index % piecesBetweenLooks === 0 && !(await findRoom(run, entry))) return false;
        // Removed from the list meanwhile.
        if (entries.get(run.id) !== entry) return false;
        const steps = Math.min(run.data.steps.length, (index + 1) * pieceSteps);
        if (!(await write(run, entry, { head: headOf(run, steps), pieces: new Map([[index, pieceOf(run, index)]]) }))) return false;
        entry.steps = Math.max(entry.steps, steps);
      }
      const { id, name, shown } = run;
      return entry.mark === markOf(run) || write(run, entry, { head: { id, name, shown } });
    },
    /** The same in one go, before the page is left. @throws Error as above */
    async saveLeaving(run: Run): Promise<void> {
      const entry = entryOf(run);
      const first = Math.floor(entry.steps / pieceSteps);
      const steps = Math.min(run.data.steps.length, (first + piecesOnLeaving) * pieceSteps);
      // An earlier run may be another tab's, and longer by now: its head is not replaced.
      const news = steps > entry.steps || (!run.earlier && entry.mark !== markOf(run));
      if (entry.state !== 'kept' || !news) return;
      const pieces = new Map<number, object>();
      for (let index = first; index * pieceSteps < steps; index += 1) pieces.set(index, pieceOf(run, index));
      await archive.write({ key: entry.key, head: headOf(run, steps), pieces, mode: 'leaving' });
      entry.steps = Math.max(entry.steps, steps);
    },
    /** Takes out of the archive what is no longer among `runs`. @throws Error saying why that failed */
    async removeMissing(runs: readonly Run[]): Promise<void> {
      const present = new Set(runs.map(({ id }) => id));
      const missing = [...entries].filter(([id]) => !present.has(id));
      for (const [id] of missing) entries.delete(id);
      if (missing.length > 0) await archive.remove(missing.map(([, { key }]) => key));
    },
  };
}

/** Not crypto.randomUUID, which a page without https does not have. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

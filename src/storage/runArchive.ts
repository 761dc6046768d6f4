// Runs in the browser's IndexedDB: of each a head and pieces of its curves, so that a run that grows
// is never written whole again. Knows keys and numbers of pieces, not what is in them. Surprises:
// tabs share the database, so a change names what it changes and leaves the rest of a head as it
// is; and a page that is left has no time to read first, nor to wait before it commits.

import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

interface Schema extends DBSchema {
  heads: { key: string; value: unknown };
  pieces: { key: [run: string, index: number]; value: unknown };
}

export interface ArchiveChange {
  key: string;
  /** Fields of the head that change; all of them where `mode` is not `change`. */
  head: object;
  /** By number from 0. */
  pieces?: ReadonlyMap<number, object>;
  /** `leaving`: the page may be gone before an answer comes, so nothing is read first. */
  mode: 'create' | 'change' | 'leaving';
}

/** @param name of the database; tests have their own */
export function createRunArchive(name = 'tdgan-runs') {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;

  /** Opens it anew where the browser has closed it, as it does when a person clears the site's data. */
  function open(): Promise<IDBPDatabase<Schema>> {
    const forget = () => (opened = null);
    const opening = opened ??= openDB<Schema>(name, 1, {
      upgrade(database) {
        database.createObjectStore('heads');
        database.createObjectStore('pieces');
      },
      terminated: forget,
    });
    opening.catch(forget);
    return opening;
  }

  return {
    /** The head of every run, in no order. @throws Error saying why nothing is kept */
    heads: () => explained(async () => {
      const transaction = (await open()).transaction('heads');
      const [keys, heads] = await Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()]);
      return keys.map((key, index) => ({ key, head: heads[index] }));
    }),
    /** Undefined where there is none. @throws Error as above */
    piece: (key: string, index: number) => explained(async () => (await open()).get('pieces', [key, index])),
    /**
     * Writes head and pieces, or neither. False, with nothing written, where a run to be changed is
     * there no more.
     * @throws Error saying why nothing was written
     */
    write: ({ key, head, pieces = new Map(), mode }: ArchiveChange) => explained(async () => {
      const transaction = (await open()).transaction(['heads', 'pieces'], 'readwrite');
      const [heads, curves] = [transaction.objectStore('heads'), transaction.objectStore('pieces')];
      const before = mode === 'change' ? await heads.get(key) : {};
      // `async` makes a rejection of what `put` throws at once, for a value that cannot be copied.
      const puts = before === undefined ? [] : [
        ...[...pieces].map(async ([index, piece]) => curves.put(piece, [key, index])),
        (async () => heads.put({ ...before as object, ...head }, key))(),
      ];
      if (mode === 'leaving') transaction.commit();
      try {
        await Promise.all([...puts, transaction.done]);
      } catch (error) {
        abort(transaction);
        throw error;
      }
      return before !== undefined;
    }),
    /** @throws Error saying why nothing was removed */
    remove: (keys: readonly string[]) => explained(async () => {
      const transaction = (await open()).transaction(['heads', 'pieces'], 'readwrite');
      const requests = keys.flatMap((key) => [
        transaction.objectStore('heads').delete(key),
        transaction.objectStore('pieces').delete(IDBKeyRange.bound([key, 0], [key, Infinity])),
      ]);
      transaction.commit();
      await Promise.all([...requests, transaction.done]);
    }),
    /** @throws Error saying why nothing was removed */
    clear: () => explained(async () => {
      const transaction = (await open()).transaction(['heads', 'pieces'], 'readwrite');
      const requests = [transaction.objectStore('heads').clear(), transaction.objectStore('pieces').clear()];
      transaction.commit();
      await Promise.all([...requests, transaction.done]);
    }),
    close: async () => (await opened)?.close(),
  };
}

/** Takes back what the transaction has written so far; one that has failed by itself has already done so. */
function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch (error) {
    if ((error as Error).name !== 'InvalidStateError') throw error;
  }
}

/** What a browser throws, in a person's words. */
async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'QuotaExceededError') throw new Error('this browser has no more room for the page. Remove runs, or free disk space.', { cause: error });
    throw new Error(`this browser keeps nothing for the page (${message || name}). A private window or blocked site data does that.`, { cause: error });
  }
}

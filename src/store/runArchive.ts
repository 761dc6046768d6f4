// What the page asks of the place where runs outlive the tab; src/storage/runArchive.ts is one.
// Surprise: what comes out of it is `unknown`, for anyone may have changed it; keptRun.ts checks it.

export interface ArchiveChange {
  key: string;
  /** Fields of the head that change; all of them where `mode` is not `change`. */
  head: object;
  /** By number from 0. */
  pieces?: ReadonlyMap<number, object>;
  /** `leaving`: the page may be gone before an answer comes. */
  mode: 'create' | 'change' | 'leaving';
}

/** Each call rejects with an Error that says why nothing is kept. */
export interface RunArchive {
  /** The head of every run, in no order. */
  heads(): Promise<{ key: string; head: unknown }[]>;
  /** Undefined where there is none. */
  piece(key: string, index: number): Promise<unknown>;
  /** Writes head and pieces, or neither; false where a run to be changed is there no more. */
  write(change: ArchiveChange): Promise<boolean>;
  remove(keys: readonly string[]): Promise<void>;
  clear(): Promise<void>;
}

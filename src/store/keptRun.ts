// The form in which a run is kept beyond the tab: a head, and its curves in pieces of equal length,
// each a table as files hold it. Only the last piece of a run that grows is ever written again.
// Surprise: what is read may have been made by anyone, so a piece passes the check that a file does.

import type { Run } from './history';
import { emptyRunData, type RunData } from './runData';
import { appendRows, sliceRows } from './runRows';
import { fromTable, tableColumns, toTable, type RunTable } from './runTable';

/** Steps of a piece. Larger ones take a browser noticeably long to copy. */
export const pieceSteps = 2048;

export interface KeptHead extends Pick<Run, 'name' | 'shown' | 'begun' | 'setups'> {
  form: 1;
  /** The run's number, which its color follows. */
  id: number;
  /** Steps that are kept. */
  steps: number;
  /** When it was written last, in ms since 1970. */
  written: number;
}

export type KeptPiece = Pick<RunTable, 'weights' | 'columns'>;

/** Bytes of a step in storage, about: each number takes nine. */
export const stepBytes = 9 * tableColumns.length;

export function headOf({ id, name, shown, begun, setups }: Run, steps: number): KeptHead {
  return { form: 1, id, name, shown, begun, setups, steps, written: Date.now() };
}

/** The steps of piece `index` that the run has so far. */
export function pieceOf({ name, setups, data }: Run, index: number): KeptPiece {
  const { weights, columns } = toTable({ name, setups, data: sliceRows(data, index * pieceSteps, (index + 1) * pieceSteps) });
  return { weights, columns };
}

/** @throws Error saying what is wrong with it; settings and name are checked with the pieces */
export function checkHead(head: unknown): KeptHead {
  const { form, id, name, shown, begun, steps, written } = (head ?? {}) as Partial<Record<keyof KeptHead, unknown>>;
  const whole = (value: unknown, low: number) => Number.isSafeInteger(value) && (value as number) >= low;
  const wrong = (problem: string) => new Error(`${typeof name === 'string' ? name : 'A run without a name'}: ${problem}`);
  if (form !== 1) throw wrong('it was kept in a form that this page does not know.');
  if (typeof name !== 'string' || typeof shown !== 'boolean') throw wrong('it does not say whether it was shown.');
  if (!whole(id, 1) || !whole(steps, 1)) throw wrong('its number or its count of steps is wrong.');
  // The latest time that a date can have.
  if (!whole(begun, 0) || !whole(written, 0) || (begun as number) > 8.64e15) throw wrong('its date is wrong.');
  return head as KeptHead;
}

/**
 * The run of a checked head, from its pieces.
 * @param read gives the piece of a number
 * @throws Error saying what is wrong with it, or that it could not be read
 */
export async function readKept(head: KeptHead, read: (index: number) => Promise<unknown>): Promise<Omit<Run, 'earlier'>> {
  const { id, name, shown, begun, setups, steps } = head;
  const wrong = (problem: string) => new Error(`${name}: ${problem}`);
  const data = emptyRunData();
  for (let index = 0; data.steps.length < steps; index += 1) {
    const piece = await read(index);
    if (typeof piece !== 'object' || piece === null) throw wrong('a part of its curves is missing.');
    const part = fromTable({ ...piece as KeptPiece, name, setups }, name).data;
    const wanted = Math.min(pieceSteps, steps - data.steps.length);
    if (part.steps.length < wanted || !goesOn(data, part)) throw wrong('a part of its curves is incomplete.');
    // Another tab may have written more since the head was read.
    appendRows(data, sliceRows(part, 0, wanted));
  }
  return { id, name, shown, begun, setups, data };
}

function goesOn({ steps, epochs, seconds }: RunData, next: RunData): boolean {
  return steps.length === 0
    || (next.steps[0]! > steps.at(-1)! && next.epochs[0]! >= epochs.at(-1)! && next.seconds[0]! >= seconds.at(-1)!);
}

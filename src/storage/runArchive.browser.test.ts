// The archive in a real IndexedDB: what is written comes back to the digit, all or nothing, tabs do
// not overwrite each other, and where the browser keeps nothing it says why.

import { deleteDB } from 'idb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRunArchive } from './runArchive';

const name = 'tdgan-runs-test';
const opened: ReturnType<typeof createRunArchive>[] = [];

/** Each as one tab has it. */
function tab() {
  const archive = createRunArchive(name);
  opened.push(archive);
  return archive;
}

beforeEach(() => deleteDB(name));
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(opened.splice(0).map((archive) => archive.close()));
});

const columns = { step: [0, 3], gTotal: [1 / 3, NaN], dFaceReal: [null, -Infinity], gFace: [5e-324, -0] };

it('gives back heads and pieces as they were, also to another tab', async () => {
  const one = tab();
  expect(await one.heads()).toEqual([]);
  expect(await one.write({ key: 'a', head: { name: 'Run 1', steps: 2 }, pieces: new Map([[0, { columns }], [7, { columns: {} }]]), mode: 'create' })).toBe(true);
  const other = tab();
  expect(await other.heads()).toEqual([{ key: 'a', head: { name: 'Run 1', steps: 2 } }]);
  expect(await other.piece('a', 0)).toEqual({ columns });
  expect(await other.piece('a', 7)).toEqual({ columns: {} });
  expect(await other.piece('a', 1)).toBeUndefined();
  expect(await other.piece('b', 0)).toBeUndefined();
});

it('changes the fields that are named and no others', async () => {
  const [one, other] = [tab(), tab()];
  await one.write({ key: 'a', head: { name: 'Run 1', steps: 2 }, pieces: new Map([[0, { part: 1 }]]), mode: 'create' });
  await other.write({ key: 'a', head: { name: 'named' }, mode: 'change' });
  await one.write({ key: 'a', head: { steps: 4 }, pieces: new Map([[0, { part: 2 }]]), mode: 'change' });
  expect(await other.heads()).toEqual([{ key: 'a', head: { name: 'named', steps: 4 } }]);
  expect(await other.piece('a', 0)).toEqual({ part: 2 });
  await one.write({ key: 'a', head: { steps: 5 }, pieces: new Map([[0, { part: 3 }]]), mode: 'leaving' });
  expect(await other.heads()).toEqual([{ key: 'a', head: { steps: 5 } }]);
  expect(await other.piece('a', 0)).toEqual({ part: 3 });
});

it('removes a run with all its pieces and no other, and nothing brings it back but making it anew', async () => {
  const [one, other] = [tab(), tab()];
  for (const key of ['a', 'ab', 'b']) await one.write({ key, head: { key }, pieces: new Map([[0, {}], [300, {}]]), mode: 'create' });
  await other.remove(['a', 'no such']);
  expect((await one.heads()).map(({ key }) => key)).toEqual(['ab', 'b']);
  expect(await one.piece('a', 300)).toBeUndefined();
  expect(await one.piece('ab', 300)).toEqual({});
  expect(await one.write({ key: 'a', head: { steps: 5 }, pieces: new Map([[1, {}]]), mode: 'change' })).toBe(false);
  expect(await one.piece('a', 1)).toBeUndefined();
  await other.clear();
  expect(await one.heads()).toEqual([]);
  expect(await one.piece('b', 0)).toBeUndefined();
});

it('writes all or nothing', async () => {
  const archive = tab();
  await archive.write({ key: 'a', head: { steps: 1 }, pieces: new Map([[0, {}]]), mode: 'create' });
  const uncopyable = { draw: () => undefined };
  await expect(archive.write({ key: 'a', head: { steps: 3 }, pieces: new Map<number, object>([[1, {}], [2, uncopyable]]), mode: 'change' })).rejects.toThrow();
  expect(await archive.heads()).toEqual([{ key: 'a', head: { steps: 1 } }]);
  expect(await archive.piece('a', 1)).toBeUndefined();
});

it('says why nothing is kept, and tries again the next time', async () => {
  const archive = tab();
  vi.spyOn(indexedDB, 'open').mockImplementation(() => { throw new DOMException('denied by a person', 'SecurityError'); });
  await expect(archive.heads()).rejects.toThrow('this browser keeps nothing for the page (denied by a person).');
  vi.restoreAllMocks();
  expect(await archive.heads()).toEqual([]);
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => { throw new DOMException('full', 'QuotaExceededError'); });
  await expect(archive.write({ key: 'a', head: {}, mode: 'create' })).rejects.toThrow('this browser has no more room for the page. Remove runs, or free disk space.');
});

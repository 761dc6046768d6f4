// An archive in memory, for the tests of keeping runs. What goes in and out is copied, as a browser does.

import type { RunArchive } from './runArchive';

/** `heads` and `pieces` hold what is kept; `failure`, where set, is thrown by every call. */
export function fakeArchive() {
  const heads = new Map<string, unknown>();
  const pieces = new Map<string, unknown>();
  const fake = { heads, pieces, writes: [] as string[], failure: null as string | null };
  const check = () => {
    if (fake.failure) throw new Error(fake.failure);
  };
  const drop = (key: string) => {
    heads.delete(key);
    for (const place of pieces.keys()) if (place.startsWith(`${key}/`)) pieces.delete(place);
  };
  const archive: RunArchive = {
    async heads() {
      check();
      return [...heads].map(([key, head]) => ({ key, head: structuredClone(head) }));
    },
    async piece(key, index) {
      check();
      return structuredClone(pieces.get(`${key}/${index}`));
    },
    async write({ key, head, pieces: written = new Map(), mode }) {
      check();
      if (mode === 'change' && !heads.has(key)) return false;
      heads.set(key, structuredClone({ ...(mode === 'change' ? heads.get(key) as object : {}), ...head }));
      for (const [index, piece] of written) pieces.set(`${key}/${index}`, structuredClone(piece));
      fake.writes.push([mode, ...written.keys()].join(' '));
      return true;
    },
    async remove(keys) {
      check();
      keys.forEach(drop);
    },
    async clear() {
      check();
      [...heads.keys()].forEach(drop);
    },
  };
  return { heads, pieces, writes: fake.writes, archive, fake };
}

// Choices are kept where the browser keeps anything, and hold for the visit where it does not.

import { expect, it } from 'vitest';
import { createPreferences } from './preferences';

function memory(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => { kept.set(key, value); },
  } as unknown as Storage;
}

it('keeps a choice for the next visit', () => {
  const storage = memory();
  createPreferences(() => storage).write('theme', 'dark');
  const nextVisit = createPreferences(() => storage);
  expect(nextVisit.read('theme')).toBe('dark');
  expect(nextVisit.read('tour')).toBeNull();
});

it('keeps it for this visit where storage is off, or full', () => {
  const off = createPreferences(() => { throw new DOMException('denied', 'SecurityError'); });
  expect(off.read('theme')).toBeNull();
  off.write('theme', 'light');
  expect(off.read('theme')).toBe('light');

  const full = createPreferences(() => ({ ...memory(), setItem: () => { throw new DOMException('full', 'QuotaExceededError'); } }));
  full.write('tour', 'done');
  expect(full.read('tour')).toBe('done');
});

// Numbers as the page writes them: units, digits, and where one unit gives way to the next.

import { expect, it } from 'vitest';
import { formatBytes, formatDuration, formatMs } from './format';

it('writes the time of a step in three digits', () => {
  const written: [number, string][] = [[0.5, '0.5 ms'], [12.34, '12.3 ms'], [250, '250 ms'], [6941, '6.94 s'], [12_345, '12.3 s'], [249_400, '249.4 s']];
  for (const [ms, text] of written) expect(formatMs(ms)).toBe(text);
});

it('writes a duration in two units', () => {
  const second = 1000;
  const hour = 3600 * second;
  const written: [number, string][] = [
    [0, '0 s'], [59 * second, '59 s'], [200 * second, '3 min 20 s'], [1.5 * hour, '1 h 30 min'], [47.5 * hour, '47 h 30 min'],
    [49 * hour, '2 d 1 h'], [24 * 1234 * hour, '1,234 d 0 h'],
  ];
  for (const [ms, text] of written) expect(formatDuration(ms)).toBe(text);
});

it('writes bytes in decimal units', () => {
  const written: [number, string][] = [[9_540_000, '9.5 MB'], [404e6, '404 MB'], [1_899_208_936, '1.90 GB']];
  for (const [bytes, text] of written) expect(formatBytes(bytes)).toBe(text);
});

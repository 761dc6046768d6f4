// How many runs are kept beyond the tab, and which of them make room for another: those that nobody
// has named, the one that was written longest ago first. Surprise: a named run never goes by itself.

import { isUnnamed } from './history';
import { checkHead, stepBytes, type KeptHead } from './keptRun';

export const keptLimits = { runs: 50, bytes: 200e6 };

interface KeptEntry {
  key: string;
  head: unknown;
}

/**
 * What must go so that a run of `steps` steps has room beside `others`; null where that is not
 * enough. Heads that are damaged neither count nor go.
 * @param spared a key that must stay
 */
export function toDrop(others: readonly KeptEntry[], { steps, spared }: { steps: number; spared?: string }): string[] | null {
  const kept = others.flatMap(readable);
  const drops: string[] = [];
  let runs = kept.length + 1;
  let bytes = stepBytes * kept.reduce((sum, { head }) => sum + head.steps, steps);
  const candidates = kept
    .filter(({ key, head }) => key !== spared && isUnnamed(head.name))
    .toSorted((one, other) => one.head.written - other.head.written);
  for (const { key, head } of candidates) {
    if (runs <= keptLimits.runs && bytes <= keptLimits.bytes) break;
    drops.push(key);
    runs -= 1;
    bytes -= stepBytes * head.steps;
  }
  return runs <= keptLimits.runs && bytes <= keptLimits.bytes ? drops : null;
}

function readable({ key, head }: KeptEntry): { key: string; head: KeptHead }[] {
  try {
    return [{ key, head: checkHead(head) }];
  } catch {
    return [];
  }
}

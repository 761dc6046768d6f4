// Small choices that outlive the tab: theme, and whether the tour was seen. Surprise: where the
// browser keeps nothing (blocked storage throws on mere access) the choice holds for this visit only.

const prefix = 'tdgan.';

/** @param open gives the browser's storage, and may throw */
export function createPreferences(open: () => Storage = () => window.localStorage) {
  const thisVisit = new Map<string, string>();
  return {
    /** Null where nothing is kept. */
    read(name: string): string | null {
      const chosen = thisVisit.get(name);
      if (chosen !== undefined) return chosen;
      try {
        return open().getItem(prefix + name);
      } catch {
        return null;
      }
    },
    write(name: string, value: string): void {
      thisVisit.set(name, value);
      try {
        open().setItem(prefix + name, value);
      } catch {
        // Kept for this visit, above.
      }
    },
  };
}

// What the page asks of the place that keeps small choices; src/storage/preferences.ts is one.

export interface Preferences {
  /** Null where nothing is kept. */
  read(name: string): string | null;
  write(name: string, value: string): void;
}

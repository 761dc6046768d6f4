// Types of consoleErrors.mjs, which is no TypeScript because Vite's configuration loads it as it is.

import type { BrowserCommand } from 'vitest/node';

export const consoleCommands: { watchConsole: BrowserCommand<[]>; takeConsoleErrors: BrowserCommand<[]> };

declare module 'vitest/browser' {
  interface BrowserCommands {
    watchConsole: () => Promise<void>;
    /** Texts of the errors since the last call. */
    takeConsoleErrors: () => Promise<string[]>;
  }
}

// Types of findBrowser.mjs, which is plain JavaScript because Node 20 runs it unbuilt.

/** Chromium's arguments in every test. */
export const browserArgs: string[];

/** Path of a browser's executable; fetches one where there is none, throws where that fails. */
export function findBrowser(): string;

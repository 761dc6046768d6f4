// What Vitest's browser tests cannot see from within: what their page and each of its workers write to
// the console, watched by the Node side through Playwright. failOnConsoleErrors.ts asks for it.

const mark = 'tdgan-console-mark';
const perPage = new WeakMap();

/** Begins to collect the errors of this test page; what came before is forgotten. */
function watchConsole({ page }) {
  const watched = perPage.has(page);
  perPage.set(page, []);
  if (watched) return;
  page.on('console', (message) => {
    if (message.type() === 'error') perPage.get(page).push(message.text());
  });
}

/** The errors since the last call. They travel apart from commands, so a mark is awaited behind them. */
async function takeConsoleErrors({ page }) {
  const arrived = page.waitForEvent('console', (message) => message.text() === mark);
  await page.evaluate((text) => globalThis.console.debug(text), mark);
  await arrived;
  return perPage.get(page)?.splice(0) ?? [];
}

export const consoleCommands = { watchConsole, takeConsoleErrors };

// The page as a person meets it: what `npm start` builds and serves, in the browser that
// findBrowser.mjs finds. One worker, because the software GPU takes every core. The server is
// never reused, so that no test ever runs against an older build; TDGAN_PORT moves it aside.

import { defineConfig } from 'playwright/test';
import { browserArgs, findBrowser } from './support/findBrowser.mjs';

const port = Number(process.env.TDGAN_PORT ?? 4179);
const address = `http://127.0.0.1:${port}`;

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../test-results',
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  // Minutes, because a software GPU compiles shaders for tens of seconds.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  use: {
    baseURL: address,
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'off',
    launchOptions: { executablePath: findBrowser(), args: browserArgs },
  },
  webServer: {
    command: `npm start -- --port ${port} --strictPort`,
    cwd: '..',
    url: address,
    reuseExistingServer: false,
    timeout: 180_000,
  },
});

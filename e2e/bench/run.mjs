// `npm run bench`: the benchmark without a page to look at. Serves e2e/bench/ with Vite, with the
// isolation headers that WASM threads need, runs each part in a fresh page of a headless browser,
// prints a table and writes everything as JSON.
//
//   npm run bench                              everything, at the size of the published model
//   npm run bench -- --only micro,encoder      some parts
//   npm run bench -- --preset tiny --batch 4 --repetitions 5 results.json
//   TDGAN_ADAPTER=hardware npm run bench       this machine's GPU, not the software adapter
//
// A stock step takes minutes on a software adapter, so the parts `full` and `generator` do, too.

/* global window -- what page.evaluate is given runs in the page */

import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath, URL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { browserArgs, findBrowser } from '../support/findBrowser.mjs';
import { tablesOf } from './tables.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Every part, in order, and its batch where none is asked for. */
const parts = { micro: 1, encoder: 1, jax: 2, counts: 1, memory: 8, wasm: 1, full: 1, generator: 1 };
const presets = ['paper', 'compact', 'tiny'];

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { only: { type: 'string' }, preset: { type: 'string' }, batch: { type: 'string' }, repetitions: { type: 'string' } },
  });
  const only = values.only?.split(',') ?? Object.keys(parts);
  const unknown = only.filter((name) => !Object.hasOwn(parts, name));
  if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}.`);
  const preset = values.preset ?? 'paper';
  if (!presets.includes(preset)) throw new Error(`There is no preset ${preset}. Presets: ${presets.join(', ')}.`);
  const whole = (text, name) => {
    if (!/^[1-9]\d*$/.test(text)) throw new Error(`--${name} must be a whole number from 1, not ${text}.`);
    return Number(text);
  };
  return {
    only: Object.keys(parts).filter((name) => only.includes(name)), preset,
    batch: values.batch === undefined ? undefined : whole(values.batch, 'batch'),
    repetitions: whole(values.repetitions ?? '3', 'repetitions'),
    file: positionals[0] ?? 'bench-results.json',
  };
}

function startServer() {
  return createServer({
    root, configFile: `${root}/vite.config.ts`, logLevel: 'error',
    // A file that is edited meanwhile must not load the page again in the middle of a measurement.
    server: { hmr: false, watch: null },
    // A cache of its own: another server must not load its page again because of jax-js.
    cacheDir: `${root}/node_modules/.vite-bench`,
    optimizeDeps: { entries: ['e2e/bench/index.html'], include: ['@jax-js/jax'] },
  });
}

/** Tells a task when it begins; a terminal also sees how far it is. */
function progressPrinter() {
  let last = '';
  return (task, done, total) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${task}: ${done} of ${total}${done === total ? '\n' : ''}`);
    else if (task !== last) process.stderr.write(`${task}\n`);
    last = task;
  };
}

async function runPart(browser, address, { name, options }) {
  const page = await browser.newPage();
  try {
    const errors = [];
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(error.message));
    await page.exposeFunction('report', progressPrinter());
    await page.goto(address);
    await page.waitForFunction(() => window.bench !== undefined, undefined, { timeout: 120_000 });
    const result = await page.evaluate(([part, given]) => window.bench[part](given), [name, options]);
    // An error of WebGPU is only told on the console; what comes after it is no measurement.
    if (errors.length > 0) throw new Error(errors.join('\n'));
    return result;
  } finally {
    await page.close();
  }
}

async function main() {
  const { only, preset, batch, repetitions, file } = readArguments();
  const server = await startServer();
  await server.listen();
  const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
  const report = { date: new Date().toISOString(), browser: browser.version(), preset, repetitions, parts: {}, failures: {} };
  try {
    const address = `${server.resolvedUrls.local[0]}e2e/bench/index.html`;
    for (const name of only) {
      const options = { preset, batch: batch ?? parts[name], repetitions, microbench: report.parts.micro?.microbench ?? null };
      try {
        report.parts[name] = await runPart(browser, address, { name, options });
      } catch (error) {
        report.failures[name] = error.message;
      }
      writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`); // after each part, because they take long
    }
  } finally {
    await browser.close();
    await server.close();
  }
  console.log(tablesOf(report));
  console.log(`\nWritten to ${file}.`);
  process.exitCode = Object.keys(report.failures).length > 0 ? 1 : 0;
}

await main();

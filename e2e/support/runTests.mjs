// `npm test`: type check, lint, import rules, Vitest and Playwright one after the other, whatever
// fails on the way, and one count of all of them on the last line. Each check counts as one test,
// and so does a runner that ends badly without naming a failed test.
//
//   npm test                       everything
//   npm test -- unit e2e           parts: checks, unit (Node), browser (Vitest in Chromium), e2e
//   npm test -- unit safetensors   further arguments go to the runners, which filter by file name
//   npm test -- e2e -g "slider"

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, URL } from 'node:url';
import { findBrowser } from './findBrowser.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const allParts = ['checks', 'unit', 'browser', 'e2e'];
const scratch = mkdtempSync(join(tmpdir(), 'tdgan-tests-'));

/** Exit code of a command whose output streams through. */
function run(title, [command, ...args], env = {}) {
  console.log(`\n=== ${title}`);
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      // Without a terminal or a reader there is no one to answer a question.
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
      shell: process.platform === 'win32',
    });
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** A runner's counts, mended where its exit code tells of a failure that they do not. */
function verdict(counts, exitCode, filters) {
  const { passed = 0, failed = 0, skipped = 0 } = counts ?? {};
  const nothingRan = passed + failed + skipped === 0;
  const unnamedFailure = failed === 0 && (exitCode !== 0 || counts === null || (nothingRan && filters.length === 0));
  return { passed, failed: failed + (unnamedFailure ? 1 : 0), skipped };
}

async function runCheck(script) {
  const code = await run(script, ['npm', 'run', '--silent', script]);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

function countVitest(report) {
  if (report === null) return null;
  // A file that cannot be loaded has no tests to count, but is a failure.
  const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

async function runVitest(projects, filters) {
  const file = join(scratch, 'vitest.json');
  const projectArgs = projects.map((name) => `--project=${name}`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await run(`vitest (${projects.join(', ')})`, ['npx', '--no', 'vitest', 'run', '--passWithNoTests', ...projectArgs, ...reporters, ...filters]);
  return verdict(countVitest(readReport(file)), code, filters);
}

function countPlaywright(report) {
  if (report === null) return null;
  const { expected, unexpected, flaky, skipped } = report.stats;
  // A test that passes only now and then has failed.
  return { passed: expected, failed: unexpected + flaky, skipped };
}

async function runPlaywright(filters) {
  const file = join(scratch, 'playwright.json');
  const args = ['playwright', 'test', '--config=e2e/playwright.config.ts', '--reporter=list,json', '--pass-with-no-tests', ...filters];
  const code = await run('playwright', ['npx', '--no', ...args], { PLAYWRIGHT_JSON_OUTPUT_FILE: file });
  return verdict(countPlaywright(readReport(file)), code, filters);
}

/** The leading arguments that name parts, and the rest; checks take no filter. */
function parseArguments(args) {
  const end = args.findIndex((arg) => !allParts.includes(arg));
  const parts = end === -1 ? args : args.slice(0, end);
  const filters = end === -1 ? [] : args.slice(end);
  if (parts.length > 0) return { parts, filters };
  return { parts: filters.length > 0 ? allParts.filter((part) => part !== 'checks') : allParts, filters };
}

/** Everything that was asked for, in order, as functions that run it and count. */
function plan({ parts, filters }) {
  const runs = [];
  if (parts.includes('checks')) runs.push(...['typecheck', 'lint', 'imports'].map((script) => () => runCheck(script)));
  const projects = [...(parts.includes('unit') ? ['node'] : []), ...(parts.includes('browser') ? ['browser'] : [])];
  if (projects.length > 0) runs.push(() => runVitest(projects, filters));
  if (parts.includes('e2e')) runs.push(() => runPlaywright(filters));
  return runs;
}

async function main() {
  const asked = parseArguments(process.argv.slice(2));
  if (asked.parts.some((part) => part !== 'checks')) {
    try {
      console.log(`Browser: ${findBrowser()}`);
    } catch (error) {
      // The checks can still run; the runners will say the same and count as failed.
      console.error(error.message);
    }
  }
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const runPart of plan(asked)) {
    const counts = await runPart();
    for (const key of Object.keys(total)) total[key] += counts[key];
  }
  rmSync(scratch, { recursive: true, force: true });
  console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
}

await main();

// `npm run people`: draws the demo set under public/demo/ or contact sheets for looking at, and asks
// the judges what they make of the set.
//
//   npm run people -- set                                    every atlas and the index; a quarter of an hour on two cores;
//                                                            a folder may be named to be written instead of public/demo
//   npm run people -- sheet people.webp --from 1 --count 20  twenty people by seven expressions
//   npm run people -- strengths one.webp --from 7 --count 6  one person, each expression at growing strength
//                                                            with --judge it also says which expression the judges see
//   npm run judge                                            accuracy, confusion, identity of the shipped set; ten minutes;
//                                                            or of the set in a folder: npm run judge -- folder
//   ... --side 256 --color                                   larger, and as the studio draws them
//   ... --json judgment.json                                 what the judges say of a set as JSON, too

/* global window -- what page.evaluate is given runs in the page */

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { Buffer } from 'node:buffer';
import { resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL, URL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { browserArgs, findBrowser } from '../support/findBrowser.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Of WebP: above it the files grow and nothing is seen of it. */
const quality = 0.86;

const { values, positionals: [command, file] } = parseArgs({
  allowPositionals: true,
  options: {
    from: { type: 'string', default: '1' }, count: { type: 'string', default: '20' },
    side: { type: 'string', default: '128' }, color: { type: 'boolean', default: false },
    judge: { type: 'boolean', default: false }, json: { type: 'string' },
  },
});

async function drawDemoSet(page) {
  const folder = pathToFileURL(`${file ?? `${root}public/demo`}/`);
  const { index, sheets } = await page.evaluate(() => window.people.planDemoSet());
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  let bytes = 0;
  for (const [i, { file: name, scenes }] of sheets.entries()) {
    const data = await page.evaluate((sheet) => window.people.drawSheet(sheet), { scenes, columns: index.columns, side: index.side, gray: true, quality });
    const atlas = Buffer.from(data, 'base64');
    bytes += atlas.length;
    await writeFile(new URL(name, folder), atlas);
    console.log(`${i + 1}/${sheets.length} ${name} ${(bytes / 1e6).toFixed(2)} MB`);
  }
  await writeFile(new URL('index.json', folder), JSON.stringify(index));
}

async function drawContactSheet(page, what) {
  if (!file) throw new Error('Name the file to write.');
  const scenes = await page.evaluate(([w, from, count]) => window.people.planContactSheet(w, from, count), [what, Number(values.from), Number(values.count)]);
  const sheet = { scenes, columns: 7, side: Number(values.side), gray: !values.color, quality: 0.95 };
  await writeFile(file, Buffer.from(await page.evaluate((given) => window.people.drawSheet(given), sheet), 'base64'));
  if (!values.judge) return;
  const seen = await page.evaluate((given) => window.people.judgeSheet(given), sheet);
  const { length } = scenes.filter(({ expression }, i) => expression.name === scenes[seen[i]].expression.name);
  console.log(`seen as meant: ${length} of ${scenes.length}; columns are`, scenes.slice(0, 7).map(({ expression }) => expression.name).join(', '));
  for (let i = 0; i < seen.length; i += 7) console.log(seen.slice(i, i + 7).map((name) => scenes[name].expression.name.padEnd(10)).join(''));
}

async function judgeDemoSet(page) {
  page.on('console', (message) => message.text().endsWith('judged') && console.log(message.text()));
  const base = file ? `/@fs${pathToFileURL(`${file}/`).pathname}` : '/demo/';
  const judgment = await page.evaluate(([address, side]) => window.people.judgeDemoSet(address, side), [base, Number(values.side)]);
  console.log(`At ${judgment.side} px, ${judgment.msPerImage.toFixed(0)} ms an image. Rows are what was rendered, columns what the judge saw: ${judgment.expressions.join(', ')}.`);
  for (const [name, part] of Object.entries(judgment.parts)) {
    const auc = part.identityAuc === null ? 'without a value' : `${part.identityAuc.cosine.toFixed(4)} by cosine, ${part.identityAuc.distance.toFixed(4)} by distance`;
    console.log(`\n${name}: ${part.images} images, accuracy ${part.accuracy.toFixed(3)}, identity AUC ${auc} (${part.samePersonPairs} pairs of one person, ${part.differentPeoplePairs} of two)`);
    console.log(part.confusion.map((row) => row.map((count) => String(count).padStart(5)).join('')).join('\n'));
  }
  if (values.json) await writeFile(values.json, `${JSON.stringify(judgment, null, 2)}\n`);
}

const server = await createServer({
  root, configFile: `${root}/vite.config.ts`, logLevel: 'error',
  server: { hmr: false, watch: null, fs: { allow: [root, ...(command === 'judge' && file ? [resolve(file)] : [])] } },
  cacheDir: `${root}/node_modules/.vite-people`, optimizeDeps: { entries: ['e2e/people/index.html'] },
});
await server.listen();
const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error.message));
  await page.goto(`${server.resolvedUrls.local[0]}e2e/people/index.html`);
  await page.waitForFunction(() => window.people !== undefined);
  if (command === 'set') await drawDemoSet(page);
  else if (command === 'sheet') await drawContactSheet(page, 'people');
  else if (command === 'strengths') await drawContactSheet(page, 'strengths');
  else if (command === 'judge') await judgeDemoSet(page);
  else throw new Error('Say what to do: set, sheet, strengths or judge.');
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await browser.close();
  await server.close();
}

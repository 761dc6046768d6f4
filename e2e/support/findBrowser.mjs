// Finds the Chromium-family browser that every test runs in (Vitest's browser project and
// Playwright alike), and fetches one where the machine has none. Synchronous, and answered from
// the disk alone where a browser is installed, because configuration files call it on each load.
// TDGAN_BROWSER names an executable outright.

import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { chromium } from 'playwright';

const softwareAdapter = process.env.TDGAN_ADAPTER !== 'hardware';

/** Chromium's arguments in every test. */
export const browserArgs = [
  // Containers run as root and lack the namespaces that the sandbox wants.
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  // The software adapter gives the same numbers on each machine, with a GPU and without.
  // TDGAN_ADAPTER=hardware tests the GPU of this one.
  ...(softwareAdapter ? ['--use-webgpu-adapter=swiftshader'] : []),
  // The rest keeps the browser itself off the network.
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

/** Where Playwright's channels chrome, chromium and msedge put their executables. */
function channelPaths() {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (process.platform === 'win32') {
    const roots = ['LOCALAPPDATA', 'PROGRAMFILES', 'PROGRAMFILES(X86)'].flatMap((name) => process.env[name] ?? []);
    return ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe']
      .flatMap((path) => roots.map((root) => join(root, path)));
  }
  return ['/opt/google/chrome/chrome', '/usr/lib/chromium/chromium', '/opt/microsoft/msedge/msedge'];
}

function onPath() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name + suffix)));
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

// Ubuntu's chromium-browser is a script that only says how to install the snap; asking for the
// version tells it from a browser. Windows would open a window instead of answering.
function starts(path) {
  return process.platform === 'win32' || spawnSync(path, ['--version'], { timeout: 30_000, stdio: 'ignore' }).status === 0;
}

function installedBrowser() {
  const candidates = [...channelPaths(), ...onPath(), chromium.executablePath()];
  return candidates.find((path) => isExecutable(path) && starts(path));
}

function run(command, args) {
  console.error(`> ${[command, ...args].join(' ')}`);
  // What an installer prints goes to stderr: stdout belongs to whoever asked for the path.
  return spawnSync(command, args, { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' }).status === 0;
}

/** Playwright's own download, else Debian's package where apt-get may be used. */
function getBrowser() {
  console.error('No Chrome, Chromium or Edge is installed here; getting one for the tests.');
  if (run('npx', ['playwright', 'install', 'chromium'])) return;
  if (!existsSync('/usr/bin/apt-get')) return;
  const isRoot = process.getuid?.() === 0;
  const mayUseSudo = !isRoot && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  if (!isRoot && !mayUseSudo) return;
  const apt = isRoot ? ['env'] : ['sudo', '-n', 'env'];
  const [command, ...prefix] = [...apt, 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  if (run(command, [...prefix, 'update'])) run(command, [...prefix, 'install', '-y', 'chromium']);
}

/** Path of a browser's executable; throws where there is none and none can be had. */
export function findBrowser() {
  const named = process.env.TDGAN_BROWSER;
  if (named !== undefined && named !== '') {
    if (!isExecutable(named)) throw new Error(`TDGAN_BROWSER names ${named}, which is not an executable file.`);
    return named;
  }
  let path = installedBrowser();
  if (path === undefined) {
    getBrowser();
    path = installedBrowser();
  }
  if (path === undefined) {
    throw new Error(
      'The tests need Chrome, Chromium or Edge. None is installed, and neither `npx playwright install chromium` nor apt-get could get one. Install one, or set TDGAN_BROWSER to its executable.',
    );
  }
  // The processes that this one starts need not look again.
  process.env.TDGAN_BROWSER = path;
  return path;
}

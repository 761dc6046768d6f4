// How the page is served, built and unit-tested. Two Vitest projects: `node` (*.test.ts, tfjs on
// the CPU) and `browser` (*.browser.test.ts, everything that needs a GPU, a worker or a DOM), the
// second through this same dev server, which therefore also serves the golden files in e2e/.
// Surprise: the browser is looked for only when Vitest asks, never for `npm start`.

import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import type { Plugin } from 'vite';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
import { consoleCommands } from './e2e/support/consoleErrors.mjs';
import { browserArgs, findBrowser } from './e2e/support/findBrowser.mjs';

// Cross-origin isolation: SharedArrayBuffer for tfjs's threaded WASM, and fine-grained timers.
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * Images stay on this machine: the browser itself refuses every request that leaves the page's own
 * address, and every script but the page's. `blob:` scripts are tfjs's WASM threads.
 */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval' blob:",
  "worker-src 'self' blob:",
  "connect-src 'self' data: blob:",
  "img-src 'self' data: blob:",
  "style-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

// Named here because Vite's scan for dependencies starts at the page and does not see what only a
// worker or a test imports; found late, a dependency would reload the page in the middle of a test.
const prebundled = [
  '@tensorflow/tfjs', '@tensorflow/tfjs-backend-wasm', '@tensorflow/tfjs-backend-webgpu',
  '@vladmandic/face-api', 'file-selector', 'gifenc', 'idb', 'image-size', 'mediabunny', 'react', 'react-dom', 'react-dom/client', 'react/jsx-dev-runtime', 'react/jsx-runtime',
  'ssim.js', 'three', 'uplot', 'zustand', 'zustand/vanilla',
];

// Golden tests train on a CPU or a software GPU: minutes, where a hang would be for ever.
const patience = { testTimeout: 600_000, hookTimeout: 600_000 };

function testProjects(): TestProjectConfiguration[] {
  return [
    {
      extends: true,
      test: {
        ...patience,
        name: 'node',
        environment: 'node',
        include: ['src/**/*.test.{ts,tsx}'],
        exclude: ['src/**/*.browser.test.{ts,tsx}'],
        sequence: { groupOrder: 0 },
      },
    },
    {
      extends: true,
      test: {
        ...patience,
        name: 'browser',
        include: ['src/**/*.browser.test.{ts,tsx}'],
        setupFiles: ['e2e/support/failOnConsoleErrors.ts'],
        // After the node project, one file at a time: the software GPU takes every core.
        sequence: { groupOrder: 1 },
        fileParallelism: false,
        browser: {
          enabled: true,
          headless: true,
          screenshotFailures: false,
          commands: consoleCommands,
          provider: playwright({ launchOptions: { executablePath: findBrowser(), args: browserArgs } }),
          instances: [{ browser: 'chromium' }],
        },
      },
    },
  ];
}

/**
 * tfjs starts its WASM threads from this factory's own source text, as toString() gives it. The text
 * tests an outer variable with `typeof`, which the minifier shortens to a plain read, and in a
 * thread, where the variable does not exist, that throws. The test is always false here.
 */
function selfContainedWasmThreads(): Plugin {
  const test = 'typeof _scriptDir !== "undefined" && _scriptDir';
  return {
    name: 'self-contained-wasm-threads',
    apply: 'build',
    transform(code, id) {
      if (!id.endsWith('wasm-out/tfjs-backend-wasm-threaded-simd.js')) return null;
      if (!code.includes(test)) this.error('tfjs-backend-wasm has changed: see whether its threads still start in a minified build.');
      return { code: code.replace(test, 'false'), map: null };
    },
  };
}

/** Only in the built page, which any static host may serve: the dev server's own scripts are inline. */
function policyInPage(): Plugin {
  return {
    name: 'policy-in-page',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: policy }, injectTo: 'head-prepend' },
    ],
  };
}

export default defineConfig(({ mode }) => ({
  plugins: [react(), selfContainedWasmThreads(), policyInPage()],
  server: { host: '127.0.0.1', headers },
  // As a header, too: a worker has the policy that its own script came with.
  preview: { host: '127.0.0.1', headers: { ...headers, 'Content-Security-Policy': `${policy}; frame-ancestors 'none'` } },
  worker: { format: 'es', plugins: () => [selfContainedWasmThreads()] },
  // tfjs is one large chunk that cannot be split usefully.
  build: { target: 'es2022', chunkSizeWarningLimit: 4096 },
  optimizeDeps: { include: prebundled },
  test: {
    projects: mode === 'test' ? testProjects() : [],
    // tfjs advertises its Node binding.
    onConsoleLog: (log) => !log.includes('Hi, looks like you are running TensorFlow.js in Node.js'),
  },
}));

// The house's rules about single files; who may import whom stands in .dependency-cruiser.cjs.
// Surprise: ESLint replaces a rule's options where two blocks match a file, it does not merge
// them, so the lists of banned things are composed here by hand. Tests (*.test.ts, and *.suite.ts
// for what several of them share) may do what slow or long code must not.

import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const testFiles = ['**/*.{test,suite}.{ts,tsx}', 'e2e/**'];

const seededOnly = { object: 'Math', property: 'random', message: 'Randomness is seeded: use src/random.ts.' };
const blockingReads = ['dataSync', 'arraySync'].map((property) => ({
  property,
  message: 'It stops the thread until the GPU is idle: stack what you need and await data() once.',
}));

const networkMessage = 'The page and its store never reach the network; the engine does what must be fetched.';
const network = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource'];
const networkGlobals = network.map((name) => ({ name, message: networkMessage }));
const networkProperties = ['window', 'self', 'globalThis'].flatMap((object) =>
  network.map((property) => ({ object, property, message: networkMessage })));

const domGlobals = ['document', 'window', 'localStorage', 'sessionStorage', 'requestAnimationFrame', 'alert'].map((name) => ({
  name,
  message: 'This runs in a worker, which has no page: emit an event instead.',
}));

const sizes = {
  'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 90, skipBlankLines: true, skipComments: true }],
  // More than three arguments: one named object.
  'max-params': ['error', { max: 3 }],
};

export default defineConfig(
  { ignores: ['dist/', 'test-results/', 'node_modules/', 'public/', 'e2e/golden/', '.cache/'] },
  js.configs.recommended,
  {
    rules: {
      ...sizes,
      eqeqeq: 'error',
      // `f`: face? fake?
      'id-denylist': ['error', 'f'],
      'no-restricted-properties': ['error', seededOnly],
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: { console: 'readonly', module: 'writable' } },
  },
  {
    files: ['**/*.{ts,tsx,mts}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-deprecated': 'error',
      // tfjs states a tensor's rank by assertion; the rule would have it as a type argument instead.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      // `async` is also how a method promises to reject rather than throw.
      '@typescript-eslint/require-await': 'off',
      // onClick={async () => ...} is fine: what it throws reaches the page's error handler.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: { 'no-restricted-properties': ['error', seededOnly, ...blockingReads] },
  },
  {
    // Only here: elsewhere a function may be called use... without being a hook.
    files: ['src/ui/**/*.{ts,tsx}', 'src/main.tsx'],
    extends: [reactHooks.configs.flat.recommended],
  },
  {
    files: ['src/{data,model,kernels,weights,analysis,training}/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', ...domGlobals] },
  },
  {
    files: ['src/{ui,store}/**/*.{ts,tsx}'],
    rules: {
      // Actions and callbacks are taken apart by name here, and none of them uses `this`.
      '@typescript-eslint/unbound-method': 'off',
      'no-restricted-globals': ['error', ...networkGlobals],
      'no-restricted-properties': ['error', seededOnly, ...blockingReads, ...networkProperties],
    },
  },
  {
    files: ['src/**/index.{ts,tsx}'],
    rules: { 'no-restricted-syntax': ['error', { selector: 'Program', message: 'No barrels: import each file by its own name.' }] },
  },
  {
    files: testFiles,
    rules: {
      'max-lines-per-function': 'off',
      'no-restricted-properties': ['error', seededOnly],
      'no-restricted-globals': 'off',
      // Playwright wants a fixture that needs no other to say so: ({}, use) => ...
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
    },
  },
);

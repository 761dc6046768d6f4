// Who may import whom: the house's table of rooms, as a rule that fails the build. A file in src/
// may import its own room and what its row names, nothing else; types count like values. Tests
// (*.test.ts, and *.suite.ts for what several of them share) may import anything, but no cycle.
// Surprise: the two protocols, src/engine/engine.ts and src/people/studio.ts, are a room of their
// own, for they hold plain data and types.

const plain = '^src/[^/]+\\.ts$';
const protocol = '^src/(engine/engine|people/studio)\\.ts$';
const room = (name) => `^src/${name}/`;
// A package is known by where it resolves to, or by its bare name where `?url` stops the resolver.
const npm = (name) => `^(node_modules/)?${name}(/|$)`;

const tfjs = npm('@tensorflow/[^/]+');
const react = npm('(react|react-dom|scheduler)');
const zustand = npm('zustand');
const types = npm('@types/[^/]+');

/** Each room, and what its files may import besides each other. */
const table = {
  data: [plain, tfjs, npm('image-size'), protocol],
  model: [plain, tfjs, room('kernels')],
  kernels: [plain, tfjs],
  weights: [plain, tfjs, room('model')],
  analysis: [plain, tfjs, room('model'), npm('ssim\\.js')],
  training: [plain, tfjs, room('data'), room('model'), room('kernels')],
  engine: [plain, tfjs, protocol, ...['data', 'model', 'kernels', 'weights', 'analysis', 'training', 'judges'].map(room)],
  people: [plain, npm('three'), npm('@types/three')],
  judges: [plain, tfjs, npm('@vladmandic/face-api')],
  storage: [plain, npm('idb')],
  store: [plain, zustand, protocol],
  ui: [plain, zustand, react, types, npm('file-selector'), npm('gifenc'), npm('mediabunny'), room('store'), protocol, '\\.css$'],
};
const charts = [...table.ui, room('ui'), npm('uplot')];

const testFile = '\\.(test|suite)\\.tsx?$';
const rooms = Object.keys(table).join('|');

const roomRules = Object.entries(table).map(([name, allowed]) => ({
  name: `room-${name}`,
  comment: `A file of src/${name}/ imports something that its row in .dependency-cruiser.cjs does not name.`,
  severity: 'error',
  from: { path: room(name), pathNot: [testFile, '^src/ui/charts/'] },
  to: { pathNot: [room(name), ...allowed] },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'room-charts',
      comment: 'Charts are props in, pixels out; uplot is used here and nowhere else.',
      severity: 'error',
      from: { path: '^src/ui/charts/', pathNot: testFile },
      to: { pathNot: charts },
    },
    {
      name: 'room-plain',
      comment: 'Plain files import nothing but each other.',
      severity: 'error',
      from: { path: plain, pathNot: testFile },
      to: { pathNot: plain },
    },
    {
      name: 'no-unknown-room',
      comment: 'A new folder under src/ needs a row in the table of .dependency-cruiser.cjs.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: [`^src/(${rooms})/`, testFile] },
      to: {},
    },
    {
      name: 'no-tests-in-production',
      comment: 'What is shipped imports neither e2e/ nor a test.',
      severity: 'error',
      from: { path: '^src/', pathNot: testFile },
      to: { path: ['^e2e/', testFile] },
    },
    { name: 'no-cycles', comment: 'Types count, too.', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-barrels',
      comment: 'Import each file by its own name.',
      severity: 'error',
      from: {},
      to: { path: '/index\\.tsx?$', pathNot: '^node_modules/' },
    },
  ],
  options: {
    doNotFollow: { path: '^node_modules' },
    // Otherwise `import type` would not count.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default', 'types'] },
  },
};

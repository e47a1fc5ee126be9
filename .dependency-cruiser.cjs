// What each room may import. A room that is not listed here may import nothing.
// docs/architecture.md, "Who may import whom", says the same in words; test/repo/rooms.test.ts holds both together.
const ALLOWED = {
  kernel: [],
  wasm: [],
  aws: ['kernel'],
  reference: ['kernel'],
  sources: ['kernel', 'wasm'],
  events: ['kernel', 'wasm', 'reference'],
  store: ['kernel', 'wasm', 'events'],
  findings: ['kernel'],
  detections: ['kernel', 'reference', 'events', 'store', 'findings'],
  guardduty: ['kernel', 'reference', 'events', 'store', 'findings'],
  incidents: ['kernel', 'events', 'store', 'findings'],
  posture: ['kernel', 'reference', 'findings'],
  simulation: ['kernel'],
  outputs: ['kernel', 'findings', 'incidents', 'posture'],
  app: [
    ...['kernel', 'aws', 'reference', 'sources', 'events', 'store', 'findings', 'detections', 'incidents'],
    ...['guardduty', 'posture', 'simulation', 'outputs'],
  ],
  cli: ['kernel', 'findings', 'outputs', 'app'],
}

// Packages that only one room (or folder) may see.
const CONFINED = {
  '@duckdb/node-api': '^src/store/duckdb/',
  'node:sqlite': '^src/store/sqlite/',
  pg: '^src/store/postgres/',
  kysely: '^src/store/',
  yaml: '^src/(detections/sigma|app)/',
  zod: '^src/(app|detections/behaviours|posture/(snapshot|collect))/',
  commander: '^src/cli/',
  yauzl: '^src/sources/',
  'csv-parse': '^src/(sources|posture/collect)/',
  picomatch: '^src/sources/',
  re2js: '^src/detections/sigma/',
  '@aws-sdk': '^src/aws/',
  maxmind: '^src/reference/networks/',
}

const ADAPTERS = '^src/store/(duckdb|postgres|sqlite|trino)/'

// Modules that nothing imports because something else starts them: a verb's process, a worker thread.
const ENTRIES = '^src/(cli/main|app/ingest/ingest-worker)\\.ts$'

const rooms = Object.entries(ALLOWED).map(([room, may]) => ({
  name: `${room}-imports`,
  comment: `${room} may import ${may.join(', ') || 'nothing'} (docs/architecture.md, "Who may import whom").`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: [`^src/(${[room, ...may].join('|')})/`] },
}))

const confined = Object.entries(CONFINED).map(([pkg, where]) => ({
  name: `${pkg.replace(/\W+/g, '-').replace(/^-|-$/g, '')}-confined`,
  comment: `${pkg} is the business of ${where}; the rest of the code speaks to a port.`,
  severity: 'error',
  from: { path: '^src/', pathNot: where },
  to: { path: pkg.startsWith('node:') ? `^(node:)?${pkg.slice(5)}$` : `(^|node_modules/)${pkg}(/|$)` },
}))

module.exports = {
  forbidden: [
    ...rooms,
    ...confined,
    {
      name: 'rooms-are-listed',
      comment: 'A folder in src/ that ALLOWED does not name: add it there and to docs/architecture.md.',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(${Object.keys(ALLOWED).join('|')})/` },
      to: {},
    },
    {
      name: 'through-the-door',
      comment: 'From outside, a room is its index.ts. Adapters are the exception, for app/wire.ts alone.',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: '^src/app/wire\\.ts$' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'wire-opens-adapters-only',
      comment: 'app/wire.ts may pass by a door, but only to an adapter.',
      severity: 'error',
      from: { path: '^src/app/wire\\.ts$' },
      to: { path: '^src/', pathNot: ['^src/app/', '^src/[^/]+/index\\.ts$', ADAPTERS] },
    },
    {
      name: 'only-wire-opens-adapters',
      comment: 'Ports meet adapters in app/wire.ts, nowhere else: not even in the room of the adapter.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/app/wire\\.ts$', ADAPTERS] },
      to: { path: ADAPTERS },
    },
    {
      name: 'adapters-are-strangers',
      comment: 'One adapter never imports another.',
      severity: 'error',
      from: { path: '^src/store/(duckdb|postgres|sqlite|trino)/' },
      to: { path: ADAPTERS, pathNot: '^src/store/$1/' },
    },
    {
      name: 'hash-across-rooms',
      comment: 'Write #room/… across rooms and ./ inside one, so that a crossing can be seen.',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/', pathNot: '^src/$1/', dependencyTypesNot: ['aliased'] },
    },
    {
      name: 'no-io-in-the-core',
      comment: 'Meaning is pure: files, network and processes are for adapters, app and cli.',
      severity: 'error',
      from: { path: '^src/(kernel|events|findings|detections|incidents|posture|outputs|store/sql)/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|util|buffer)$' },
    },
    {
      name: 'no-circular',
      comment:
        'No ring of modules that run. A type may be asked for backwards: it is gone before anything runs.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: ['\\.d\\.ts$', ENTRIES] },
      to: {},
    },
    {
      name: 'reachable-from-an-entry',
      comment:
        'Dead wood: nothing that we ship reaches this file. Trino waits for its engine, and is tested.',
      severity: 'error',
      from: { path: ENTRIES },
      to: { path: '^src/', pathNot: ['^src/store/trino/', ENTRIES], reachable: false },
    },
    { name: 'src-not-to-test', severity: 'error', from: { path: '^src/' }, to: { path: '^(test|scripts)/' } },
    {
      name: 'tests-stand-alone',
      comment: 'A test imports support and the code, never another test.',
      severity: 'error',
      from: { path: '^test/' },
      to: { path: '\\.test\\.ts$' },
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'not-to-dev-dep',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default'],
    },
  },
}

#!/usr/bin/env node
// Plain JavaScript that any Node understands, so that an old one gets a sentence instead of a syntax error.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `trailhound needs Node 22.18 or newer; this is ${process.version}.\n` +
      'In a checkout, "npm install" brings Node 24 along and "npm run trailhound -- ..." uses it.\n',
  )
  process.exit(1)
}

// node:sqlite and type stripping are called experimental by the Node versions we support; users need not care.
const emitWarning = process.emitWarning
process.emitWarning = (warning, ...rest) => {
  const kind = typeof rest[0] === 'string' ? rest[0] : rest[0]?.type
  if (kind !== 'ExperimentalWarning') emitWarning.call(process, warning, ...rest)
}

// A checkout runs the TypeScript as it is (npm run trailhound); an installed package has only dist/.
const fromSource = process.execArgv.includes('--conditions=source')
if (fromSource) {
  // To strip the types of some hundred files takes longer than many a command: what was stripped is kept, in the checkout's
  // own folder.
  const { enableCompileCache } = await import('node:module')
  const { fileURLToPath } = await import('node:url')
  const cache = fileURLToPath(new URL('../node_modules/.cache/trailhound', import.meta.url))
  enableCompileCache(cache)
  // The threads that read logs find it by this name alone.
  process.env.NODE_COMPILE_CACHE = cache
}
await import(fromSource ? '../src/cli/main.ts' : '../dist/cli/main.js')

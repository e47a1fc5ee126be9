import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cruise, type IReporterOutput } from 'dependency-cruiser'
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-config'
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { expect, test } from 'vitest'

const ROOMS = readdirSync('src')

test('rooms import only what they may, and every file was looked at', async () => {
  const result = await look(process.cwd(), ['src'])
  expect(violationsIn(result)).toEqual([])
  // Without a TypeScript that it knows, dependency-cruiser sees no .ts at all and is content.
  const files = readdirSync('src', { recursive: true }).filter((name) => String(name).endsWith('.ts'))
  expect(files.length).toBeGreaterThan(200)
  expect(seenIn(result)).toHaveLength(files.length)
})

/** What no file may say, and the rule that must notice. */
const SEEDED = [
  { rule: 'incidents-imports', file: 'src/incidents/bad.ts', says: "import '#detections/index.ts'" },
  { rule: 'outputs-imports', file: 'src/outputs/bad.ts', says: "import '#store/index.ts'" },
  { rule: 'simulation-imports', file: 'src/simulation/bad.ts', says: "import '#events/index.ts'" },
  { rule: 'through-the-door', file: 'src/app/bad.ts', says: "import '#store/engine.ts'" },
  { rule: 'only-wire-opens-adapters', file: 'src/app/bad.ts', says: "import '#store/duckdb/engine.ts'" },
  { rule: 'only-wire-opens-adapters', file: 'src/store/bad.ts', says: "import './sqlite/index.ts'" },
  { rule: 'hash-across-rooms', file: 'src/events/bad.ts', says: "import '../kernel/index.ts'" },
  { rule: 'node-sqlite-confined', file: 'src/app/bad.ts', says: "import 'node:sqlite'" },
  { rule: 'duckdb-node-api-confined', file: 'src/store/bad.ts', says: "import '@duckdb/node-api'" },
  { rule: 'no-io-in-the-core', file: 'src/detections/bad.ts', says: "import 'node:fs'" },
  { rule: 'rooms-are-listed', file: 'src/helpers/bad.ts', says: "import 'node:fs'" },
  { rule: 'not-to-unresolvable', file: 'src/app/bad.ts', says: "import '#nowhere/index.ts'" },
  { rule: 'no-orphans', file: 'src/events/bad.ts', says: 'export const forgotten = 1' },
] as const

test.each(SEEDED)('$rule notices $says in $file', async ({ rule, file, says }) => {
  const root = mkdtempSync(join(tmpdir(), 'trailhound-rooms-'))
  try {
    for (const name of ['package.json', 'tsconfig.json']) copyFileSync(name, join(root, name))
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), `${text}\n`)
    }
    for (const room of ROOMS) write(`src/${room}/index.ts`, `export const ${room} = 1`)
    for (const path of ['engine.ts', 'duckdb/engine.ts', 'sqlite/index.ts'])
      write(`src/store/${path}`, 'export const one = 1')
    write(file, says)
    expect(violationsIn(await look(root, ['src'])).filter((text) => text.includes(file))).toContainEqual(
      expect.stringContaining(`${rule}: ${file}`),
    )
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})

test('docs/architecture.md names every room', () => {
  const page = readFileSync('docs/architecture.md', 'utf8')
  for (const room of ROOMS) expect(page).toMatch(new RegExp(`^\\| .*\`${room}/?\``, 'mu'))
})

async function look(baseDir: string, folders: string[]): Promise<IReporterOutput['output']> {
  const config = await extractConfig('./.dependency-cruiser.cjs')
  const { tsConfig, ...options } = config.options ?? {}
  expect(tsConfig?.fileName).toBe('tsconfig.json')
  const { output } = await cruise(
    folders,
    { ...options, baseDir, ruleSet: { forbidden: config.forbidden ?? [] }, validate: true },
    undefined,
    { tsConfig: extractTsConfig('./tsconfig.json') },
  )
  return output
}

function violationsIn(output: IReporterOutput['output']): readonly string[] {
  if (typeof output === 'string') throw new Error('expected an object')
  return output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
}

function seenIn(output: IReporterOutput['output']): readonly string[] {
  if (typeof output === 'string') throw new Error('expected an object')
  return output.modules.map(({ source }) => source).filter((source) => source.startsWith('src/'))
}

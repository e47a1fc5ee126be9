import type { z } from 'zod'
import { mistakesOf } from '#kernel/index.ts'
import { appliesToCloudTrail, readLogSource, readMetadata } from '../sigma/metadata.ts'
import type { Placeholders } from '../sigma/modifiers/modifier.ts'
import type { Problems } from '../sigma/problem.ts'
import { type Entry, entryOf, type Mapping, type Tree, textAt } from '../sigma/yaml-tree.ts'
import type { CompiledBehaviour, Kind } from './behaviour.ts'
import { KINDS } from './kinds/table.ts'
import { gravestOf } from './level-of.ts'

/** Keys of Sigma that say nothing here; silence about them would mislead. */
const FOREIGN_KEYS: ReadonlySet<string> = new Set(['detection', 'correlation', 'filter'])

/**
 * A document with the key `behaviour`: Sigma's metadata, and what departs from whose habit. Whatever is wrong goes to `problems`.
 */
export function readBehaviour(
  document: Mapping,
  file: string,
  { placeholders, problems }: { readonly placeholders: Placeholders; readonly problems: Problems },
): CompiledBehaviour | undefined {
  const before = problems.count()
  const metadata = readMetadata(document, file, problems)
  refuseForeignKeys(document, problems)
  const entry = entryOf(document, 'behaviour')
  if (entry?.value.kind !== 'map') {
    problems.error(entry?.line ?? document.line, "'behaviour' must be a map of kind, levels and options.")
    return undefined
  }
  const kind = kindOf(entry.value, entry.line, problems)
  if (kind === undefined) return undefined
  const bound = kind.bind(expanded(plain(entry.value), entry.value, placeholders, problems))
  if ('issues' in bound) {
    for (const issue of bound.issues) reportIssue(issue, entry, problems)
    return undefined
  }
  if (problems.count() > before) return undefined
  return {
    ...metadata,
    ...bound,
    level: gravestOf(bound.levels),
    hasLevel: true,
    kind: textAt(entry.value, 'kind') ?? '',
    filters: [],
  }
}

function kindOf(options: Mapping, nearLine: number, problems: Problems): Kind | undefined {
  const name = textAt(options, 'kind')
  const kind = name !== undefined && Object.hasOwn(KINDS, name) ? KINDS[name] : undefined
  if (kind === undefined) {
    const what = name === undefined ? 'The kind is missing' : `Unknown kind '${name}'`
    const line = entryOf(options, 'kind')?.line ?? nearLine
    problems.error(line, `${what} (${Object.keys(KINDS).join(', ')}).`)
  }
  return kind
}

function refuseForeignKeys(document: Mapping, problems: Problems): void {
  for (const { key, line } of document.entries) {
    if (key === 'level')
      problems.error(line, "A behaviour has no 'level': each of behaviour.levels says what it asks.")
    else if (FOREIGN_KEYS.has(key)) problems.error(line, `A behaviour has no '${key}'.`)
  }
  const logsource = readLogSource(document)
  if (logsource !== undefined && !appliesToCloudTrail(logsource))
    problems.error(
      entryOf(document, 'logsource')?.line ?? document.line,
      'Behaviours are of CloudTrail only.',
    )
}

function plain(tree: Tree): unknown {
  switch (tree.kind) {
    case 'scalar':
      return tree.value
    case 'list':
      return tree.items.map(plain)
    case 'map':
      return Object.fromEntries(tree.entries.map(({ key, value }) => [key, plain(value)]))
  }
}

/** Lists of the settings in the place of `%name%` among `values`. */
function expanded(options: unknown, map: Mapping, placeholders: Placeholders, problems: Problems): unknown {
  if (typeof options !== 'object' || options === null || !('values' in options)) return options
  const { values } = options
  if (!Array.isArray(values)) return options
  const lines = entryOf(map, 'values')?.value
  const texts = values.flatMap((value: unknown, place): readonly unknown[] => {
    const name = typeof value === 'string' ? /^%(.+)%$/u.exec(value)?.[1] : undefined
    if (name === undefined) return [value]
    const known = Object.hasOwn(placeholders, name) ? placeholders[name] : undefined
    if (known !== undefined) return known
    const line = lines?.kind === 'list' ? lines.items[place]?.line : lines?.line
    problems.error(line ?? map.line, `The settings have no list '${name}'.`)
    return []
  })
  return { ...options, values: texts }
}

function reportIssue(issue: z.core.$ZodIssue, { line, value }: Entry, problems: Problems): void {
  for (const mistake of mistakesOf(issue)) {
    const path = mistake.path.map(String)
    problems.error(lineOf(value, path, line), `'${['behaviour', ...path].join('.')}': ${mistake.message}`)
  }
}

/** Where a path leads; the line of its nearest parent when a step is missing. */
function lineOf(tree: Tree, path: readonly string[], nearLine: number): number {
  const [step, ...more] = path
  if (step === undefined) return nearLine
  if (tree.kind === 'list') {
    const item = tree.items[Number(step)]
    return item === undefined ? nearLine : lineOf(item, more, item.line)
  }
  const entry = tree.kind === 'map' ? entryOf(tree, step) : undefined
  return entry === undefined ? nearLine : lineOf(entry.value, more, entry.line)
}

import { LEVELS, type Level } from '#findings/index.ts'
import type { Problems } from './problem.ts'
import { entryOf, type Mapping, textAt, textsAt } from './yaml-tree.ts'

export interface LogSource {
  readonly category: string | undefined
  readonly product: string | undefined
  readonly service: string | undefined
}

/** What our own rules say beyond Sigma. */
export interface TrailhoundBlock {
  /** Rows of the mission, `2.1`. */
  readonly rows: readonly string[]
  /** A sentence; `{field}` stands for the values met. */
  readonly why: string | undefined
  readonly blindspots: readonly string[]
  readonly respond: readonly string[]
}

/** What rules and correlations say about themselves. */
export interface Metadata {
  /** The rule's id, else its name, else its file and line. */
  readonly id: string
  /** As written. */
  readonly uuid: string | undefined
  readonly name: string | undefined
  readonly file: string
  readonly line: number
  readonly title: string
  readonly status: string | undefined
  readonly level: Level
  /** False: the rule says none, and counts as informational. */
  readonly hasLevel: boolean
  readonly description: string | undefined
  readonly author: string | undefined
  readonly references: readonly string[]
  readonly tags: readonly string[]
  readonly falsepositives: readonly string[]
  readonly fields: readonly string[]
  readonly trailhound: TrailhoundBlock | undefined
}

/** @param file - as the user names it; part of the id where the rule has none. */
export function readMetadata(rule: Mapping, file: string, problems: Problems): Metadata {
  const uuid = textAt(rule, 'id')
  const name = textAt(rule, 'name')
  const title = textAt(rule, 'title')
  if (title === undefined) problems.error(rule.line, 'The title is missing.')
  return {
    id: uuid ?? name ?? `${file}:${String(rule.line)}`,
    uuid,
    name,
    file,
    line: rule.line,
    title: title ?? file,
    status: textAt(rule, 'status'),
    level: levelOf(rule, problems),
    hasLevel: textAt(rule, 'level') !== undefined,
    description: textAt(rule, 'description'),
    author: textAt(rule, 'author'),
    references: textsAt(rule, 'references'),
    tags: textsAt(rule, 'tags'),
    falsepositives: textsAt(rule, 'falsepositives'),
    fields: textsAt(rule, 'fields'),
    trailhound: readBlock(rule, problems),
  }
}

/** A rule without a level counts as `informational`: what is not judged must not alarm. */
function levelOf(rule: Mapping, problems: Problems): Level {
  const written = textAt(rule, 'level')
  const level = LEVELS.find((one) => one === written)
  if (written !== undefined && level === undefined) {
    problems.error(
      entryOf(rule, 'level')?.line ?? rule.line,
      `Unknown level '${written}' (${LEVELS.join(', ')}).`,
    )
  }
  return level ?? 'informational'
}

export function readLogSource(rule: Mapping): LogSource | undefined {
  const tree = entryOf(rule, 'logsource')?.value
  if (tree?.kind !== 'map') return undefined
  return {
    category: textAt(tree, 'category'),
    product: textAt(tree, 'product'),
    service: textAt(tree, 'service'),
  }
}

/** Whether a rule is about CloudTrail, or about nothing in particular. */
export const appliesToCloudTrail = ({ category, product, service }: LogSource): boolean =>
  category === undefined &&
  (product === undefined || product.toLowerCase() === 'aws') &&
  (service === undefined || service.toLowerCase() === 'cloudtrail')

const BLOCK_KEYS = new Set(['rows', 'why', 'blindspots', 'respond'])

function readBlock(rule: Mapping, problems: Problems): TrailhoundBlock | undefined {
  const entry = entryOf(rule, 'trailhound')
  if (entry === undefined) return undefined
  const { value: block, line } = entry
  if (block.kind !== 'map') {
    problems.error(line, "'trailhound' must be a map of rows, why, blindspots and respond.")
    return undefined
  }
  for (const { key, line: at } of block.entries) {
    if (!BLOCK_KEYS.has(key))
      problems.error(at, `Unknown key 'trailhound.${key}' (${[...BLOCK_KEYS].join(', ')}).`)
  }
  return {
    rows: textsAt(block, 'rows'),
    why: textAt(block, 'why'),
    blindspots: textsAt(block, 'blindspots'),
    respond: textsAt(block, 'respond'),
  }
}

import { LEVELS } from '#findings/index.ts'
import { foldedInto } from '#incidents/index.ts'
import { plainCount } from '#kernel/index.ts'
import type { Page } from './page.ts'
import type { ReportFinding } from './report.ts'
import { badge } from './terminal-badge.ts'
import { plainSpan } from './times.ts'

/** Kinds of findings told at length in one incident. */
const MAX_KINDS = 8
const MAX_NAMED = 8
const MAX_TARGETS = 3
const MEDIUM = LEVELS.indexOf('medium')

/** Findings of one detection, told as one. */
interface Kind {
  /** The worst, or the first of the equally bad. */
  readonly finding: ReportFinding
  readonly count: number
  readonly deniedCount: number
  readonly firstEvent: string
  readonly lastEvent: string
}

/** What an incident is made of: each kind of medium or above with its sentence, the milder ones in one line. */
export function findingsLines({
  findings,
  page,
  verbose,
}: {
  readonly findings: readonly ReportFinding[]
  readonly page: Page
  readonly verbose: boolean
}): readonly string[] {
  const kinds = kindsOf(findings)
  const steps = stepsOf(kinds, findings)
  const inOthers = new Set([...steps.values()].flat())
  const told = verbose
    ? kinds
    : kinds.filter((kind) => isWorthALook(kind) && !inOthers.has(kind)).slice(0, MAX_KINDS)
  const shown = verbose ? [] : told.flatMap((kind) => steps.get(kind) ?? []).filter(isWorthALook)
  const rest = kinds.filter(
    (kind) => !told.includes(kind) && !shown.includes(kind) && kind.finding.level !== 'informational',
  )
  return [
    page.paint('bold', '     What was seen'),
    ...told.flatMap((kind) => [
      ...kindLines(kind, page, verbose),
      ...(verbose ? [] : stepLines((steps.get(kind) ?? []).filter(isWorthALook), page)),
      '',
    ]),
    ...(rest.length === 0 ? [] : [...restLines(rest, page), '']),
  ]
}

function kindsOf(worstFirst: readonly ReportFinding[]): readonly Kind[] {
  const byDetection = new Map<string, Kind>()
  for (const finding of worstFirst) {
    const { count, deniedCount, firstEvent, lastEvent } = finding
    const kind = byDetection.get(finding.detectionId) ?? {
      finding,
      count: 0,
      deniedCount: 0,
      firstEvent,
      lastEvent,
    }
    byDetection.set(finding.detectionId, {
      finding: kind.finding,
      count: kind.count + count,
      deniedCount: kind.deniedCount + deniedCount,
      firstEvent: firstEvent < kind.firstEvent ? firstEvent : kind.firstEvent,
      lastEvent: lastEvent > kind.lastEvent ? lastEvent : kind.lastEvent,
    })
  }
  return [...byDetection.values()]
}

/** Kinds that another one tells already, by the one that tells them. */
function stepsOf(
  kinds: readonly Kind[],
  findings: readonly ReportFinding[],
): ReadonlyMap<Kind, readonly Kind[]> {
  const folded = foldedInto(findings)
  const byId = new Map(findings.map((finding) => [finding.id, finding]))
  const kindOf = new Map(kinds.map((kind) => [kind.finding.detectionId, kind]))
  const steps = new Map<Kind, Kind[]>()
  for (const kind of kinds) {
    const own = findings.filter(({ detectionId }) => detectionId === kind.finding.detectionId)
    if (!own.every(({ id }) => folded.has(id))) continue
    const teller = kindOf.get(byId.get(folded.get(kind.finding.id) ?? '')?.detectionId ?? '')
    if (teller !== undefined && teller !== kind) steps.set(teller, [...(steps.get(teller) ?? []), kind])
  }
  return steps
}

/** One sentence a step: they hold the facts of which the whole is made. */
function stepLines(steps: readonly Kind[], page: Page): readonly string[] {
  return steps.flatMap(({ finding }) =>
    page.wrap(page.safe(finding.why, 400), { first: `       ${page.signs.bullet} `, rest: ' '.repeat(9) }),
  )
}

function kindLines(kind: Kind, page: Page, verbose: boolean): readonly string[] {
  const { finding } = kind
  const { dot, dash } = page.signs
  const word = finding.level === 'informational' ? 'INFO' : finding.level.toUpperCase()
  const lead = `     ${word}  `
  const rest = ' '.repeat(7)
  const [first = '', ...more] = page.wrap(`${page.safe(finding.title, 120)}${timesText(kind, page)}`, {
    first: lead,
    rest,
  })
  const calls = listOf(finding.calls.map(plainCall), MAX_NAMED, page)
  const targets = finding.resources.length === 0 ? [] : [`on ${listOf(finding.resources, MAX_TARGETS, page)}`]
  const facts = [calls, plainSpan(kind.firstEvent, kind.lastEvent, dash), ...targets].filter(
    (fact) => fact !== '',
  )
  return [
    `     ${badge(finding.level, page)}  ${page.paint('bold', first.slice(lead.length))}`,
    ...more,
    ...page.wrap(page.safe(finding.why, 400), { first: rest, rest }),
    ...page.wrap(facts.join(` ${dot} `), { first: rest, rest }).map((line) => page.paint('dim', line)),
    ...(verbose ? detailLines(finding, page) : []),
  ]
}

function detailLines(finding: ReportFinding, page: Page): readonly string[] {
  const details: readonly (readonly [string, readonly string[]])[] = [
    ['Detection', [`${finding.detectionId} (${finding.kind}; rows ${finding.rows.join(', ') || 'none'})`]],
    ['Cannot see', finding.blindSpots],
    ['See', finding.references],
    ['Events', finding.eventIds.slice(0, MAX_NAMED)],
  ]
  return details.flatMap(([label, texts]) =>
    texts.flatMap((text) => {
      const lines = page.wrap(`${label}: ${page.safe(text, 300)}`, {
        first: ' '.repeat(7),
        rest: ' '.repeat(9),
      })
      return lines.map((line) => page.paint('dim', line))
    }),
  )
}

function restLines(rest: readonly Kind[], page: Page): readonly string[] {
  const texts = rest.map((kind) => `${page.safe(kind.finding.title, 100)}${timesText(kind, page)}`)
  return page.wrap(`Also: ${texts.join('; ')}`, { first: ' '.repeat(5), rest: ' '.repeat(7) })
}

/** ` ×3, 1 refused`; nothing where it happened once. */
export function timesText({ count, deniedCount }: Pick<Kind, 'count' | 'deniedCount'>, page: Page): string {
  const times = count > 1 ? ` ${page.signs.times}${plainCount(count)}` : ''
  if (deniedCount === 0) return times
  if (deniedCount >= count) return `${times}, refused`
  return `${times}, ${plainCount(deniedCount)} refused`
}

/** Names of unknown origin, harmless, apart by commas, at most `max` and then how many more. */
export function listOf(names: readonly string[], max: number, page: Page): string {
  const shown = names.slice(0, max).map((name) => page.safe(name, 120))
  const more = names.length - shown.length
  return `${shown.join(', ')}${more > 0 ? ` and ${plainCount(more)} more` : ''}`
}

/** `iam.amazonaws.com:CreateUser` → `iam:CreateUser`. */
function plainCall(call: string): string {
  return call.replace('.amazonaws.com:', ':')
}

function isWorthALook({ finding }: Kind): boolean {
  return LEVELS.indexOf(finding.level) >= MEDIUM
}

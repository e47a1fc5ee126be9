import type { Finding } from '#findings/index.ts'
import { byLetters, HOUR_MS, plainBytes, plainCount } from '#kernel/index.ts'
import { isGrave } from '../build/grave.ts'
import { sum } from './damage/harms.ts'
import { MOST_IDS } from './read-calls.ts'
import type { Run, RunTotals } from './read-runs.ts'
import { stageOf } from './stage-of.ts'
import type { Stage, TimelineEntry } from './story.ts'
import { brief, counted, listed } from './words.ts'

export const MOST_ENTRIES = 500
/** Ordinary reading within so long is one line. */
const TOGETHER_MS = HOUR_MS

interface TimelineInputs {
  readonly runs: readonly Run[]
  readonly findings: readonly Finding[]
  readonly totals: RunTotals
}

/** What happened, oldest first: what is alike is one line, ordinary looking round is told in sum. */
export function timelineOf({ runs, findings, totals }: TimelineInputs): readonly TimelineEntry[] {
  const staged = runs.map((run) => ({
    run,
    stage: stageOfRun(run, findings),
    findingIds: gravesOf(run, findings),
  }))
  const ordinary = staged.filter(isOrdinary)
  const told = staged.filter((one) => !isOrdinary(one)).map(entryOf)
  const all = [...told, ...foldedReads(ordinary.map(({ run }) => run))]
  const kept = all.length < MOST_ENTRIES ? all : weightiest(all).slice(0, MOST_ENTRIES - 1)
  const rest = theRest(totals, kept)
  return [...kept.toSorted(byTime), ...rest]
}

interface Staged {
  readonly run: Run
  readonly stage: Stage
  readonly findingIds: readonly string[]
}

/** One call is what a rule saw; what a habit or a correlation saw says nothing of each call alone. */
const stageOfRun = (run: Run, findings: readonly Finding[]): Stage =>
  stageOf(
    run,
    run.findings.flatMap((place) => (findings[place]?.kind === 'sigma' ? findings[place].tactics : [])),
  )

const gravesOf = (run: Run, findings: readonly Finding[]): readonly string[] =>
  run.findings.flatMap((place) => (isGrave(findings[place]) ? (findings[place]?.id ?? []) : []))

/** Looking round, by calls that nobody would ask about one by one. */
const isOrdinary = ({ run, stage }: Staged): boolean =>
  stage === 'discovery' &&
  run.danger === undefined &&
  (run.accessLevel === 'read' || run.accessLevel === 'list')

function entryOf({ run, stage, findingIds }: Staged): TimelineEntry {
  return {
    stage,
    firstMs: run.firstMs,
    lastMs: run.lastMs,
    what: whatOf(run),
    count: run.count,
    deniedCount: run.deniedCount,
    principal: run.principal,
    address: run.address,
    region: run.region,
    eventIds: run.eventIds,
    findingIds,
  }
}

/** `s3:GetObject of 120 things in example-payroll (3.2 MB)`, `iam:CreateAccessKey for backup-sync`. */
export function whatOf({ service, name, bucket, things, thingCount, bytesOut }: Run): string {
  const call = `${service}:${name}`
  const size = bytesOut !== null && bytesOut > 0 ? ` (${plainBytes(bytesOut)})` : ''
  if (bucket !== null && thingCount > 1)
    return `${call} of ${plainCount(thingCount)} objects in ${brief(bucket)}${size}`
  if (bucket !== null) {
    const key = things.find((thing) => thing !== bucket)
    return `${call} ${key === undefined ? 'of' : `of ${brief(key)} in`} ${brief(bucket)}${size}`
  }
  if (thingCount === 0) return call
  const link = /^(Create|Attach|Put|Update|Add|Delete|Detach)/u.test(name) ? 'for' : 'of'
  const more = thingCount - Math.min(2, things.length)
  const named = things.slice(0, thingCount > 2 ? 2 : 3).map(brief)
  return `${call} ${link} ${listed(thingCount > 2 ? [...named, `${plainCount(more)} more`] : named)}`
}

function foldedReads(runs: readonly Run[]): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = []
  for (const own of Map.groupBy(runs, ({ principal }) => principal).values()) {
    let open: Run[] = []
    for (const run of own.toSorted((a, b) => a.firstMs - b.firstMs)) {
      const [first] = open
      if (first !== undefined && run.firstMs - first.firstMs > TOGETHER_MS) {
        entries.push(foldedRead(open))
        open = []
      }
      open.push(run)
    }
    if (open.length > 0) entries.push(foldedRead(open))
  }
  return entries
}

function foldedRead(runs: readonly Run[]): TimelineEntry {
  const byCount = runs.toSorted(
    (a, b) => b.count - a.count || byLetters(a.name, b.name) || byLetters(a.service, b.service),
  )
  const [first] = byCount
  const calls = [...new Set(byCount.map(({ service, name }) => `${service}:${name}`))]
  const count = sum(runs.map((run) => run.count))
  return {
    stage: 'discovery',
    firstMs: Math.min(...runs.map(({ firstMs }) => firstMs)),
    lastMs: Math.max(...runs.map(({ lastMs }) => lastMs)),
    what:
      runs.length === 1 && first !== undefined
        ? whatOf(first)
        : `${counted(count, 'other reading call')}: ${listed(calls, 4)}`,
    count,
    deniedCount: sum(runs.map(({ deniedCount }) => deniedCount)),
    principal: first?.principal ?? '',
    address: only(runs.map(({ address }) => address)),
    region: only(runs.map(({ region }) => region)),
    eventIds: byCount.flatMap(({ eventIds }) => eventIds).slice(0, MOST_IDS),
    findingIds: [],
  }
}

function only(values: readonly (string | null)[]): string | null {
  const [first = null] = values
  return values.every((value) => value === first) ? first : null
}

const weightiest = (entries: readonly TimelineEntry[]): readonly TimelineEntry[] =>
  entries.toSorted(
    (a, b) =>
      Number(b.findingIds.length > 0) - Number(a.findingIds.length > 0) ||
      Number(a.stage === 'other' || a.stage === 'discovery') -
        Number(b.stage === 'other' || b.stage === 'discovery') ||
      byTime(a, b),
  )

const byTime = (a: TimelineEntry, b: TimelineEntry): number =>
  a.firstMs - b.firstMs ||
  a.lastMs - b.lastMs ||
  byLetters(a.what, b.what) ||
  byLetters(a.principal, b.principal)

/** What no line tells is counted in the last one. */
function theRest(totals: RunTotals, kept: readonly TimelineEntry[]): readonly TimelineEntry[] {
  const count = totals.count - sum(kept.map((entry) => entry.count))
  const last = kept.toSorted(byTime).at(-1)
  if (count <= 0 || last === undefined) return []
  return [
    {
      ...last,
      stage: 'other',
      firstMs: last.lastMs,
      what: `${counted(count, 'more call')} of this incident, in none of these lines`,
      count,
      deniedCount: Math.max(0, totals.deniedCount - sum(kept.map((entry) => entry.deniedCount))),
      address: null,
      region: null,
      eventIds: [],
      findingIds: [],
    },
  ]
}

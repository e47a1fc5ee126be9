import type { Finding, HiddenFinding } from '#findings/index.ts'
import { type Engine, type Fragment, numberIn, spelled, sql } from '#store/index.ts'
import { OLDEST_FIRST } from '../run/collect-findings.ts'
import { summaries, summaryOf } from '../run/finding-summary.ts'
import { foreignAccounts } from '../run/match-input.ts'
import { whySentence } from '../run/why-sentence.ts'
import { resolveField } from '../sigma/fields/resolve.ts'
import type { Hiding } from './hide-findings.ts'

/** A finding some of whose events lie in scopes. */
interface Part {
  readonly finding: Finding
  readonly covered: ReadonlyMap<string, ReadonlySet<string>>
}

/** What is left of it, under its id, and what is hidden of it. */
interface Split {
  readonly shown: Finding
  readonly hidden: HiddenFinding
}

/** Events whose fields are read for a sentence. */
const MOST_SAMPLES = 25

/** Cuts findings in two, each half told by its own events. */
export async function splitFindings(
  engine: Engine,
  hiding: Hiding,
  { parts }: { readonly parts: readonly Part[] },
): Promise<readonly Split[]> {
  if (parts.length === 0) return []
  const halves = parts.flatMap(({ finding, covered }) => [
    { finding, ids: finding.eventIds.filter((id) => !covered.has(id)) },
    { finding, ids: finding.eventIds.filter((id) => covered.has(id)) },
  ])
  const told = await tell(engine, hiding, halves)
  return parts.flatMap(({ finding, covered }, n) => {
    const [shown, kept] = [told[2 * n], told[2 * n + 1]]
    if (shown === undefined || kept === undefined) return []
    const by = [...new Set([...covered.values()].flatMap((ids) => [...ids]))].toSorted()
    return [{ shown, hidden: { finding: { ...kept, id: `${finding.id}-hidden` }, by } }]
  })
}

interface Half {
  readonly finding: Finding
  readonly ids: readonly string[]
}

async function tell(
  engine: Engine,
  { events, detections, ownAccounts }: Hiding,
  halves: readonly Half[],
): Promise<readonly (Finding | undefined)[]> {
  await engine.rows(sql`create or replace temp table halves as ${halfEvents(events, halves, ownAccounts)}`)
  const target = resolveField('facts.target')
  const texts = target.kind === 'one' ? target.text : spelled('joinTexts', target.texts)
  const rows = await engine.rows(summaries(sql`halves`, sql`coalesce(nullif(${texts}, ''), bucket)`))
  const samples = await engine.rows(
    sql`select * from halves where nth <= ${MOST_SAMPLES} order by finding_no, nth`,
  )
  const byNo = Map.groupBy(samples, (row) => numberIn(row, 'finding_no'))
  const summary = new Map(rows.map((row) => [numberIn(row, 'finding_no'), summaryOf(row)]))
  return halves.map(({ finding }, n) => {
    const own = summary.get(n)
    const detection = detections.find(({ id }) => id === finding.detectionId)
    if (own === undefined || detection === undefined) return undefined
    return { ...finding, ...own, why: whySentence(detection, byNo.get(n) ?? []) }
  })
}

function halfEvents(events: Fragment, halves: readonly Half[], ownAccounts: readonly string[]): Fragment {
  const named = halves.flatMap(({ finding, ids }, n) =>
    ids.map((e) => ({ n, e, a: finding.accountId ?? null })),
  )
  const all = halves.map(({ finding }) => finding)
  const fromMs = BigInt(Math.min(...all.map(({ firstMs }) => firstMs)))
  const toMs = BigInt(Math.max(...all.map(({ lastMs }) => lastMs)))
  return sql`
    with named as (select unnest(from_json(${JSON.stringify(named)}, '[{"n":"INTEGER","e":"VARCHAR","a":"VARCHAR"}]'), recursive := true))
    select n.n as finding_no, e.*, cast(1 as bigint) as weight, ${foreignAccounts({ ownAccounts })} as foreign_accounts,
      row_number() over (partition by n.n order by ${OLDEST_FIRST}) as nth
    from named n join ${events} e on e."eventID" = n.e and (n.a is null or n.a = e.account_id)
    where e.time_ms between ${fromMs} and ${toMs}`
}

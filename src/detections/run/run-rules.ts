import type { Finding } from '#findings/index.ts'
import { type Engine, sql } from '#store/index.ts'
import type { CompiledCorrelation } from '../sigma/correlations/link.ts'
import type { Metadata } from '../sigma/metadata.ts'
import { collectFindings, EVIDENCE, OLDEST_FIRST } from './collect-findings.ts'
import { evidenceColumns } from './evidence-columns.ts'
import { eventsOf, type Kept, matchedBy } from './kept.ts'
import { foreignAccounts, type MatchInput } from './match-input.ts'
import { MATCHES, type Matched, matchRules } from './match-rules.ts'
import { isPossible } from './plan-rules.ts'
import { scopeSql } from './scope-sql.ts'
import type { ChosenColumns } from './seen-columns.ts'

/** Something that gives findings, with the number under which `hits` holds its events. */
export interface NumberedDetection {
  readonly no: number
  readonly kind: Finding['kind']
  readonly detection: Metadata
}

/** Runs rules and correlations over the lake: a thousand events of one thing are one finding. */
export async function runRules(input: MatchInput): Promise<readonly Finding[]> {
  const { engine, rules } = input
  const matched = await matchRules(input)
  const detections = rules
    .map((rule, no) => ({ no, kind: 'sigma' as const, detection: rule, rule }))
    .filter(({ no, rule }) => rule.standalone && matched.counts.has(no))
  await engine.rows(
    sql`create or replace temp table burst_rows (detection_no integer, burst_no bigint, unnamed bigint, row_id bigint)`,
  )
  const numbers = new Map(rules.map(({ id }, no) => [id, no]))
  const bursting = possibleCorrelations(matched, rules, numbers).map((correlation, i) => ({
    no: rules.length + i,
    kind: 'correlation' as const,
    detection: correlation,
  }))
  for (const { no, detection } of bursting)
    await addBursts(engine, detection, { no, numbers, kept: matched.kept })
  for (const { table } of matched.kept) await engine.rows(sql`drop table ${table}`)
  const all = [...detections, ...bursting]
  const columns = evidenceColumns(all.map(({ detection }) => detection))
  await fetchEvidence(input, columns)
  await gatherHits(engine)
  return await collectFindings(engine, all, columns.roots)
}

function possibleCorrelations(
  { correlations, counts }: Matched,
  rules: MatchInput['rules'],
  numbers: ReadonlyMap<string, number>,
): readonly CompiledCorrelation[] {
  const alive = new Set(rules.filter((_, no) => counts.has(no)).map(({ id }) => id))
  const matches = ({ ruleIds }: CompiledCorrelation): number =>
    ruleIds.reduce((sum, id) => sum + (counts.get(numbers.get(id) ?? -1) ?? 0), 0)
  return correlations.filter(
    (one) => one.standalone && isPossible(one, alive) && matches(one) >= one.leastMatches,
  )
}

interface Bursting {
  readonly no: number
  readonly numbers: ReadonlyMap<string, number>
  readonly kept: readonly Kept[]
}

/** Adds the events of a correlation's bursts; a burst too long to be named whole says how many are unnamed. */
async function addBursts(
  engine: Engine,
  correlation: CompiledCorrelation,
  { no, numbers, kept }: Bursting,
): Promise<void> {
  const { columns, ruleIds } = correlation
  const ruleNos = ruleIds.flatMap((id) => numbers.get(id) ?? [])
  const candidates = eventsOf(kept, ruleNos, columns)
  if (candidates === undefined) return
  const bursts = correlation.statement({
    candidates,
    matched: (id) => matchedBy(kept, numbers.get(id) ?? -1, columns),
  })
  await engine.rows(sql`insert into burst_rows
    select ${no}, burst_no, greatest(events - len(row_ids), 0), unnest(row_ids)
    from (select row_number() over () as burst_no, events, row_ids from (${bursts}) s) b`)
}

/** `evidence`: the events of all findings, with the columns that findings and their sentences tell of. */
async function fetchEvidence(
  { engine, events, settings, scope }: MatchInput,
  columns: ChosenColumns,
): Promise<void> {
  await engine.rows(sql`create or replace temp table evidence as
    select ${columns.select}, ${foreignAccounts(settings)} as foreign_accounts from ${events} e
    where ${scopeSql(scope)} and row_id in (select row_id from ${MATCHES} union select row_id from burst_rows)`)
}

/**
 * `hits`: the events of each detection, with what makes them one finding (account, principal, long-term key) and how many
 * events the row stands for. A correlation's events stand under the account, principal and key of their burst's first event:
 * who began it; of a burst over more than two principals (one password tried on many users) nobody is said to have begun
 * it. An event of several bursts counts once.
 */
async function gatherHits(engine: Engine): Promise<void> {
  await engine.rows(sql`create or replace temp table hits as
    select m.rule_no as detection_no, m.row_id, cast(1 as bigint) as weight, e.account_id as f_account,
      e.principal as f_principal, ${LONG_TERM_KEY} as f_key
    from ${MATCHES} m join ${EVIDENCE} e on e.row_id = m.row_id`)
  await engine.rows(sql`insert into hits
    with placed as (
      select b.*, e.account_id, e.principal, ${LONG_TERM_KEY} as long_key,
        row_number() over (partition by detection_no, burst_no order by ${OLDEST_FIRST}) as place
      from burst_rows b join ${EVIDENCE} e on e.row_id = b.row_id),
    crowds as (
      select detection_no, burst_no, count(distinct principal) > ${MOST_ACTORS} as is_crowd
      from placed group by detection_no, burst_no),
    led as (
      select p.detection_no, p.row_id, case when p.place = 1 then p.unnamed + 1 else 1 end as weight,
        f.account_id as f_account, case when not c.is_crowd then f.principal end as f_principal,
        case when not c.is_crowd then f.long_key end as f_key
      from placed p join placed f on f.detection_no = p.detection_no and f.burst_no = p.burst_no and f.place = 1
        join crowds c on c.detection_no = p.detection_no and c.burst_no = p.burst_no)
    select detection_no, row_id, max(weight), f_account, f_principal, f_key from led
    group by detection_no, row_id, f_account, f_principal, f_key`)
}

/** A key made by one and used as another is a chain of two; more are a crowd that somebody went through. */
const MOST_ACTORS = 2

const LONG_TERM_KEY = sql`case when e."userIdentity"."accessKeyId" like 'AKIA%' then e."userIdentity"."accessKeyId" end`

import type { Finding } from '#findings/index.ts'
import { column, type Engine, type Fragment, sql } from '#store/index.ts'
import type { CompiledCorrelation } from '../sigma/correlations/link.ts'
import type { Metadata } from '../sigma/metadata.ts'
import { whyFields } from './evidence-columns.ts'
import { findingOf } from './finding-of.ts'
import { FINDING_KEYS, findingRows } from './finding-rows.ts'
import { EVIDENCE, MATCHES, type MatchInput, matchRules } from './match-rules.ts'

/** Runs rules and correlations over the lake: a thousand events of one thing are one finding. */
export async function runRules(input: MatchInput): Promise<readonly Finding[]> {
  const { engine, rules } = input
  const plan = await matchRules(input)
  const counts = await engine.rows(sql`select rule_no, count(*) as n from matches group by rule_no`)
  const matched = new Set(counts.map((row) => Number(row['rule_no'])))
  const findings: Finding[] = []
  for (const { no, rule } of [...plan.indexed, ...plan.unindexed]) {
    if (!matched.has(no) || !rule.standalone) continue
    const rows = sql`(select e.*, 1 as weight, ${FINDING_KEYS.account} as f_account,
      ${FINDING_KEYS.principal} as f_principal, ${FINDING_KEYS.key} as f_key
      from ${EVIDENCE} e where row_id in (select row_id from matches where rule_no = ${no}))`
    findings.push(...(await collect(engine, rows, rule, 'sigma')))
  }
  const numbers = new Map(rules.map(({ id }, no) => [id, no]))
  for (const correlation of plan.correlations) {
    if (!correlation.standalone || !correlation.ruleIds.some((id) => matched.has(numbers.get(id) ?? -1)))
      continue
    findings.push(...(await runCorrelation(engine, correlation, numbers)))
  }
  return findings
}

async function runCorrelation(
  engine: Engine,
  correlation: CompiledCorrelation,
  numbers: ReadonlyMap<string, number>,
): Promise<readonly Finding[]> {
  const statement = correlation.statement({
    candidates: EVIDENCE,
    matches: MATCHES,
    ruleNo: (id) => numbers.get(id),
  })
  await engine.rows(
    sql`create or replace temp table bursts as
      select row_number() over () as burst_no, events, row_ids from (${statement}) s`,
  )
  const [{ n } = { n: 0 }] = await engine.rows(sql`select count(*) as n from bursts`)
  return Number(n) === 0 ? [] : await collect(engine, burstRows(), correlation, 'correlation')
}

/**
 * The events of all bursts, each under the account, principal and key of its burst's first event: who began it. An event
 * that stands in several bursts counts once.
 */
function burstRows(): Fragment {
  const first = (what: Fragment): Fragment =>
    sql`first_value(${what}) over (partition by burst_no order by time_ms, row_id rows between unbounded preceding and unbounded following)`
  const weight = sql`case when row_number() over (partition by burst_no order by time_ms, row_id) = 1
    then greatest(events - len(row_ids), 0) + 1 else 1 end`
  return sql`(select * from (
    select *, row_number() over (partition by row_id, f_account, f_principal, f_key order by burst_no) as copy from (
      select e.*, b.burst_no, ${weight} as weight, ${first(FINDING_KEYS.account)} as f_account,
        ${first(FINDING_KEYS.principal)} as f_principal, ${first(FINDING_KEYS.key)} as f_key
      from (select burst_no, events, row_ids, unnest(row_ids) as burst_row from bursts) b
      join ${EVIDENCE} e on e.row_id = b.burst_row) named) copies
  where ${column('copy')} = 1)`
}

async function collect(
  engine: Engine,
  events: Fragment,
  detection: Metadata,
  kind: Finding['kind'],
): Promise<readonly Finding[]> {
  const why = whyFields(detection)
  const fields = why.length === 0 ? ['principal', 'eventName'] : why
  const rows = await engine.rows(findingRows(events, fields))
  return rows.map((row) => findingOf(row, detection, kind, fields))
}

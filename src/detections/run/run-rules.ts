import type { Finding } from '#findings/index.ts'
import { type Engine, isIn, sql, value } from '#store/index.ts'
import type { CompiledCorrelation } from '../sigma/correlations/link.ts'
import type { Metadata } from '../sigma/metadata.ts'
import { collectFindings } from './collect-findings.ts'
import { EVIDENCE, MATCHES, type Matched, type MatchInput, matchRules } from './match-rules.ts'
import { isPossible } from './plan-rules.ts'

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
  const detections: NumberedDetection[] = rules
    .map((rule, no) => ({ no, kind: 'sigma' as const, detection: rule, rule }))
    .filter(({ no, rule }) => rule.standalone && matched.counts.has(no))
  await startHits(engine, detections)
  const numbers = new Map(rules.map(({ id }, no) => [id, no]))
  for (const correlation of possibleCorrelations(matched, rules, numbers)) {
    const no = rules.length + detections.length
    await addBursts(engine, correlation, { no, numbers })
    detections.push({ no, kind: 'correlation', detection: correlation })
  }
  return await collectFindings(engine, detections, matched.columns)
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

/**
 * `hits`: the events of each detection, with what makes them one finding (account, principal, long-term key) and how many
 * events the row stands for.
 */
async function startHits(engine: Engine, rules: readonly NumberedDetection[]): Promise<void> {
  const shown = isIn(
    sql`m.rule_no`,
    rules.map(({ no }) => value(no)),
  )
  await engine.rows(sql`create or replace temp table hits as
    select m.rule_no as detection_no, m.row_id, cast(1 as bigint) as weight, e.account_id as f_account,
      e.principal as f_principal, ${LONG_TERM_KEY} as f_key
    from ${MATCHES} m join ${EVIDENCE} e on e.row_id = m.row_id where ${shown}`)
}

const LONG_TERM_KEY = sql`case when e."userIdentity"."accessKeyId" like 'AKIA%' then e."userIdentity"."accessKeyId" end`

/**
 * Adds the events of a correlation's bursts, each under the account, principal and key of its burst's first event: who began
 * it. An event that stands in several bursts counts once; a burst too long to be named whole gives its first event the
 * weight of the rest.
 */
async function addBursts(
  engine: Engine,
  correlation: CompiledCorrelation,
  { no, numbers }: { readonly no: number; readonly numbers: ReadonlyMap<string, number> },
): Promise<void> {
  const statement = correlation.statement({
    candidates: EVIDENCE,
    matches: MATCHES,
    ruleNo: (id) => numbers.get(id),
  })
  await engine.rows(sql`insert into hits
    with bursts as (select row_number() over () as burst_no, events, row_ids from (${statement}) s),
    members as (select burst_no, greatest(events - len(row_ids), 0) as unnamed, unnest(row_ids) as row_id from bursts),
    placed as (
      select b.*, e.account_id, e.principal, ${LONG_TERM_KEY} as long_key,
        row_number() over (partition by burst_no order by e.time_ms, e.row_id) as place
      from members b join ${EVIDENCE} e on e.row_id = b.row_id),
    led as (
      select p.burst_no, p.row_id, case when p.place = 1 then p.unnamed + 1 else 1 end as weight,
        f.account_id as f_account, f.principal as f_principal, f.long_key as f_key
      from placed p join placed f on f.burst_no = p.burst_no and f.place = 1)
    select ${no}, row_id, max(weight), f_account, f_principal, f_key from led
    group by row_id, f_account, f_principal, f_key`)
}

import type { Exception, Finding } from '#findings/index.ts'
import { column, type Engine, type Fragment, joined, numberIn, sql, textIn } from '#store/index.ts'
import { inScopeSql } from './scope-term.ts'

/** Temp table: the events that findings under an exception name, with what scopes read of them. */
const NAMED = column('excepted_events')

/** What an exception is asked about. */
export interface Question {
  readonly exception: Exception
  /** Places of findings. */
  readonly findings: readonly number[]
}

/** Of each finding, by its place: its events that lie in the scope of an exception that is about it, with the exceptions' ids. */
export type Covered = ReadonlyMap<number, ReadonlyMap<string, ReadonlySet<string>>>

/**
 * An event id may stand in the logs of several accounts: of a finding of one account only its own is meant, of others each must
 * lie in the scope.
 */
export async function coveredEvents(
  engine: Engine,
  events: Fragment,
  { findings, questions }: { readonly findings: readonly Finding[]; readonly questions: readonly Question[] },
): Promise<Covered> {
  const asked = [...new Set(questions.flatMap((one) => one.findings))]
  await engine.rows(namedEvents(events, findings, asked))
  const covered = new Map<number, Map<string, Set<string>>>()
  for (const question of questions) {
    const { id, scope } = question.exception
    const rows = await engine.rows(sql`
      select finding, event_id from ${NAMED} e
      where finding in (${joined(
        question.findings.map((n) => sql`${n}`),
        sql`, `,
      )})
      group by 1, 2 having bool_and(coalesce(${inScopeSql(scope)}, false))`)
    for (const row of rows)
      add(covered, { n: numberIn(row, 'finding'), event: textIn(row, 'event_id') ?? '', id })
  }
  return covered
}

function namedEvents(events: Fragment, findings: readonly Finding[], asked: readonly number[]): Fragment {
  const named = asked.flatMap((n) => {
    const { eventIds = [], kind, accountId = null } = findings[n] ?? {}
    const account = kind === 'sigma' ? accountId : null
    return eventIds.map((e) => ({ n, e, a: account }))
  })
  const all = asked.flatMap((n) => findings[n] ?? [])
  const fromMs = BigInt(Math.min(...all.map(({ firstMs }) => firstMs)))
  const toMs = BigInt(Math.max(...all.map(({ lastMs }) => lastMs)))
  return sql`create or replace temp table ${NAMED} as
    with named as (select unnest(from_json(${JSON.stringify(named)}, '[{"n":"INTEGER","e":"VARCHAR","a":"VARCHAR"}]'), recursive := true))
    select n.n as finding, e."eventID" as event_id, e.principal, e.account_id, e."sourceIPAddress", e.client_family, e.facts, e.bucket, e."userIdentity"
    from named n join ${events} e on e."eventID" = n.e and (n.a is null or n.a = e.account_id)
    where e.time_ms between ${fromMs} and ${toMs}`
}

function add(
  covered: Map<number, Map<string, Set<string>>>,
  { n, event, id }: { readonly n: number; readonly event: string; readonly id: string },
): void {
  const own = covered.get(n) ?? new Map<string, Set<string>>()
  covered.set(n, own.set(event, (own.get(event) ?? new Set()).add(id)))
}

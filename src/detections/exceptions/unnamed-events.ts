import type { Exception, Finding } from '#findings/index.ts'
import { type Engine, type Fragment, numberIn, or, sql } from '#store/index.ts'
import { inScopeSql } from './scope-term.ts'

/** With so many calls in a finding there may be others. */
const MOST_CALLS = 20

/**
 * Whether events that a finding counts and does not name lie in the scopes, too: where all that these principals did with the same
 * calls between its first and its last event does.
 *
 * @param named - ids of the events that it names.
 */
export async function isUnnamedCovered(
  engine: Engine,
  events: Fragment,
  { finding, exceptions }: { readonly finding: Finding; readonly exceptions: readonly Exception[] },
): Promise<boolean> {
  const { eventIds, calls, firstMs, lastMs } = finding
  const during = sql`e.time_ms between ${BigInt(firstMs)} and ${BigInt(lastMs)}`
  const ofCalls =
    calls.length < MOST_CALLS
      ? sql`e."eventSource" || ':' || e."eventName" in (select unnest(from_json(${JSON.stringify(calls)}, '["VARCHAR"]')))`
      : sql`true`
  const inScope = or(...exceptions.map(({ scope }) => inScopeSql(scope)))
  const [row = {}] = await engine.rows(sql`
    with named as (select unnest(from_json(${JSON.stringify(eventIds)}, '["VARCHAR"]')) as event_id),
    actors as (select distinct e.principal as actor from ${events} e join named n on n.event_id = e."eventID" where ${during})
    select count(*) as outside from ${events} e join actors a on a.actor is not distinct from e.principal
    where ${during} and ${ofCalls} and not coalesce(${inScope}, false)`)
  return numberIn(row, 'outside') === 0
}

import { column, type Fragment, joined, json, spelled, sql } from '#store/index.ts'
import { resolveField } from '../sigma/fields/resolve.ts'

/** Event ids that a finding names; its count is exact beyond. */
const MOST_EVENT_IDS = 1000
const MOST_VALUES = 20
const MOST_CLIENTS = 5
/** Values that a sentence can show, and one more that says there are others. */
export const MOST_WHY_VALUES = 4

const longTermKey = sql`case when "userIdentity"."accessKeyId" like 'AKIA%' then "userIdentity"."accessKeyId" end`

/** What makes events of one detection one finding. */
export const FINDING_KEYS = {
  account: column('account_id'),
  principal: column('principal'),
  key: longTermKey,
} as const

/**
 * One row for each finding among the events of a relation.
 *
 * @param events - rows of `evidence` with `f_account`, `f_principal`, `f_key` (what makes them one finding) and `weight`
 *   (events that the row stands for).
 * @param why - fields whose values the sentence shows: they come back as `w0`, `w1` …
 */
export function findingRows(events: Fragment, why: readonly string[]): Fragment {
  const values = why.map(
    (field, i) => sql`, ${top(textOf(field), MOST_WHY_VALUES)} as ${column(`w${String(i)}`)}`,
  )
  const call = sql`"eventSource" || ':' || "eventName"`
  const target = sql`coalesce(element_at(${json('texts', column('facts'), ['target'])}, 1), bucket)`
  return sql`select f_account, f_principal, f_key,
    ${top(column('actor_class'), 1)} as actor_classes,
    ${top(sql`"userIdentity"."accessKeyId"`, MOST_VALUES)} as access_keys,
    ${top(column('session'), MOST_VALUES)} as sessions,
    ${top(column('awsRegion'), MOST_VALUES)} as regions,
    ${top(column('sourceIPAddress'), MOST_VALUES)} as source_ips,
    ${top(column('userAgent'), MOST_CLIENTS)} as clients,
    ${top(call, MOST_VALUES)} as calls,
    ${top(target, MOST_VALUES)} as resources,
    min(time_ms) as first_ms, max(time_ms) as last_ms,
    sum(weight) as event_count,
    count(*) filter (where outcome = 'denied') as denied_count,
    array_agg("eventID" order by time_ms, "eventID") filter (where nth <= ${MOST_EVENT_IDS}) as event_ids
    ${joined(values, sql``)}
  from (select *, row_number() over (partition by f_account, f_principal, f_key order by time_ms, "eventID") as nth
    from ${events} e) n
  group by f_account, f_principal, f_key`
}

const top = (text: Fragment, count: number): Fragment => spelled('topValues', text, sql`${count}`)

/** A field's value as one text, whatever it lies in. */
function textOf(name: string): Fragment {
  const field = resolveField(name)
  return field.kind === 'one' ? field.text : sql`nullif(${spelled('joinTexts', field.texts)}, '')`
}

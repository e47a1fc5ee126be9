import { z } from 'zod'
import { type Engine, type Fragment, numberIn, type Row, sql, textOrEmpty } from '#store/index.ts'
import type { Departure } from '../behaviour.ts'
import { defineKind } from '../define-kind.ts'
import { leastSurprise } from '../level-of.ts'
import { HIDING } from './words-sql.ts'

/** Days of logs that a key is taken to have been seen before anything is known of it, and its days of use in them. */
const PRIOR_DAYS = sql`10`
const PRIOR_USES = sql`0.5`
const MOST = sql`12`

/**
 * Long-term keys and IAM users that come back after a silence, or are first seen when the logs are old already and do not say
 * that they were made. With k days of use within s days of logs before a silence of g:
 *
 *     r = (k + 0.5) / (s + 10)        surprise = −g ln(1 − r), at most 12
 *
 * the chance that one used so often rests that long. Only days count on which its account has logs at all.
 */
export const dormant = defineKind({
  shape: {
    silentDays: z.number().int().min(2).max(1000).describe('Days of logs without a call, at least.'),
  },
  leastDays: ({ silentDays }) => silentDays + 1,
  async find({ engine, profiles, events }, { silentDays }, levels) {
    const rows = await engine.rows(returns(profiles, silentDays, leastSurprise(levels)))
    const fresh = rows.some(isFirst) ? await madeHere(engine, events) : new Set()
    const silent = rows.filter((row) => !isFirst(row) || !fresh.has(textOrEmpty(row, 'unit')))
    const withKey = new Set(silent.flatMap((row) => (isUser(row) ? [] : [dayOf(row)])))
    return silent.filter((row) => !isUser(row) || !withKey.has(dayOf(row))).map(departureOf)
  },
})

const returns = (profiles: Fragment, silentDays: number, least: number): Fragment => sql`
  with units as (
    select value as unit, subject, min(account_id) as account_id, day from ${profiles} p
    where dimension = 'key' group by value, subject, day
    union all
    select subject, subject, min(account_id), day from ${profiles} p where actor_class = 'iam-user' group by subject, day),
  account_days as (
    select account_id, day, row_number() over (partition by account_id order by day) as day_no
    from (select distinct account_id, day from ${profiles} p) d),
  steps as (
    select *, lag(day) over of_unit as last_day, first_value(day) over of_unit as first_day,
      row_number() over of_unit - 1 as uses
    from units window of_unit as (partition by unit, subject order by day)),
  counted as (
    select s.*, n.day_no - 1 as days_before, n.day_no - coalesce(l.day_no, 0) - 1 as silent,
      coalesce(l.day_no - coalesce(f.day_no, 1) + 1, 0) as span
    from steps s
    join account_days n on n.account_id is not distinct from s.account_id and n.day = s.day
    asof left join account_days l on l.account_id = s.account_id and l.day <= coalesce(s.last_day, date '0001-01-01')
    asof left join account_days f on f.account_id = s.account_id and f.day <= s.first_day),
  judged as (
    select *, least(${MOST}, -silent * ln(1 - (uses + ${PRIOR_USES}) / (span + ${PRIOR_DAYS}))) as surprise from counted
    where silent >= ${silentDays}),
  met as (select dimension, value, min(day) as day from ${profiles} p where dimension in ('network', 'country') group by 1, 2),
  places as (
    select p.subject, p.day, true as is_new from ${profiles} p
    left join met m on m.dimension = p.dimension and m.value = p.value and m.day = p.day
    where m.day is not null or (p.dimension = 'kind' and p.value in ${HIDING}) group by p.subject, p.day)
  select j.unit, j.subject, cast(j.day as varchar) as day, cast(j.last_day as varchar) as last_day, j.uses, j.silent, j.days_before,
    j.surprise, coalesce(pl.is_new, false) as is_new
  from judged j left join places pl on pl.subject = j.subject and pl.day = j.day
  where j.surprise >= ${least} order by j.subject, j.day, j.surprise desc, j.unit limit 20000`

const isFirst = (row: Row): boolean => numberIn(row, 'uses') === 0

/** Told only where none of its keys is. */
const isUser = (row: Row): boolean => textOrEmpty(row, 'unit') === textOrEmpty(row, 'subject')
const dayOf = (row: Row): string => `${textOrEmpty(row, 'subject')}\n${textOrEmpty(row, 'day')}`

/** Keys and users that the logs saw being made: new, not forgotten. */
async function madeHere(engine: Engine, events: Fragment): Promise<ReadonlySet<unknown>> {
  const rows = await engine.rows(sql`
    select coalesce(try(json_extract_string(e."responseElements", '/accessKey/accessKeyId')),
      try(json_extract_string(e."responseElements", '/user/arn'))) as unit
    from ${events} e where e."eventSource" = 'iam.amazonaws.com' and e."eventName" in ('CreateAccessKey', 'CreateUser')
      and e.outcome = 'ok'`)
  return new Set(rows.map((row) => textOrEmpty(row, 'unit')))
}

function departureOf(row: Row): Departure {
  const [subject, day, unit] = [
    textOrEmpty(row, 'subject'),
    textOrEmpty(row, 'day'),
    textOrEmpty(row, 'unit'),
  ]
  const what = isUser(row) ? subject : `The key ${unit} of ${subject}`
  const before = isFirst(row)
    ? 'and was not seen being made'
    : `last on ${textOrEmpty(row, 'last_day')}, on ${String(numberIn(row, 'uses'))} days before`
  return {
    subject,
    days: [day],
    surprise: numberIn(row, 'surprise'),
    historyDays: numberIn(row, 'days_before'),
    // Of one without a past only the organisation's can be asked; of others their own is asked as of any other.
    ...(isFirst(row) ? { isElsewhere: row['is_new'] === true } : {}),
    values: [isUser(row) ? { dimension: 'call', value: '*' } : { dimension: 'key', value: unit }],
    why: `${what} was used on ${day} after ${String(numberIn(row, 'silent'))} days of logs without a call (${before})`,
  }
}

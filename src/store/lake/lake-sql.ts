import type { Field, LeafType } from '../parquet/schema.ts'
import { column, type Fragment, joined, sql } from '../sql/fragment.ts'
import { EVENTS_TABLE } from './events-table.ts'

/** The lake's files as the relation `events`: the partition folder gives `day`, the place of a row `row_id`.
 *
 * A condition on `day` leaves files out before they are numbered: who needs `row_id` again in another statement must not filter
 * by `day`, but by time.
 */
export function filesRelation(paths: readonly string[]): Fragment {
  return sql`(select *, cast(file_index as bigint) * 4294967296 + file_row_number as row_id
    from read_parquet([${texts(paths)}], hive_partitioning = true, hive_types = {'day': 'DATE'}))`
}

const texts = (values: readonly string[]): Fragment =>
  joined(
    values.map((value) => sql`${value}`),
    sql`, `,
  )

/** Files that are written, but not in their place yet: no partition. */
export const plainRelation = (paths: readonly string[]): Fragment =>
  sql`read_parquet([${texts(paths)}], hive_partitioning = false)`

const EVENT_KEY = sql`"eventID", coalesce("recipientAccountId", '') as "account"`

/** Makes temp table `met_before(eventID, account, source_id, other_id)`: events of new files that old ones hold. */
export function findMetBefore(newPaths: readonly string[], oldPaths: readonly string[]): Fragment {
  return sql`create or replace temp table met_before as
    select n."eventID", n."account", n.source_id, min(o.source_id) as other_id
    from (select ${EVENT_KEY}, source_id from ${plainRelation(newPaths)}) n
    join (select ${EVENT_KEY}, source_id from ${plainRelation(oldPaths)}) o
      on n."eventID" = o."eventID" and n."account" = o."account"
    group by all`
}

export const COUNT_MET_BEFORE = sql`select source_id, other_id, count(*) as n from met_before group by all`

/** Writes a new file again without the events that were met before, in the same order. */
export function rewriteWithoutMet(path: string, target: string): Fragment {
  return sql`copy (
      select f.* from ${plainRelation([path])} f
      where not exists (
        select 1 from met_before m
        where m."eventID" = f."eventID" and m."account" = coalesce(f."recipientAccountId", ''))
    ) to ${target} (format parquet, compression zstd, row_group_size 20480)`
}

const SQL_TYPES: Readonly<Record<LeafType, Fragment>> = {
  text: sql`varchar`,
  int64: sql`bigint`,
  int32: sql`integer`,
  timestamp: sql`timestamp`,
  date: sql`date`,
  boolean: sql`boolean`,
}

/** `events` of a lake that has no files yet: the same columns, no rows. */
export function emptyEvents(): Fragment {
  const columns = EVENTS_TABLE.map((field) => sql`cast(null as ${typeOf(field)}) as ${column(field.name)}`)
  const own = [sql`cast(null as date) as day`, sql`cast(null as bigint) as row_id`]
  return sql`(select ${joined([...columns, ...own], sql`, `)} where false)`
}

function typeOf(field: Field): Fragment {
  if (!('children' in field)) return SQL_TYPES[field.type]
  const members = field.children.map((child) => sql`${column(child.name)} ${typeOf(child)}`)
  return sql`struct(${joined(members, sql`, `)})`
}

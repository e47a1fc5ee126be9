import { type Fragment, sql } from '../sql/fragment.ts'
import { plainRelation } from './lake-sql.ts'

const COLUMNS = sql`address, network, try_cast(asn as integer) as asn, "operator", country, kind`

/** The table `addresses` over its files; none of them: the same columns, no rows. */
export function addressesOf(paths: readonly string[]): Fragment {
  if (paths.length > 0) return sql`(select ${COLUMNS} from ${plainRelation(paths)})`
  const text = sql`cast(null as varchar)`
  return sql`(select ${text} as address, ${text} as network, cast(null as integer) as asn,
    ${text} as "operator", ${text} as country, ${text} as kind where false)`
}

/** Makes temp table `fresh_addresses(address)`: the distinct ones of some files of the lake that the table lacks. */
export const findFreshAddresses = (lakePaths: readonly string[], known: readonly string[]): Fragment =>
  sql`create or replace temp table fresh_addresses as
    select distinct e."sourceIPAddress" as address from ${plainRelation(lakePaths)} e
    where e."sourceIPAddress" is not null and not exists (
      select 1 from ${addressesOf(known)} k where k.address = e."sourceIPAddress")`

export const COUNT_FRESH = sql`select count(*) as n from fresh_addresses`

export const DROP_FRESH = sql`drop table if exists fresh_addresses`

export const freshFrom = (row: number, count: number): Fragment =>
  sql`select address from fresh_addresses where rowid >= ${row} and rowid < ${row + count}`

/** Many small files as one. */
export const joinAddressFiles = (paths: readonly string[], target: string): Fragment =>
  sql`copy (select * from ${plainRelation(paths)}) to ${target} (format parquet, compression zstd)`

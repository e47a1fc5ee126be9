import { type Engine, sql, textIn } from '#store/index.ts'
import { ACTOR, type IncidentRelations } from './marks.ts'
import type { Strand } from './strands.ts'

const MOST_ROWS = 100_000

/**
 * Addresses of strange places that others use as well, with success: whoever was there is not one person.
 *
 * @returns the addresses that tie nobody to anybody.
 */
export async function readSharedAddresses(
  engine: Engine,
  strands: readonly Strand[],
  { events }: IncidentRelations,
): Promise<ReadonlySet<string>> {
  const away = strands.filter(({ place }) => place !== 'usual')
  const addresses = [...new Set(away.flatMap((one) => [...one.addresses]))]
  if (addresses.length === 0) return new Set()
  const rows = await engine.rows(sql`
    with addresses as (select unnest(from_json(${JSON.stringify(addresses)}, '["VARCHAR"]')) as address)
    select distinct e."sourceIPAddress" as address, ${ACTOR} as principal
    from ${events} e join addresses a on a.address = e."sourceIPAddress" where e.outcome = 'ok' order by 1, 2 limit ${MOST_ROWS}`)
  const known = new Set(
    away.flatMap(({ principal, addresses: own }) => [...own].map((one) => JSON.stringify([one, principal]))),
  )
  return new Set(
    rows.flatMap((row) => {
      const address = textIn(row, 'address') ?? ''
      return known.has(JSON.stringify([address, textIn(row, 'principal')])) ? [] : [address]
    }),
  )
}

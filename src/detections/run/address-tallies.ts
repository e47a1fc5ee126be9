import { column, type Fragment, isIn, joined, sql, value } from '#store/index.ts'
import type { CompiledCorrelation } from '../sigma/correlations/link.ts'
import { bundlesOf, callsRelation, maskOf, ON_CALL } from './bundles.ts'
import { FEW } from './kinds.ts'
import { type MatchRun, shaped } from './match-input.ts'
import type { PlannedRule, PresentCall } from './plan-rules.ts'
import { type Counted, feedsSql, reachSql } from './reach-sql.ts'

/** Temp table `address_groups(group_address, group_account, address_reach)`, of those that may reach something. */
export const ADDRESS_GROUPS = column('address_groups')
export const ADDRESS_REACH = column('address_reach')
export const ON_ADDRESS = sql`a.group_address = e."sourceIPAddress" and a.group_account = coalesce(e.account_id, '')`

/** Where fewer of the events feed these correlations, to look at those costs less than to count them first. */
const MANY_EVENTS = 0.02

export interface AddressTallies {
  /** Bits of the correlations that were looked at. */
  readonly asked: bigint
  /** Those of which some address may reach what they count to. */
  readonly reached: bigint
}

export interface PlacedCorrelation {
  readonly one: CompiledCorrelation
  readonly bit: bigint
}

const NONE: AddressTallies = { asked: 0n, reached: 0n }

/**
 * Counts by address for correlations that group by it: together in their accounts, all events reach nearly everything. Whoever
 * calls from many addresses has many kinds of events, so the address is no part of these; here it is counted with the calls alone.
 */
export async function tallyAddresses(
  run: MatchRun,
  rules: readonly PlannedRule[],
  correlations: readonly PlacedCorrelation[],
): Promise<AddressTallies> {
  const asked = correlations.filter(({ one }) => isByAddress(one, rules))
  const ids = new Set(asked.flatMap(({ one }) => one.ruleIds))
  const feeding = rules.filter(({ rule }) => ids.has(rule.id))
  const calls = [...new Set(feeding.flatMap((one) => one.calls ?? []))]
  const events = eventsOf(calls.flatMap((call) => run.present[call] ?? []))
  if (asked.length === 0 || events < eventsOf(run.present) * MANY_EVENTS) return NONE
  await run.engine.rows(
    sql`create or replace temp table ${ADDRESS_GROUPS} as ${groupsSql(run, { asked, feeding, calls })}`,
  )
  const [row] = await run.engine.rows(sql`select bit_or(address_reach) as reach from ${ADDRESS_GROUPS}`)
  return {
    asked: asked.reduce((sum, { bit }) => sum + bit, 0n),
    reached: typeof row?.['reach'] === 'bigint' ? row['reach'] : 0n,
  }
}

const eventsOf = (calls: readonly PresentCall[]): number => calls.reduce((sum, { events }) => sum + events, 0)

function isByAddress({ sharedFields, ruleIds }: CompiledCorrelation, rules: readonly PlannedRule[]): boolean {
  const hasAddress = sharedFields.includes('sourceIPAddress') && sharedFields.includes('account_id')
  return hasAddress && rules.every(({ rule, calls }) => calls !== undefined || !ruleIds.includes(rule.id))
}

interface Asked {
  readonly asked: readonly PlacedCorrelation[]
  readonly feeding: readonly PlannedRule[]
  readonly calls: readonly number[]
}

function groupsSql(run: MatchRun, { asked, feeding, calls }: Asked): Fragment {
  const values = asked.flatMap(({ one }) => one.valueFields).filter((name) => FEW.has(name))
  const columns = [...new Set(['eventSource', 'eventName', ...values])]
  const bundles = bundlesOf(feeding)
  const counted: Counted = {
    feeds: (ruleIds) => feedsSql(ruleIds, bundles, maskOf),
    columns: new Set(columns),
    totals: new Set(),
  }
  const bits = asked.map(
    ({ one, bit }) => sql`case when ${reachSql(one, counted)} then ${bit} else ${0n} end`,
  )
  const names = [...new Set(calls.flatMap((call) => run.present[call]?.eventName ?? []))]
  const events = shaped(run, [...columns, 'sourceIPAddress', 'account_id'])
  return sql`with e as (
      select "sourceIPAddress" as group_address, coalesce(account_id, '') as group_account,
        ${joined(columns.map(column), sql`, `)}, count(*) as n
      from ${events} where "sourceIPAddress" is not null and ${isIn(column('eventName'), names.map(value))} group by all),
    reached as (
      select group_address, group_account, ${joined(bits, sql` + `)} as address_reach
      from e join ${callsRelation({ present: run.present, calls, bundles })} on ${ON_CALL} group by 1, 2)
    select * from reached where address_reach <> 0`
}

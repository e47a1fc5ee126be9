import { compileRules, type RuleSet } from '#detections/index.ts'
import type { Level } from '#findings/index.ts'
import { openDuckdb } from '#store/duckdb/engine.ts'
import { type Engine, type Fragment, joined, sql } from '#store/index.ts'
import type { CompiledBehaviour, Departure } from '../../../src/detections/behaviours/behaviour.ts'
import { prepareHabits } from '../../../src/detections/behaviours/habit-tables.ts'
import { levelOf } from '../../../src/detections/behaviours/level-of.ts'

export interface ProfileRow {
  /** Days after 2026-03-01. */
  readonly day: number
  readonly subject: string
  readonly dimension: string
  readonly value: string
  readonly actorClass?: string
  readonly n?: number
  readonly bytesOut?: number
  readonly objects?: number
}

export const dayOf = (day: number): string => new Date(Date.UTC(2026, 2, 1 + day)).toISOString().slice(0, 10)

export async function withEngine<T>(act: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await openDuckdb({ threads: 2, memory: '256MiB', spillFolder: undefined })
  try {
    return await act(engine)
  } finally {
    await engine.close()
  }
}

/** The relation `profiles` with these rows. */
export function profilesOf(rows: readonly ProfileRow[]): Fragment {
  const values = rows.map(
    ({ day, subject, dimension, value, actorClass = 'iam-user', n = 1, bytesOut = 0, objects = 0 }) =>
      sql`(cast(${dayOf(day)} as date), ${subject}, ${actorClass}, '123456789012', ${dimension}, ${value}, ${n}, ${bytesOut}, 0, ${objects}, 0, 0)`,
  )
  return sql`(select * from (values ${joined(values, sql`, `)}) v(day, subject, actor_class, account_id, dimension, value, n,
    bytes_out, bytes_in, objects, first_ms, last_ms))`
}

/** A robot: the same few values day after day. */
export function robot(
  subject: string,
  days: readonly number[],
  values: Readonly<Record<string, readonly string[]>> = HABIT,
): readonly ProfileRow[] {
  return days.flatMap((day) =>
    Object.entries(values).flatMap(([dimension, some]) =>
      some.map((value) => ({ day, subject, dimension, value })),
    ),
  )
}

const HABIT = {
  network: ['AS64500'],
  kind: ['isp'],
  country: ['DE'],
  region: ['eu-central-1'],
  service: ['s3'],
  call: ['s3:GetObject', 's3:ListObjects'],
  client: ['aws-cli'],
  level: ['read', 'list'],
}

export const days = (count: number): readonly number[] => Array.from({ length: count }, (_, day) => day)

export const behaviourText = (behaviour: unknown, more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ title: 'Test', id: 'test-behaviour', behaviour, ...more })

export const PLACEHOLDERS = { sensitive_buckets: ['amzn-s3-demo-secret*'], empty: [] }

export const compileTexts = (...texts: readonly string[]): RuleSet =>
  compileRules(
    texts.map((text, i) => ({ file: `behaviour${String(i)}.yml`, text })),
    { placeholders: PLACEHOLDERS },
  )

/** @throws with the problems where it does not compile. */
export function behaviourOf(behaviour: unknown): CompiledBehaviour {
  const { behaviours, errors } = compileTexts(behaviourText(behaviour))
  const [one] = behaviours
  if (one === undefined) throw new Error(errors.map(({ reason }) => reason).join('; '))
  return one
}

export type Judged = Departure & { readonly level: Level }

/** What departs, with its level; there are no events unless they are given. */
export async function departuresOf(
  engine: Engine,
  behaviour: CompiledBehaviour,
  rows: readonly ProfileRow[],
  tables: { readonly events: Fragment; readonly addresses: Fragment } = NO_TABLES,
): Promise<readonly Judged[]> {
  const profiles = profilesOf(rows)
  const elsewhere = await prepareHabits(engine, profiles)
  const found = await behaviour.find({ engine, profiles, ...tables })
  return found.flatMap((departure) => {
    const isElsewhere =
      departure.isElsewhere ?? departure.days.some((day) => elsewhere.has(departure.subject, day))
    const level = levelOf(behaviour.levels, { ...departure, isElsewhere })
    return level === undefined ? [] : [{ ...departure, level }]
  })
}

const NO_TABLES = {
  events: sql`(select null::varchar as principal, null::bigint as time_ms, null::varchar as "responseElements", null::varchar as "eventSource",
    null::varchar as "eventName", null::varchar as outcome, null::varchar as "sourceIPAddress" where false)`,
  addresses: sql`(select null::varchar as address, null::varchar as network where false)`,
}

import { openDuckdb } from '#store/duckdb/engine.ts'
import { type Engine, type Fragment, joined, sql } from '#store/index.ts'

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

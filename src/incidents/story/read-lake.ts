import { deliveryGaps, type Engine, makeHeld, numberIn, sql, textIn } from '#store/index.ts'
import type { IncidentRelations } from '../build/marks.ts'

/** What the logs hold of one account in one region. */
export interface Held {
  readonly accountId: string
  readonly region: string
  readonly firstMs: number
  readonly lastMs: number
  readonly hasObjectEvents: boolean
  readonly hasTableEvents: boolean
  readonly hasInvocations: boolean
}

export interface Silence {
  readonly accountId: string
  readonly region: string
  readonly fromMs: number
  readonly toMs: number
}

export interface LakeFacts {
  readonly held: readonly Held[]
  readonly silences: readonly Silence[]
  readonly firstMs: number
  readonly lastMs: number
}

/** The whole lake, whatever may be told of: what came before is history, and what is an account of one's own stays one. */
export async function readLake(
  engine: Engine,
  { events, isHeldOfAll }: IncidentRelations,
): Promise<LakeFacts> {
  if (!isHeldOfAll) await engine.rows(makeHeld(events))
  const rows = await engine.rows(sql`
    select account, region, min(first_ms) as first_ms, max(last_ms) as last_ms, bool_or(s3) as objects, bool_or(dynamodb) as tables,
      bool_or("lambda") as invocations
    from held h group by 1, 2 order by 1, 2`)
  const held = rows.map((row) => ({
    accountId: textIn(row, 'account') ?? '',
    region: textIn(row, 'region') ?? '',
    firstMs: numberIn(row, 'first_ms'),
    lastMs: numberIn(row, 'last_ms'),
    hasObjectEvents: row['objects'] === true,
    hasTableEvents: row['tables'] === true,
    hasInvocations: row['invocations'] === true,
  }))
  const silences = (await engine.rows(deliveryGaps)).map((row) => ({
    accountId: textIn(row, 'account') ?? '',
    region: textIn(row, 'region') ?? '',
    fromMs: numberIn(row, 'from_ms'),
    toMs: numberIn(row, 'to_ms'),
  }))
  return {
    held,
    silences,
    firstMs: held.reduce((least, { firstMs }) => Math.min(least, firstMs), Number.POSITIVE_INFINITY),
    lastMs: held.reduce((most, { lastMs }) => Math.max(most, lastMs), Number.NEGATIVE_INFINITY),
  }
}

import type { Usage } from '#posture/index.ts'
import {
  accountSpans,
  callsMade,
  dataEventsSince,
  type Engine,
  type Fragment,
  MOST_ARNS,
  numberIn,
  type Row,
  textOrEmpty,
  textsIn,
} from '#store/index.ts'

type UsedCall = NonNullable<ReturnType<Usage['calls']['get']>>[number]

/** Which calls each principal made, and of how much history that speaks. */
export async function readCalls(
  engine: Engine,
  events: Fragment,
): Promise<Pick<Usage, 'calls' | 'accounts'>> {
  const calls = Map.groupBy(await engine.rows(callsMade(events)), (row) => textOrEmpty(row, 'principal'))
  const since = Map.groupBy(await engine.rows(dataEventsSince(events)), (row) =>
    textOrEmpty(row, 'account_id'),
  )
  const spans = await engine.rows(accountSpans(events))
  return {
    calls: new Map([...calls].map(([principal, rows]) => [principal, rows.map(callOf)])),
    accounts: new Map(
      spans.map((row) => {
        const accountId = textOrEmpty(row, 'account_id')
        const data = (since.get(accountId) ?? []).map(
          (one) => [textOrEmpty(one, 'service'), numberIn(one, 'first_ms')] as const,
        )
        const span = { firstMs: numberIn(row, 'first_ms'), lastMs: numberIn(row, 'last_ms') }
        return [accountId, { ...span, dataEventsSinceMs: new Map(data) }]
      }),
    ),
  }
}

function callOf(row: Row): UsedCall {
  const arns = textsIn(row, 'arns')
  const events = numberIn(row, 'n')
  return {
    service: textOrEmpty(row, 'service'),
    eventName: textOrEmpty(row, 'event_name'),
    events,
    lastMs: numberIn(row, 'last_ms'),
    resources: arns.slice(0, MOST_ARNS),
    everyResource: arns.length <= MOST_ARNS && numberIn(row, 'told') === events,
  }
}

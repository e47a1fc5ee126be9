import { afterAll, beforeAll, expect, test } from 'vitest'
import { column, type Engine, type Fragment, joined, sql } from '#store/index.ts'
import { summaries, summaryOf } from '../../../src/detections/run/finding-summary.ts'
import { openLake } from '../sigma/lake.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openLake()
})
afterAll(() => engine.close())

interface Told {
  readonly agent: string | null
  readonly bucket?: string | null
  readonly outcome?: string
  readonly weight?: number
}

/** Events of one finding, a second apart, in the order in which the engine is handed them. */
function relation(events: readonly (Told & { readonly nth: number })[]): Fragment {
  const rows = events.map(
    ({ nth, agent, bucket = 'example-logs', outcome = 'ok', weight = 1 }) =>
      sql`(7, ${nth}, ${weight}, ${nth * 1000}, ${outcome}, ${`id-${String(nth)}`}, '123456789012', 'iam-user',
        {'accessKeyId': 'AKIAIOSFODNN7EXAMPLE'}, 'AKIAIOSFODNN7EXAMPLE', 'us-east-1', '192.0.2.10', ${agent}, 's3.amazonaws.com', 'GetObject', ${bucket})`,
  )
  return sql`(values ${joined(rows, sql`, `)}) v(finding_no, nth, weight, time_ms, outcome, "eventID", account_id, actor_class,
    "userIdentity", session, "awsRegion", "sourceIPAddress", "userAgent", "eventSource", "eventName", bucket)`
}

async function summary(
  events: readonly Told[],
  turn: <T>(list: readonly T[]) => readonly T[] = (list) => list,
) {
  const numbered = events.map((event, i) => ({ ...event, nth: i + 1 }))
  const [row = {}] = await engine.rows(summaries(relation(turn(numbered)), column('bucket')))
  return summaryOf(row)
}

const AGENTS = ['e', 'd', 'd', 'c', 'b', 'a', 'f', 'a', null, ''].map((agent) => ({ agent }))

test('the most frequent stand first, of those as frequent the first by their letters; what is missing does not', async () => {
  expect((await summary(AGENTS)).clients).toEqual(['a', 'd', 'b', 'c', 'e'])
})

test('in whichever order the engine meets them', async () => {
  expect(await summary(AGENTS, (list) => list.toReversed())).toEqual(await summary(AGENTS))
})

test('times, counts and ids', async () => {
  expect(
    await summary([{ agent: 'a' }, { agent: 'a', outcome: 'denied', weight: 5, bucket: null }]),
  ).toMatchObject({
    firstMs: 1000,
    lastMs: 2000,
    count: 6,
    deniedCount: 1,
    eventIds: ['id-1', 'id-2'],
    accessKeys: ['AKIAIOSFODNN7EXAMPLE'],
    calls: ['s3.amazonaws.com:GetObject'],
    resources: ['example-logs'],
  })
})

test('a value is cut, the list is cut, and ids are cut, not their count', async () => {
  const many = Array.from({ length: 1001 }, (_, i) => ({
    agent: 'x'.repeat(600),
    bucket: `b-${String(i).padStart(4, '0')}`,
  }))
  const { clients, resources, eventIds, count } = await summary(many)
  expect(clients).toEqual(['x'.repeat(500)])
  expect(resources).toEqual(Array.from({ length: 20 }, (_, i) => `b-${String(i).padStart(4, '0')}`))
  expect([eventIds.length, eventIds.at(-1), count]).toEqual([1000, 'id-1000', 1001])
})

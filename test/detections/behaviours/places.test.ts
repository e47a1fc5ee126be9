import { asyncProperty, assert as check, integer, shuffledSubarray } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { joined, sql } from '#store/index.ts'
import { ourBehaviour } from './our-behaviours.ts'
import { dayOf, days, departuresOf, type ProfileRow, withEngine } from './support.ts'

const ALICE = 'arn:aws:iam::123456789012:user/alice'
const BOB = 'arn:aws:iam::123456789012:user/bob'
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const [HOME, HOSTING, ABROAD, NEARBY] = ['192.0.2.10', '203.0.113.9', '198.51.100.7', '192.0.2.77']
const NEW_KEY = 'AKIAIOSFODNN7EXAMPLE'

interface Call {
  /** Hours after 2026-03-01. */
  readonly at: number
  readonly address: string
  readonly principal?: string
  readonly key?: string
  readonly name?: string
  readonly answer?: string
}

/** Departures by a behaviour of ours, as `subject level days value`. */
async function found(name: string, rows: readonly ProfileRow[], calls: readonly Call[]): Promise<string[]> {
  const values = calls.map(
    ({ at, address, principal = ALICE, key, name: call = 'ListBuckets', answer }, no) => {
      const timeMs = Date.parse(dayOf(0)) + at * HOUR_MS
      const accessKey = key ?? 'ASIAIOSFODNN7EXAMPLE'
      const source = call === 'CreateAccessKey' ? 'iam.amazonaws.com' : 's3.amazonaws.com'
      return sql`(cast(${no} as bigint), make_timestamp(${timeMs * 1000}), cast(${timeMs} as bigint), cast(${dayOf(Math.floor((at * HOUR_MS) / DAY_MS))} as date), ${`event-${String(no)}`},
      ${principal}, ${accessKey}, {'accessKeyId': ${accessKey}}, ${address}, ${source}, ${call}, ${answer ?? null}::varchar)`
    },
  )
  const events = sql`(select *, 'iam-user' as actor_class, '123456789012' as account_id, 'ok' as outcome, null::bigint as bytes_out,
      null::bigint as bytes_in, null::varchar as object_key, true as "readOnly", 'eu-central-1' as "awsRegion", 's3' as service,
      null::varchar as bucket, null::varchar as "requestParameters", 'aws-cli' as client_family, 'list' as access_level
    from (values ${joined(values, sql`, `)}) v(row_id, "eventTime", time_ms, day, "eventID", principal, session, "userIdentity",
      "sourceIPAddress", "eventSource", "eventName", "responseElements"))`
  const addresses = sql`(select * from (values (${HOME}, 'AS64500', 'Provider', 'DE', 'isp'), (${HOSTING}, 'AS64999', 'Hoster', 'NL', 'hosting'),
    (${ABROAD}, 'AS64998', 'Carrier', 'BR', 'isp'), (${NEARBY}, 'AS64501', 'Mobile', 'DE', 'isp')) v(address, network, operator, country, kind))`
  return await withEngine(async (engine) =>
    (await departuresOf(engine, ourBehaviour(name), rows, { events, addresses }))
      .map(
        ({ subject, level, days: on, values: [value] }) =>
          `${subject} ${level} ${on.join(' ')} ${value?.value ?? ''}`,
      )
      .toSorted(),
  )
}

const network = (day: number, value: string, subject = ALICE): ProfileRow => ({
  day,
  subject,
  dimension: 'network',
  value,
})

const atHome = (subject: string, on: readonly number[]): readonly ProfileRow[] =>
  on.map((day) => network(day, 'AS64500', subject))

/** Holds for any order of rows and calls, for calls delivered twice, and for more days of the same habit before. */
async function expectAlways(
  name: string,
  rows: readonly ProfileRow[],
  calls: readonly Call[],
  expected: readonly string[],
): Promise<void> {
  expect(await found(name, rows, calls)).toEqual(expected)
  await check(
    asyncProperty(
      shuffledSubarray([...rows], { minLength: rows.length }),
      shuffledSubarray([...calls], { minLength: calls.length }),
      integer({ min: 0, max: 60 }),
      async (shuffledRows, shuffledCalls, count) => {
        const before = days(count).map((day) => -1 - day)
        const earlier = [...atHome(ALICE, before), ...atHome(BOB, before)]
        expect(await found(name, shuffledRows, shuffledCalls)).toEqual(expected)
        expect(await found(name, [...earlier, ...shuffledRows], calls)).toEqual(expected)
        expect(await found(name, rows, [...calls, ...shuffledCalls])).toEqual(expected)
      },
    ),
    { numRuns: 2 },
  )
}

describe('one session used from two places', () => {
  const habit = [...atHome(ALICE, days(20)), ...atHome(BOB, days(20))]
  const at = (address: string): Call => ({ at: 20 * 24 + 10, address })
  const home: Call = { at: 20 * 24 + 9, address: HOME }
  const today = [...atHome(ALICE, [20])]

  test.each([
    { name: 'at home, and at a hosting company', address: HOSTING, asn: 'AS64999' },
    { name: 'at home, and in another country', address: ABROAD, asn: 'AS64998' },
  ])('$name: in any order, twice, after more days', async ({ address, asn }) => {
    await expectAlways(
      'session-in-two-places',
      [...habit, ...today, network(20, asn)],
      [home, at(address)],
      [`${ALICE} high ${dayOf(20)} ${asn}`],
    )
  })

  test.each([
    { name: 'at home, and by a phone in the same country', address: NEARBY, asn: 'AS64501' },
    { name: 'at home only', address: HOME, asn: 'AS64500' },
  ])('quiet: $name', async ({ address, asn }) => {
    await expectAlways(
      'session-in-two-places',
      [...habit, ...today, network(20, asn)],
      [home, at(address)],
      [],
    )
  })

  test('quiet: a place where it had been before', async () => {
    const known = [network(3, 'AS64999'), network(9, 'AS64999'), network(20, 'AS64999')]
    await expectAlways('session-in-two-places', [...habit, ...today, ...known], [home, at(HOSTING)], [])
  })
})

describe('a new key used elsewhere', () => {
  const habit = [...atHome(ALICE, days(21)), ...atHome(BOB, days(21))]
  const made: Call = {
    at: 20 * 24,
    address: HOME,
    name: 'CreateAccessKey',
    answer: JSON.stringify({ accessKey: { accessKeyId: NEW_KEY } }),
  }
  const used = (hours: number, address: string): Call => ({
    at: 20 * 24 + hours,
    address,
    principal: BOB,
    key: NEW_KEY,
  })

  test('from a hosting company, soon: in any order, twice, after more days', async () => {
    await expectAlways(
      'new-key-used-elsewhere',
      [...habit, network(20, 'AS64999', BOB)],
      [made, used(2, HOSTING)],
      [`${BOB} medium ${dayOf(20)} ${NEW_KEY}`],
    )
  })

  test.each([
    { name: 'from where it was made', call: used(2, HOME) },
    { name: 'more than a day later', call: used(25, HOSTING) },
    { name: 'before it was made: the clock of another log', call: used(-1, HOSTING) },
  ])('quiet: $name', async ({ call }) => {
    await expectAlways('new-key-used-elsewhere', habit, [made, call], [])
  })

  test('quiet: from where its user had been', async () => {
    await expectAlways(
      'new-key-used-elsewhere',
      [...habit, network(4, 'AS64999', BOB)],
      [made, used(2, HOSTING)],
      [],
    )
  })
})

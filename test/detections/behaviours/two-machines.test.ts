import { asyncProperty, assert as check, integer, shuffledSubarray } from 'fast-check'
import { expect, test } from 'vitest'
import { joined, sql } from '#store/index.ts'
import { behaviourOf, days, departuresOf, type Judged, withEngine } from './support.ts'

const ROLE = 'arn:aws:iam::123456789012:role/worker'
const HOUR_MS = 3_600_000
const [OWN, OTHER, THIRD, SIXTH] = ['192.0.2.10', '203.0.113.9', '203.0.113.10', '2001:db8::7']

interface Use {
  /** Number of the session; it begins after as many times six hours. */
  readonly session: number
  readonly address: string
  /** Hours after the session's beginning. */
  readonly at: number
  readonly role?: string
  readonly actorClass?: string
  readonly event?: string
  readonly answer?: string
  readonly asked?: string
  readonly outcome?: string
  readonly client?: string
}

const BEHAVIOUR = behaviourOf({ kind: 'two-machines', levels: { medium: {}, high: { days: 5 } } })

async function find(uses: readonly Use[], behaviour = BEHAVIOUR): Promise<readonly Judged[]> {
  const events = uses.map(
    ({ session, address, at, role = ROLE, actorClass = 'instance-role', event, ...rest }) => {
      const timeMs = Date.UTC(2026, 2, 1) + (session * 6 + at) * HOUR_MS
      const { answer = null, asked = null, outcome = 'ok', client = 'aws-sdk-go' } = rest
      return sql`(${role}, ${`ASIA${String(session).padStart(16, '0')}`}, ${address}, cast(${timeMs} as bigint), ${actorClass}, ${event === undefined ? 'sqs' : 'ec2'}, ${event ?? 'ReceiveMessage'}, ${answer}, ${asked}, ${outcome}, ${client})`
    },
  )
  return await withEngine(async (engine) =>
    departuresOf(engine, behaviour, [{ day: 0, subject: ROLE, dimension: 'kind', value: 'aws' }], {
      events: sql`(select * from (values ${joined(events, sql`, `)}) v(principal, session, "sourceIPAddress", time_ms, actor_class, service,
        "eventName", "responseElements", "requestParameters", outcome, "userAgent"))`,
      addresses: sql`(select * from (values (${OWN}, 'aws'), (${OTHER}, 'aws'), (${THIRD}, 'aws'), (${SIXTH}, 'aws'), ('10.0.0.5', 'private'), ('198.51.100.7', 'hosting'), ${joined(
        days(600).map((index) => sql`(${`198.18.${String(index >> 8)}.${String(index & 255)}`}, 'aws')`),
        sql`, `,
      )})
        v(address, kind))`,
    }),
  )
}

/** Sessions of six hours from one address. */
const habit = (count: number, address: string = OWN): readonly Use[] =>
  days(count).flatMap((session) => [0, 2, 4].map((at) => ({ session, address, at })))
/** The session of that number at home, and elsewhere between. */
const stolen = (session: number, address: string = OTHER): readonly Use[] => [
  ...[0, 2, 4].map((at) => ({ session, address: OWN, at })),
  ...[1, 1.5].map((at) => ({ session, address, at })),
]

test('a session of a worker on another machine of AWS', async () => {
  const found = await find([...habit(40), ...stolen(40)])
  expect(found).toMatchObject([
    {
      subject: ROLE,
      level: 'high',
      days: ['2026-03-11'],
      values: [{ dimension: 'address', value: OTHER }],
      historyDays: 10,
    },
  ])
  expect(found[0]?.why).toContain(`by turns from ${OWN} and from ${OTHER}`)
})

test.each([
  { name: 'nothing but its own address', uses: habit(41) },
  { name: 'nine sessions before: too few to tell', uses: [...habit(9), ...stolen(9)] },
  { name: 'by an endpoint of its own network too', uses: [...habit(40), ...stolen(40, '10.0.0.5')] },
  {
    name: 'from outside of AWS: another behaviour says so',
    uses: [...habit(40), ...stolen(40, '198.51.100.7')],
  },
  { name: 'by IPv6 too', uses: [...habit(40), ...stolen(40, SIXTH)] },
  {
    name: 'a way out of several addresses',
    uses: days(41).flatMap((session) => [...stolen(session)]),
  },
  {
    name: 'an address that a colleague had come from',
    uses: [...habit(40), { session: 3, address: OTHER, at: 1, role: `${ROLE}-2` }, ...stolen(40)],
  },
  {
    name: 'an address of the organisation’s own',
    uses: [
      ...habit(40),
      { session: 40, address: OWN, at: 0, event: 'AllocateAddress', answer: `{"publicIp":"${OTHER}"}` },
      ...stolen(40),
    ],
  },
  {
    name: 'an address that was given back to its machine',
    uses: [
      ...habit(40),
      { session: 40, address: OWN, at: 0, event: 'AssociateAddress', asked: `{"publicIp":"${OTHER}"}` },
      ...stolen(40),
    ],
  },
  {
    name: 'a function, whose environments share credentials',
    uses: [...habit(40), ...stolen(40)].map((use) => ({
      ...use,
      client: 'aws-sdk-nodejs/3.9 exec-env/AWS_Lambda_nodejs22.x',
    })),
  },
  {
    name: 'moved for good, not by turns',
    uses: [
      ...habit(40),
      { session: 40, address: OWN, at: 0 },
      { session: 40, address: OTHER, at: 1 },
      { session: 40, address: OTHER, at: 2 },
    ],
  },
  {
    name: 'a role that is no workload’s',
    uses: [...habit(40), ...stolen(40)].map((use) => ({ ...use, actorClass: 'role' })),
  },
])('quiet: $name', async ({ uses }) => {
  expect(await find(uses)).toEqual([])
})

test.each([
  { name: 'a refused call with the address', act: { outcome: 'denied', actorClass: 'role' } },
  { name: 'a stranger’s call from the address', act: { actorClass: 'foreign-account' } },
  {
    name: 'an allocation that was refused',
    act: { address: OWN, outcome: 'denied', event: 'AllocateAddress', answer: `"${OTHER}"` },
  },
  {
    name: 'a longer address that was allocated',
    act: { address: OWN, event: 'AllocateAddress', answer: `{"publicIp":"1${OTHER}"}` },
  },
  {
    name: 'a question about the address',
    act: { address: OWN, event: 'DescribeAddresses', asked: `{"publicIp":"${OTHER}"}` },
  },
  {
    name: 'the thief’s client says that it is a function',
    act: { session: 40, at: 1, client: 'exec-env/AWS_Lambda_x' },
  },
])('the thief cannot hide by $name', async ({ act }) => {
  const uses = [...habit(40), { session: 3, address: OTHER, at: 0, role: `${ROLE}-2`, ...act }, ...stolen(40)]
  expect(await find(uses)).toHaveLength(1)
})

test('a noisy day before does not blind it', async () => {
  const noise = days(600).flatMap((index) =>
    stolen(41, `198.18.${String(index >> 8)}.${String(index & 255)}`).map((use) => ({
      ...use,
      role: `${ROLE}-3`,
    })),
  )
  const aside = habit(40).map((use) => ({ ...use, role: `${ROLE}-3` }))
  const found = await find([...habit(60), ...aside, ...noise, ...stolen(60)])
  expect(found.filter(({ subject }) => subject === ROLE)).toHaveLength(1)
})

test('the least number of sessions, and the share that had several', async () => {
  expect(await find([...habit(10), ...stolen(10)])).toHaveLength(1)
  const shared = (count: number): readonly Use[] =>
    days(count).map((session) => ({ session, address: THIRD, at: 1 }))
  expect(await find([...habit(40), ...shared(2), ...stolen(40)])).toHaveLength(1)
  expect(await find([...habit(40), ...shared(3), ...stolen(40)])).toEqual([])
})

test('neither order nor repetition matters; more history never hides it', async () => {
  const uses = [...habit(20), ...stolen(20)]
  const expected = await find(uses)
  await check(
    asyncProperty(
      shuffledSubarray(uses, { minLength: uses.length }),
      integer({ min: 0, max: 5 }),
      async (order, twice) => {
        expect(await find([...order, ...order.slice(0, twice)])).toEqual(expected)
      },
    ),
    { numRuns: 10 },
  )
  for (const length of [12, 30, 60]) expect(await find([...habit(length), ...stolen(length)])).toHaveLength(1)
})

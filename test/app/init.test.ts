import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { proposeSettings, readSettings, settingsText } from '#app/index.ts'
import { bringIn, inFolder, within } from './ingest/support.ts'

type Json = Readonly<Record<string, unknown>>
let count = 0
const ACCOUNT = '123456789012'

/** 2026-11-02 is a Monday. */
const at = (day: number, hour: number): string =>
  new Date(Date.UTC(2026, 10, 2 + day, hour)).toISOString().replace('.000Z', 'Z')

const event = (day: number, hour: number, more: Json): Json => ({
  eventVersion: '1.08',
  eventTime: at(day, hour),
  eventSource: 's3.amazonaws.com',
  eventName: 'ListBuckets',
  awsRegion: 'eu-central-1',
  sourceIPAddress: '84.128.0.1',
  userAgent: 'aws-cli/2',
  eventID: `id-${String(count++)}`,
  recipientAccountId: ACCOUNT,
  ...more,
})

const assumed = (role: string, session: string, account = ACCOUNT): Json => ({
  type: 'AssumedRole',
  arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
  accountId: account,
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      arn: `arn:aws:iam::${account}:role/${role}`,
      accountId: account,
      userName: role,
    },
  },
})
const person = (name: string, set = 'ReadOnly'): Json => ({
  userIdentity: assumed(`AWSReservedSSO_${set}_0123456789abcdef`, `${name}@example.com`),
})
const ci = (role: string): Json => {
  const identity = assumed(role, 'GitHubActions')
  return {
    userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.0',
    userIdentity: {
      ...identity,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          arn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
          accountId: ACCOUNT,
          userName: role,
        },
        webIdFederationData: {
          federatedProvider: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
        },
      },
    },
  }
}
const bucket = (name: string): Json => ({
  eventName: 'GetBucketLocation',
  requestParameters: { bucketName: name },
})

/** Five weekdays of these people, nine to five by their clock. */
const week = (names: readonly string[], more: Json, shiftHours = 0): readonly Json[] =>
  names.flatMap((name) =>
    [0, 1, 2, 3, 4].flatMap((day) =>
      Array.from({ length: 8 }, (_, i) => event(day, 9 + i + shiftHours, { ...person(name), ...more })),
    ),
  )

async function proposed(events: readonly Json[]) {
  let text = ''
  let proposal: Awaited<ReturnType<typeof proposeSettings>> | undefined
  let settings: ReturnType<typeof readSettings> | undefined
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'log.json'), JSON.stringify({ Records: events }))
    const root = join(folder, 'lake')
    await bringIn(root, [join(folder, 'log.json')])
    proposal = await within(root, proposeSettings)
    text = settingsText(proposal, './settings.schema.json')
    writeFileSync(join(folder, 'trailhound.yml'), text)
    settings = readSettings(join(folder, 'trailhound.yml'))
  })
  return { text, proposal, settings }
}

describe('offices', () => {
  const office = (names: readonly string[], sourceIPAddress: string) => week(names, { sourceIPAddress })

  test.each([
    {
      name: 'three people at one address',
      events: () => office(['a', 'b', 'c'], '84.128.0.1'),
      networks: ['84.128.0.1/32'],
    },
    { name: 'two people at one address', events: () => office(['a', 'b'], '84.128.0.1'), networks: [] },
    {
      name: 'three people in one /24',
      events: () => ['a', 'b', 'c'].flatMap((name, i) => office([name], `84.128.0.${String(i + 1)}`)),
      networks: ['84.128.0.0/24'],
    },
    {
      name: 'three people in one IPv6 /48',
      events: () => ['a', 'b', 'c'].flatMap((name, i) => office([name], `2003:c5:1:${String(i)}::1`)),
      networks: ['2003:c5:1::/48'],
    },
    {
      name: 'one person in three roles',
      events: () => ['x', 'y', 'z'].map((set, day) => event(day, 9, person('a', set))),
      networks: [],
    },
    {
      name: 'three people on two days',
      events: () => [0, 1].flatMap((day) => ['a', 'b', 'c'].map((one) => event(day, 9, person(one)))),
      networks: [],
    },
    {
      name: 'three people, one day in four at a weekend',
      events: () => [2, 3, 4, 5].flatMap((day) => ['a', 'b', 'c'].map((one) => event(day, 9, person(one)))),
      networks: [],
    },
    { name: "AWS's own addresses", events: () => office(['a', 'b', 'c'], '3.80.0.1'), networks: [] },
  ])('$name', async ({ events, networks }) => {
    const { settings } = await proposed(events())
    expect(settings?.trustedNetworks.map((one) => (typeof one === 'string' ? one : one.cidr))).toEqual(
      networks,
    )
  })

  test('machines for rent are for the user to decide', async () => {
    const { settings, text } = await proposed(office(['a', 'b', 'c'], '88.198.0.1'))
    expect(settings?.trustedNetworks).toEqual([])
    expect(text).toContain("# - { name: office-1, cidr: '88.198.0.1/32' } # seen from 3 people on 5 days")
  })
})

describe('working hours', () => {
  test('by weekday; the weekend is free', async () => {
    const { settings } = await proposed(week(['a', 'b'], {}))
    const day = '09:00-17:00'
    expect(settings?.workingHours).toEqual({
      timeZone: 'UTC',
      mon: day,
      tue: day,
      wed: day,
      thu: day,
      fri: day,
    })
  })

  test('far from UTC, by a zone that nobody crosses midnight in', async () => {
    const { settings } = await proposed(week(['a', 'b'], {}, 10))
    expect(settings?.workingHours).toMatchObject({ timeZone: expect.stringMatching(/^Etc\/GMT\+\d+$/u) })
    const { mon = '', sat } = settings?.workingHours ?? {}
    const [from = 0, to = 0] = mon.split('-').map((text) => Number(text.slice(0, 2)))
    expect([to - from, sat]).toEqual([8, undefined])
  })

  test('of too few days there are none', async () => {
    expect((await proposed([event(0, 9, person('a'))])).settings?.workingHours).toBeNull()
  })
})

test('accounts, roles and buckets, each with its evidence', async () => {
  const deploys = Array.from({ length: 20 }, (_, i) => event(i % 3, 9, ci('github-terraform')))
  const { settings, text } = await proposed([
    ...deploys,
    event(0, 9, { ...person('a'), ...bucket('example-payroll') }),
    event(0, 9, { ...person('a'), ...bucket('example-payrolls') }),
    event(0, 9, { ...person('a'), recipientAccountId: '111122223333' }),
    event(0, 9, {
      userIdentity: { type: 'AWSAccount', accountId: '444455556666', principalId: 'AIDAEXAMPLE' },
    }),
  ])
  expect(settings).toMatchObject({
    accounts: [ACCOUNT, '111122223333'],
    ciRoles: ['github-terraform'],
    iacRoles: ['github-terraform'],
    sensitiveBuckets: ['example-payroll'],
  })
  expect(text).toContain("- 'github-terraform' # 20 events on 3 days, 100 % by tools such as Terraform")
  expect(text).toContain(
    "# - '444455556666' # no logs of its own; 1 principal of it made 1 event on 1 day in yours.",
  )
})

test('names that AWS does not allow are not taken over, and nothing breaks out of its line', async () => {
  const hostile = "x'\n- evil: [\u001b[2J\u202e # "
  const { settings, text } = await proposed([
    ...Array.from({ length: 30 }, () => event(0, 9, ci(hostile))),
    event(0, 9, { ...person('a'), ...bucket(`payroll-${hostile}`) }),
    event(0, 9, { ...person(hostile), sourceIPAddress: hostile, recipientAccountId: hostile }),
  ])
  expect(['evil', '\u001b', '\u202e'].filter((part) => text.includes(part))).toEqual([])
  expect(settings).toMatchObject({ accounts: [ACCOUNT], ciRoles: [], iacRoles: [], sensitiveBuckets: [] })
})

test('of an empty lake nothing is proposed', async () => {
  const { settings, text } = await proposed([])
  expect(settings).toMatchObject({ accounts: [], trustedNetworks: [], workingHours: null })
  expect(text).toContain('nothing in the logs looks like it')
})

import { expect, test } from 'vitest'
import { DAY_MS } from '#kernel/index.ts'
import { parseSnapshot } from '#posture/index.ts'
import { historyOf } from '../../../src/posture/privilege/history.ts'
import { ACCOUNT, GOOD_TRAIL, snapshotOf, WELL_MADE } from '../accounts.ts'

type Trail = Readonly<Record<string, unknown>>

/** Prefixes whose data events count as logged from the start, with one trail and logs since so many hours after the account's first event. */
function logged(trail: Trail, sinceHours: number | undefined): readonly string[] {
  const [account] = parseSnapshot(
    snapshotOf({ ...WELL_MADE, trails: { value: [trail] } }),
    'test.json',
  ).accounts
  if (account === undefined) throw new Error('no account')
  const services = sinceHours === undefined ? [] : ['s3', 'lambda', 'dynamodb', 'sqs']
  const dataEventsSinceMs = new Map(services.map((service) => [service, (sinceHours ?? 0) * 3_600_000]))
  const history = historyOf(account, new Set(), {
    span: { fromMs: 0, toMs: 30 * DAY_MS },
    days: 30,
    regions: new Map(),
    keys: new Map(),
    signIns: new Map(),
    calls: new Map(),
    accounts: new Map([[ACCOUNT, { firstMs: 0, lastMs: 30 * DAY_MS - 1, dataEventsSinceMs }]]),
  })
  expect(history?.days).toBe(30)
  return [...(history?.dataEvents ?? [])]
}

const basic = (values: readonly string[], more: Trail = {}): Trail => ({
  ...GOOD_TRAIL,
  selectors: {
    value: { EventSelectors: [{ DataResources: [{ Type: 'AWS::S3::Object', Values: values }], ...more }] },
  },
})
const advanced = (...types: readonly (readonly unknown[])[]): Trail => ({
  ...GOOD_TRAIL,
  selectors: {
    value: {
      AdvancedEventSelectors: types.map((fields) => ({
        FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }, ...fields],
      })),
    },
  },
})
const type = (name: string): unknown => ({ Field: 'resources.type', Equals: [name] })

test.each<[name: string, trail: Trail, since: number | undefined, prefixes: readonly string[]]>([
  ['every object', basic(['arn:aws:s3']), 0, ['s3']],
  ['a day late', basic(['arn:aws:s3']), 24, ['s3']],
  ['later than that', basic(['arn:aws:s3']), 25, []],
  ['no data events in the logs', basic(['arn:aws:s3']), undefined, []],
  ['some buckets', basic(['arn:aws:s3:::example-logs/']), 0, []],
  ['only writes', basic(['arn:aws:s3'], { ReadWriteType: 'WriteOnly' }), 0, []],
  ['a trail of one region', { ...basic(['arn:aws:s3']), IsMultiRegionTrail: false }, 0, []],
  ['a trail that stopped', { ...basic(['arn:aws:s3']), status: { value: { IsLogging: false } } }, 0, []],
  [
    'selectors that nobody may read',
    { ...GOOD_TRAIL, selectors: { notKnown: { action: 'x', error: 'AccessDenied' } } },
    0,
    [],
  ],
  [
    'by advanced selectors',
    advanced([type('AWS::S3::Object')], [type('AWS::Lambda::Function')]),
    0,
    ['s3', 'lambda'],
  ],
  [
    'narrowed by name',
    advanced([type('AWS::S3::Object'), { Field: 'eventName', Equals: ['GetObject'] }]),
    0,
    [],
  ],
  ['tables without their streams', advanced([type('AWS::DynamoDB::Table')]), 0, []],
  [
    'tables with them',
    advanced([type('AWS::DynamoDB::Table')], [type('AWS::DynamoDB::Stream')]),
    0,
    ['dynamodb'],
  ],
])('data events are logged whole: %s', (_, trail, since, prefixes) =>
  expect(logged(trail, since)).toEqual(prefixes),
)

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_SETTINGS, ingestOnly, openWorkspace, readUsage } from '#app/index.ts'
import { textOf } from '#kernel/index.ts'
import { buildPolicyReport, type PolicyReport, parseSnapshot, placesOf, type Usage } from '#posture/index.ts'
import { accessLevel, isDenialCode } from '#reference/index.ts'
import { type CloudTrailRecord, simulate, writeLogs } from '#simulation/index.ts'
import { decide, type Request } from '../../src/posture/privilege/policy/evaluate.ts'
import { parsePolicy } from '../../src/posture/privilege/policy/policy.ts'

const folder = mkdtempSync(join(tmpdir(), 'trailhound-audit-policy-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const simulation = () =>
  simulate({ seed: 3, days: 3, startMs: Date.UTC(2026, 0, 5), accounts: 3, scale: 0.2, attacks: 'none' })

/** What a principal asked for: every different permission on every different resource, by its ARN. */
type Asked = Map<string, Map<string, Request>>

function askedBy(events: Iterable<{ readonly event: CloudTrailRecord }>): Asked {
  const asked: Asked = new Map()
  for (const { event } of events) {
    const who = askerOf(event)
    const action = accessLevel(event.eventSource, event.eventName).iamAction
    if (who === undefined || action === undefined) continue
    const request = { action, resource: resourceOf(event, action), context: new Map() }
    const own = asked.get(who) ?? new Map<string, Request>()
    own.set(`${action} ${request.resource ?? ''}`, request)
    asked.set(who, own)
  }
  return asked
}

/** The user or role of a call that was not denied. */
function askerOf({ userIdentity, eventType, errorCode }: CloudTrailRecord): string | undefined {
  const { type, arn, sessionContext } = userIdentity
  if (eventType === 'AwsServiceEvent' || isDenialCode(errorCode ?? '')) return undefined
  const who = type === 'AssumedRole' ? sessionContext?.sessionIssuer?.arn : arn
  return (type === 'AssumedRole' || type === 'IAMUser') && !who?.includes('/aws-service-role/')
    ? who
    : undefined
}

/** The resource that the permission is asked for, where the record tells that surely. */
function resourceOf({ resources, requestParameters }: CloudTrailRecord, action: string): string | undefined {
  if (action === 'sts:AssumeRole') return textOf(requestParameters?.['roleArn'])
  if (!action.startsWith('s3:')) return undefined
  const bucket = textOf(requestParameters?.['bucketName'])
  if (bucket === undefined) return undefined
  return /^s3:(?:Get|Put|Delete|Restore)Object(?:$|Acl|Tagging)/u.test(action)
    ? resources?.find((one) => one.type === 'AWS::S3::Object')?.ARN
    : `arn:aws:s3:::${bucket}`
}

const allow = (action: readonly string[], resource: string) => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
})

/** Three ways in which rights are given: everything, whole services, everything but some. */
function policyOf(at: number, asked: Iterable<Request>): string {
  const services = [...new Set([...asked].map(({ action }) => `${action.slice(0, action.indexOf(':'))}:*`))]
  const others = services.filter((service) => service !== 's3:*')
  const statements = [
    [allow(['*'], '*')],
    [
      allow([...others, 'rds:*', 'glue:*', 'ec2:*'], '*'),
      allow(['s3:*'], 'arn:aws:s3:::*'),
      allow(['s3:ListAllMyBuckets'], '*'),
    ],
    [
      { Effect: 'Allow', NotAction: ['organizations:*', 'aws-portal:*'], Resource: '*' },
      { ...allow(['kms:ScheduleKeyDeletion'], '*'), Effect: 'Deny' },
    ],
  ]
  return JSON.stringify({ Version: '2012-10-17', Statement: statements[at % 3] })
}

/** A trail that writes every data event of S3: then objects are narrowed to the buckets that were seen, too. */
const TRAIL = {
  Name: 'all',
  TrailARN: 'arn:aws:cloudtrail:eu-central-1:111122223333:trail/all',
  HomeRegion: 'eu-central-1',
  S3BucketName: 'logs',
  IsMultiRegionTrail: true,
  status: { value: { IsLogging: true } },
  selectors: {
    value: { EventSelectors: [{ DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] }] },
  },
}

const ALL_LOGGED = [TRAIL]

function snapshotOf(held: ReadonlyMap<string, string>, trails: readonly unknown[]): string {
  const accounts = Map.groupBy(held, ([arn]) => arn.split(':')[4] ?? '')
  const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1)
  const inline = (document: string) => [{ PolicyName: 'own', PolicyDocument: document }]
  return JSON.stringify({
    snapshotVersion: 1,
    collectedAt: '2026-01-09T00:00:00Z',
    accounts: [...accounts].map(([accountId, own]) => ({
      accountId,
      trails: { value: trails },
      authorizationDetails: {
        value: {
          UserDetailList: own
            .filter(([arn]) => arn.includes(':user/'))
            .map(([arn, document]) => ({
              UserName: nameOf(arn),
              Arn: arn,
              UserPolicyList: inline(document),
            })),
          RoleDetailList: own
            .filter(([arn]) => arn.includes(':role/'))
            .map(([arn, document]) => ({
              RoleName: nameOf(arn),
              Arn: arn,
              AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}',
              RolePolicyList: inline(document),
            })),
        },
      },
    })),
  })
}

const asked = askedBy(simulation().events())
const held = new Map([...asked].map(([arn, requests], at) => [arn, policyOf(at, requests.values())]))
let usage: Usage | undefined

beforeAll(async () => {
  writeLogs(simulation().events(), join(folder, 'logs'), { seed: 3, level: 1, fileMinutes: 240 })
  const workspace = await openWorkspace(join(folder, 'workspace'), DEFAULT_SETTINGS)
  await ingestOnly([join(folder, 'logs')], workspace, {
    settings: DEFAULT_SETTINGS,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  })
  usage = await readUsage(workspace, DEFAULT_SETTINGS)
  await workspace.close()
}, 120_000)

const places = new Map<readonly unknown[], ReturnType<typeof placesOf>>()
const proposalFor = (arn: string, trails: readonly unknown[]): PolicyReport => {
  const known =
    places.get(trails) ??
    placesOf(parseSnapshot(snapshotOf(held, trails), 'test.json'), {
      usage,
      hasTrustedNetworks: false,
      otherAccounts: [],
    })
  places.set(trails, known)
  return buildPolicyReport(known, arn)
}

/** A few of each kind of policy, users and roles. */
const SOME = [...asked.keys()].toSorted().filter((_, at, all) => at % Math.floor(all.length / 24) === 0)

test('there are principals to look at', () => {
  expect(SOME.length).toBeGreaterThanOrEqual(20)
  expect(SOME.some((arn) => arn.includes(':user/'))).toBe(true)
})

describe.each([
  ['with the data events that there are', []],
  ['with every data event of S3 said to be logged', ALL_LOGGED],
])('%s', (_, trails) => {
  test.each(SOME)('the proposal allows every call of %s, and is smaller than what it has', (arn) => {
    const own = [parsePolicy(held.get(arn) ?? '')]
    const report = proposalFor(arn, trails)
    const proposed = report.policies.map(({ document }) => parsePolicy(JSON.stringify(document)))
    const requests = [...(asked.get(arn)?.values() ?? [])].filter((one) => decide([own], one) === 'allowed')
    expect(requests.length).toBeGreaterThan(0)
    expect(requests.filter((one) => decide([proposed], one) !== 'allowed')).toEqual([])
    expect(report.actionsAfter).toBeLessThan(report.actionsBefore / 2)
    expect(report.policies.every(({ characters }) => characters <= 6144)).toBe(true)
    expect(report.policies.length).toBeLessThanOrEqual(10)
    expect(report.use.days).toBe(3)
    expect(report.lost).toEqual([])
  })
})

test('with every data event of S3 logged, objects are narrowed to their buckets', () => {
  const withBuckets = SOME.map((arn) => JSON.stringify(proposalFor(arn, ALL_LOGGED).policies)).filter(
    (text) => /"arn:aws:s3:::[a-z-]+\/\*"/u.test(text),
  )
  expect(withBuckets.length).toBeGreaterThan(3)
})

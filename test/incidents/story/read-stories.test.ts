import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_SETTINGS, updateAddresses } from '#app/index.ts'
import { lakeEvents } from '#app/lake.ts'
import { upToDateProfiles } from '#app/profiles.ts'
import { sql } from '#store/index.ts'
import { readStories } from '../../../src/incidents/story/read-stories.ts'
import type { ToldStory } from '../../../src/incidents/story/story-incident.ts'
import { bringIn, inFolder, within } from '../../app/ingest/support.ts'
import { finding } from '../finding-example.ts'
import { ACCOUNT, ALICE, begottenOf, KEY, strandOf } from './examples.ts'

const MADE_KEY = 'AKIAI44QH8DHBEXAMPLE'
const [HOME, RENTED] = ['84.128.0.10', '139.162.0.10']
/** What an intruder may call things. */
const HOSTILE = `x'); drop table story_calls; --<img src=x>\u202e"`

type Json = Readonly<Record<string, unknown>>
interface Line {
  readonly id: string
  readonly day: number
  readonly minute: number
  readonly call: string
  readonly ip: string
  readonly name?: string
  readonly key?: string
  readonly more?: Json
}

const record = ({ id, day, minute, call, ip, name = 'alice', key = KEY, more }: Line): Json => {
  const [service = '', eventName = ''] = call.split(':')
  return {
    eventVersion: '1.11',
    eventID: id,
    eventTime: new Date(Date.UTC(2026, 2, 2 + day, 0, minute)).toISOString().replace('.000Z', 'Z'),
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: 'us-east-1',
    sourceIPAddress: ip,
    userAgent: ip === HOME ? 'aws-cli/2.15.30' : `boto3/1.34 ${HOSTILE}`,
    userIdentity: {
      type: 'IAMUser',
      arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
      userName: name,
      accountId: ACCOUNT,
      accessKeyId: key,
    },
    recipientAccountId: ACCOUNT,
    readOnly: /^(?:List|Get|Describe)/u.test(eventName),
    ...more,
  }
}

/** Twelve quiet days, a theft in the night after them, and what the owner does about it two days later. */
const logs = (): readonly Json[] => {
  const night = { day: 12, ip: RENTED }
  const denied = { errorCode: 'AccessDenied', requestParameters: { secretId: 'refused' } }
  const theft: readonly Omit<Line, 'id'>[] = [
    { ...night, minute: 180, call: 'sts:GetCallerIdentity' },
    { ...night, minute: 181, call: 'iam:ListUsers' },
    ...['a', 'b', HOSTILE].map((secretId, i) => ({
      ...night,
      minute: 182 + i,
      call: 'secretsmanager:GetSecretValue',
      more: { requestParameters: { secretId } },
    })),
    { ...night, minute: 185, call: 'secretsmanager:GetSecretValue', more: denied },
    {
      ...night,
      minute: 186,
      call: 'iam:CreateAccessKey',
      more: {
        requestParameters: { userName: 'bob' },
        responseElements: { accessKey: { accessKeyId: MADE_KEY, userName: 'bob', status: 'Active' } },
      },
    },
    {
      ...night,
      minute: 187,
      call: 'ec2:ModifySnapshotAttribute',
      more: {
        requestParameters: {
          snapshotId: 'snap-1',
          createVolumePermission: { add: { items: [{ userId: '999988887777' }] } },
          attributeType: 'CREATE_VOLUME_PERMISSION',
        },
      },
    },
    ...[0, 1, 2].map((i) => ({
      ...night,
      minute: 188 + i,
      call: 's3:GetObject',
      more: {
        eventCategory: 'Data',
        managementEvent: false,
        requestParameters: { bucketName: 'example-payroll', key: `k${String(i % 2)}` },
        additionalEventData: { bytesTransferredOut: 1000, bytesTransferredIn: 0 },
      },
    })),
    { ...night, minute: 192, call: 'sts:GetCallerIdentity', name: 'bob', key: MADE_KEY },
    {
      ...night,
      minute: 193,
      call: 'iam:PutUserPolicy',
      name: 'bob',
      key: MADE_KEY,
      more: { requestParameters: '{"cut off' },
    },
  ]
  return [
    ...Array.from({ length: 12 }, (_, day) =>
      record({ id: `home-${String(day)}`, day, minute: 540, call: 's3:ListBuckets', ip: HOME }),
    ),
    ...theft.map((line, i) => record({ ...line, id: `theft-${String(i)}` })),
    record({
      id: 'clean',
      day: 14,
      minute: 600,
      call: 'iam:DeleteAccessKey',
      ip: HOME,
      more: { requestParameters: { userName: 'bob', accessKeyId: MADE_KEY } },
    }),
  ]
}

async function storyOf(events: readonly Json[]): Promise<readonly (ToldStory | undefined)[]> {
  let stories: readonly (ToldStory | undefined)[] = []
  await inFolder(async (folder) => {
    const root = join(folder, 'lake')
    writeFileSync(join(folder, 'log.json'), JSON.stringify({ Records: events }))
    await bringIn(root, [join(folder, 'log.json')])
    await within(root, async (workspace) => {
      const { relation: addresses, basis } = await updateAddresses(workspace, DEFAULT_SETTINGS)
      const relations = {
        events: await lakeEvents(workspace),
        addresses,
        profiles: await upToDateProfiles(workspace, addresses, basis),
        scope: sql`true`,
      }
      await workspace.engine.rows(sql`create or replace temp table incident_events as
        select 7 as incident_no, row_id, time_ms from ${relations.events} e where "eventID" like 'theft-%'`)
      const made = {
        kind: 'session',
        call: 'CreateAccessKey',
        eventId: 'theft-6',
        sinceMs: Date.parse('2026-03-14T03:06:00Z'),
      } as const
      const found = await readStories(workspace.engine, relations, [
        {
          no: 7,
          findings: [
            finding({
              id: 'f',
              level: 'high',
              tactics: ['credential-access'],
              eventIds: ['theft-2', 'theft-4'],
              why: 'read secrets',
            }),
          ],
          strands: [strandOf('elsewhere')],
          begotten: [begottenOf(MADE_KEY, made)],
        },
        { no: 8, findings: [], strands: [], begotten: [] },
      ])
      stories = [found.get(7), found.get(8)]
    })
  })
  return stories
}

describe('a theft over a real lake', () => {
  let story: ToldStory
  let other: ToldStory | undefined
  beforeAll(async () => {
    const [told, without] = await storyOf(logs())
    if (told === undefined) throw new Error('no story')
    story = told
    other = without
  })

  test('an incident without events has no story', () => expect(other).toBeUndefined())

  test('verdict', () => {
    expect(story.verdict).toMatchObject({
      confidence: 'high',
      reasons: ['read secrets'],
      firstBadMs: Date.parse('2026-03-14T03:00:00Z'),
      dwellMs: 13 * 60_000,
    })
    expect(story.verdict.text).toContain(
      `The access key ${KEY} of user alice was very likely used by somebody else, from Akamai`,
    )
    expect(story.verdict.text).toContain('gave snapshot snap-1 to 999988887777')
    expect(story.verdict.text).toContain(`made access key ${MADE_KEY} for user bob`)
    expect(story.verdict.text).toContain('1 call was refused')
  })

  test('the intruder and the owner of the same key, told apart', () => {
    const [intruder, owner] = story.actors.filter(({ principal }) => principal === ALICE)
    expect(intruder).toMatchObject({
      isIntruder: true,
      accessKeys: [KEY],
      eventCount: 11,
      places: [{ network: 'AS63949', addresses: [RENTED] }],
    })
    expect(owner).toMatchObject({
      isIntruder: false,
      accessKeys: [KEY],
      eventCount: 13,
      places: [{ network: 'AS3320', addresses: [HOME] }],
      clients: ['aws-cli/2.15.30'],
    })
    expect(intruder?.why).toContain('in 12 active days before')
  })

  test('timeline: every call once, refusals counted, the finding named', () => {
    expect(story.timeline.reduce((all, { count }) => all + count, 0)).toBe(13)
    const secrets = story.timeline.find(({ what }) => what.startsWith('secretsmanager:GetSecretValue'))
    expect(secrets).toMatchObject({
      stage: 'credential-access',
      count: 4,
      deniedCount: 1,
      findingIds: ['f'],
      address: RENTED,
    })
    expect(secrets?.eventIds.slice(0, 2)).toEqual(['theft-2', 'theft-4'])
  })

  test('lineage: the key that was made, how often it was used, and that somebody deleted it', () => {
    expect(story.lineage).toMatchObject([
      {
        credential: MADE_KEY,
        kind: 'key',
        parent: KEY,
        call: 'iam:CreateAccessKey',
        eventCount: 2,
        state: 'ended',
        principal: `arn:aws:iam::${ACCOUNT}:user/bob`,
      },
    ])
  })

  test('damage: what was read, made and taken; what was refused is not', () => {
    const { read, created, taken } = story.damage
    expect(read.filter(({ kind }) => kind === 'secret').map(({ what }) => what)).toEqual(['a', 'b', HOSTILE])
    expect(read.find(({ kind }) => kind === 'object')).toMatchObject({
      what: 'example-payroll',
      count: 2,
      bytes: 3000,
    })
    expect(created.find(({ kind }) => kind === 'access-key')).toMatchObject({
      what: MADE_KEY,
      to: 'bob',
      isAlive: false,
    })
    expect(taken).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'snapshot', what: 'snap-1', to: '999988887777' }),
        expect.objectContaining({ kind: 'object', bytes: 3000, to: RENTED }),
      ]),
    )
  })

  test('unknown: what these logs lack', () => {
    const text = story.unknown.join('\n')
    expect(text).toContain('No DynamoDB data events')
    expect(text).not.toContain('No S3 data events')
    expect(text).toContain('Nothing of 1 principal before the incident')
  })
})

test('neither order nor repetition of the logs matters', async () => {
  const [once] = await storyOf(logs())
  const [again] = await storyOf([...logs(), ...logs()].toReversed())
  expect(again).toEqual(once)
}, 30_000)

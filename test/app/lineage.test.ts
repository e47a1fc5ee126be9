import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_SETTINGS, lineageOf } from '#app/index.ts'
import type { Lineage } from '#incidents/index.ts'
import { UsageError } from '#kernel/index.ts'
import { lineageJson, lineageText } from '#outputs/index.ts'
import { bringIn, inFolder, within } from './ingest/support.ts'

const [ACCOUNT, OTHER] = ['123456789012', '111122223333']
const [ALICES, EVES] = ['AKIAIOSFODNN7EXAMPLE', 'AKIAI44QH8DHBEXAMPLE']
const [FIRST, SECOND, LATER] = ['ASIAIOSFODNN7EXAMPLE', 'ASIAI44QH8DHBEXAMPLE', 'ASIAZZZZZZZZZEXAMPLE']
const HOSTILE = 'eve\u001b[2J<b>\u202e'

type Json = Readonly<Record<string, unknown>>
let last = 0
const record = (minute: number, call: string, by: Json, more: Json = {}, account = ACCOUNT): Json => {
  const [service = '', eventName = ''] = call.split(':')
  return {
    eventVersion: '1.11',
    eventID: `00000000-0000-4000-8000-${String(++last).padStart(12, '0')}`,
    eventTime: new Date(Date.UTC(2026, 2, 2, 3, minute)).toISOString().replace('.000Z', 'Z'),
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: 'us-east-1',
    sourceIPAddress: '139.162.0.10',
    userAgent: 'aws-cli/2.15.30',
    userIdentity: by,
    recipientAccountId: account,
    ...more,
  }
}
const user = (name: string, accessKeyId: string): Json => ({
  type: 'IAMUser',
  arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
  userName: name,
  accountId: ACCOUNT,
  accessKeyId,
})
const role = (accessKeyId: string, name: string, account = ACCOUNT): Json => ({
  type: 'AssumedRole',
  arn: `arn:aws:sts::${account}:assumed-role/${name}/x`,
  accountId: account,
  accessKeyId,
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      arn: `arn:aws:iam::${account}:role/${name}`,
      userName: name,
      accountId: account,
    },
  },
})
const assumed = (name: string, accessKeyId: string, account = ACCOUNT): Json => ({
  requestParameters: { roleArn: `arn:aws:iam::${account}:role/${name}`, roleSessionName: 'x' },
  responseElements: { credentials: { accessKeyId, expiration: 'Mar 2, 2026, 4:10:00 AM' } },
})

/** alice's key → user eve → eve's key → a role → a role of another account → back into the first role. */
const LOGS = [
  record(0, 'iam:CreateUser', user('alice', ALICES), {
    requestParameters: { userName: HOSTILE },
    responseElements: { user: { userName: HOSTILE, arn: `arn:aws:iam::${ACCOUNT}:user/${HOSTILE}` } },
  }),
  record(1, 'iam:CreateAccessKey', user('alice', ALICES), {
    requestParameters: { userName: HOSTILE },
    responseElements: { accessKey: { accessKeyId: EVES, userName: HOSTILE, status: 'Active' } },
  }),
  record(10, 'sts:AssumeRole', user(HOSTILE, EVES), assumed('deploy', FIRST)),
  record(11, 'sts:AssumeRole', role(FIRST, 'deploy'), assumed('reader', SECOND, OTHER)),
  record(12, 's3:ListBuckets', role(SECOND, 'reader', OTHER), {}, OTHER),
  record(13, 'sts:AssumeRole', role(SECOND, 'reader', OTHER), assumed('deploy', LATER), OTHER),
  record(14, 'sts:AssumeRole', role(LATER, 'deploy'), assumed('deploy', FIRST)),
  record(20, 'iam:DeleteAccessKey', user('alice', ALICES), {
    requestParameters: { userName: HOSTILE, accessKeyId: EVES },
  }),
  record(30, 's3:ListBuckets', user('bob', 'AKIABOBBOBBOBEXAMPLE')),
]

async function asked<T>(text: string, use: (lineage: Lineage) => T): Promise<T> {
  let used: T | undefined
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'log.json'), JSON.stringify({ Records: LOGS }))
    await bringIn(join(folder, 'lake'), [join(folder, 'log.json')])
    used = await within(join(folder, 'lake'), async (workspace) =>
      use(await lineageOf(workspace, { text, settings: DEFAULT_SETTINGS })),
    )
  })
  if (used === undefined) throw new Error('nothing was asked')
  return used
}

describe('a chain through users, keys, sessions and accounts', () => {
  let down: Lineage
  let up: Lineage
  beforeAll(async () => {
    down = await asked(ALICES, (lineage) => lineage)
    up = await asked(SECOND, (lineage) => lineage)
  })

  test('what came of the key, parents first, and what of it still works', () => {
    expect(down.ancestors).toEqual([])
    expect(
      down.descendants.map(({ credential, kind, parent, state }) => [credential, kind, parent, state]),
    ).toEqual([
      [`arn:aws:iam::${ACCOUNT}:user/${HOSTILE}`, 'user', ALICES, 'alive'],
      [EVES, 'key', ALICES, 'ended'],
      [FIRST, 'session', EVES, 'alive'],
      [SECOND, 'session', FIRST, 'alive'],
      [LATER, 'session', SECOND, 'alive'],
    ])
  })

  test('where a session came from, the nearest first; a circle ends', () => {
    expect(
      up.ancestors
        .filter(({ madeMs }) => madeMs < Date.UTC(2026, 2, 2, 3, 12))
        .map(({ credential, call, parent }) => [credential, call, parent]),
    ).toEqual([
      [SECOND, 'sts:AssumeRole', FIRST],
      [FIRST, 'sts:AssumeRole', EVES],
      [`arn:aws:iam::${ACCOUNT}:user/${HOSTILE}`, 'iam:CreateUser', ALICES],
      [EVES, 'iam:CreateAccessKey', ALICES],
    ])
    expect(up).toMatchObject({ actorClass: 'role', eventCount: 2 })
  })

  test('as JSON, by its schema', () => {
    const schema: unknown = JSON.parse(readFileSync('schemas/lineage.schema.json', 'utf8'))
    const ajv = new Ajv2020({ strict: true, allErrors: true, formats: { 'date-time': true } })
    for (const lineage of [down, up]) {
      expect(lineageJson(lineage)).toMatch(/\}\n$/u)
      const valid = ajv.validate(
        typeof schema === 'object' && schema !== null ? schema : {},
        JSON.parse(lineageJson(lineage)),
      )
      expect(ajv.errors ?? []).toEqual([])
      expect(valid).toBe(true)
    }
  })

  test('as text: the tree, and nothing that a terminal obeys', () => {
    const text = lineageText(down, { width: 100, color: false, unicode: true })
    expect(text).toContain(`└─ ${EVES} key, ended`)
    expect(text).toContain('5 credentials or ways in, 4 of them may still work')
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect(lineageText(up, { width: 60, color: false, unicode: false })).toContain('made by sts:AssumeRole')
  })
})

test('a role session that nobody is seen to hand out: whose it is, and that nothing made it', async () => {
  const { ancestors, descendants, eventCount } = await asked('AKIABOBBOBBOBEXAMPLE', (lineage) => lineage)
  expect({ ancestors, descendants, eventCount }).toEqual({ ancestors: [], descendants: [], eventCount: 1 })
})

test('a key that is in no log is an error that says so', async () => {
  await expect(asked('AKIANOBODYNOBEXAMPLE', (lineage) => lineage)).rejects.toThrow(UsageError)
})

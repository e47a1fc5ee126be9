import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ended, startNode } from '../support/run-node.ts'

const folder = mkdtempSync(join(tmpdir(), 'trailhound-subject-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const workspace = join(folder, 'workspace')
const trailhound = async (...args: readonly string[]): Promise<Ended> =>
  startNode('bin/trailhound.mjs', [...args, '-w', workspace]).ended

/** What an attacker may call himself. */
const HOSTILE = "\u001b]0;owned\u0007\u001b[2J<script>\r\n'; drop table events; --\u202e\ufeff"
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u
const KEY = 'AKIAIOSFODNN7EXAMPLE'

const event = (i: number, userName: string) => ({
  eventVersion: '1.08',
  eventTime: `2026-11-${String(10 + i)}T08:00:00Z`,
  eventSource: 's3.amazonaws.com',
  eventName: i === 12 ? HOSTILE : 'GetObject',
  awsRegion: 'us-east-1',
  sourceIPAddress: i === 12 ? HOSTILE : '198.51.100.7',
  userAgent: i === 12 ? HOSTILE : 'aws-cli/2',
  requestParameters: { bucketName: i === 12 ? HOSTILE : 'example', key: 'a' },
  userIdentity: {
    type: 'IAMUser',
    userName,
    accountId: '123456789012',
    principalId: 'AIDAEXAMPLE',
    arn: `arn:aws:iam::123456789012:user/${userName}`,
    accessKeyId: KEY,
  },
  eventID: `11111111-2222-3333-4444-${String(i).padStart(12, '0')}`,
  recipientAccountId: '123456789012',
})

beforeAll(async () => {
  const records = Array.from({ length: 13 }, (_, i) => event(i, i > 10 ? HOSTILE : 'alice'))
  writeFileSync(join(folder, 'log.json'), JSON.stringify({ Records: records }))
  await trailhound('ingest', join(folder, 'log.json'))
})

describe.concurrent('key and principal', () => {
  test('as text: harmless', async () => {
    const { code, out, err } = await trailhound('key', KEY)
    expect([code, err]).toEqual([0, ''])
    expect(out.split('\n').filter((line) => OBEYED.test(line))).toEqual([])
    expect(out).toContain('13 calls')
    expect(out).toContain('drop table events')
  })

  test('as JSON: by the schema, harmless', async () => {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
      Object(JSON.parse(readFileSync('schemas/subject.schema.json', 'utf8'))),
    )
    const { code, out } = await trailhound('principal', 'user/alice', '--json')
    expect(code).toBe(0)
    const report: unknown = JSON.parse(out)
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true)
    expect(OBEYED.test(out.trimEnd())).toBe(false)
    expect(report).toMatchObject({ kind: 'principal', totals: { events: 11 } })
  })

  test('--since, --until and --recent', async () => {
    const { out } = await trailhound(
      'key',
      KEY,
      '--since',
      '2026-11-15',
      '--until',
      '2026-11-23',
      '--recent',
      '1',
      '--json',
    )
    expect(JSON.parse(out)).toMatchObject({
      since: '2026-11-15T00:00:00Z',
      totals: { events: 8, firstEvent: '2026-11-15T08:00:00Z' },
      newSince: '2026-11-21T08:00:00Z',
    })
  })

  test.each([
    {
      args: ['key', 'AKIAI44QH8DHBEXAMPLE'],
      says: 'There is no call by the access key AKIAI44QH8DHBEXAMPLE',
    },
    { args: ['key', `AKIA${HOSTILE}`], says: 'There is no call by the access key' },
    { args: ['principal', 'mallory'], says: 'No principal in this workspace has mallory in its name' },
    { args: ['principal', 'user/'], says: '2 principals have user/ in their names' },
    { args: ['key', KEY, '--until', '2020-01-01'], says: 'within these times' },
    { args: ['key', KEY, '--recent', '0'], says: 'whole number above 0' },
    { args: ['key'], says: 'missing required argument' },
  ])('1 and what to do: $args', async ({ args, says }) => {
    const { code, out, err } = await trailhound(...args)
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain(says)
    expect(err.split('\n').filter((line) => OBEYED.test(line))).toEqual([])
  })

  test('no workspace is no empty one', async () => {
    const { code, err } = await startNode('bin/trailhound.mjs', ['key', KEY, '-w', join(folder, 'none')])
      .ended
    expect(code).toBe(1)
    expect(err).toContain('There is no workspace at')
  })
})

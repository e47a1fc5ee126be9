import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { incidentFiles, type ToldIncident } from '#outputs/index.ts'
import { SHELLS, wordsIn } from '../support/run-shell.ts'
import { detectIn, lakeWith } from './detect-in.ts'
import { inFolder } from './ingest/support.ts'

const ACCOUNT = '123456789012'
const [OWNERS_KEY, MADE_KEY] = ['AKIAIOSFODNN7EXAMPLE', 'AKIAI44QH8DHBEXAMPLE']
const [HOME, RENTED] = ['84.128.0.10', '139.162.0.10']
/** What an intruder may call a user: it must reach AWS as it is, and do nothing on the way there. */
const HOSTILE = `eve'; touch made; $(touch made) \`touch made\` "x" --dry-run`

type Json = Readonly<Record<string, unknown>>
let last = 0
function record(day: number, minute: number, call: string, ip: string, more: Json = {}): Json {
  const [service = '', eventName = ''] = call.split(':')
  return {
    eventVersion: '1.11',
    eventID: `00000000-0000-4000-8000-${String(++last).padStart(12, '0')}`,
    eventTime: new Date(Date.UTC(2026, 2, 2 + day, 3, minute)).toISOString().replace('.000Z', 'Z'),
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: 'us-east-1',
    sourceIPAddress: ip,
    userAgent: 'aws-cli/2.15.30',
    userIdentity: {
      type: 'IAMUser',
      arn: `arn:aws:iam::${ACCOUNT}:user/alice`,
      userName: 'alice',
      accountId: ACCOUNT,
      accessKeyId: OWNERS_KEY,
    },
    recipientAccountId: ACCOUNT,
    readOnly: /^(?:List|Get|Describe)/u.test(eventName),
    ...more,
  }
}

/** Ten days at home; then a night elsewhere: a user, its key, a share, a trail stopped. */
const logs = (): readonly Json[] => [
  ...Array.from({ length: 11 }, (_, day) => record(day, 0, 's3:ListBuckets', HOME)),
  record(10, 1, 'iam:ListUsers', RENTED),
  record(10, 2, 'iam:CreateUser', RENTED, {
    requestParameters: { userName: HOSTILE },
    responseElements: { user: { userName: HOSTILE, arn: `arn:aws:iam::${ACCOUNT}:user/${HOSTILE}` } },
  }),
  record(10, 3, 'iam:AttachUserPolicy', RENTED, {
    requestParameters: { userName: HOSTILE, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  }),
  record(10, 4, 'iam:CreateAccessKey', RENTED, {
    requestParameters: { userName: HOSTILE },
    responseElements: { accessKey: { accessKeyId: MADE_KEY, userName: HOSTILE, status: 'Active' } },
  }),
  record(10, 5, 'ec2:ModifySnapshotAttribute', RENTED, {
    requestParameters: {
      snapshotId: 'snap-0123456789abcdef0',
      createVolumePermission: { add: { items: [{ userId: '999988887777' }] } },
      attributeType: 'CREATE_VOLUME_PERMISSION',
    },
  }),
  record(10, 6, 'cloudtrail:StopLogging', RENTED, { requestParameters: { name: 'management-events' } }),
]

/** @param path - of the users: `/team/`. */
const guesses = (path: string): readonly Json[] =>
  ['ann', 'ben', 'cleo', 'dora', 'eve'].map((userName, place) =>
    record(3, 10 + place, 'signin:ConsoleLogin', RENTED, {
      eventType: 'AwsConsoleSignIn',
      userIdentity: {
        type: 'IAMUser',
        userName,
        accountId: ACCOUNT,
        ...(path === '' ? {} : { arn: `arn:aws:iam::${ACCOUNT}:user${path}${userName}` }),
      },
      errorMessage: 'Failed authentication',
      responseElements: { ConsoleLogin: 'Failure' },
    }),
  )

test.each(['', '/team/'])(
  'passwords tried in vain: MFA, and whom to watch for; of users below “%s” too',
  async (path) => {
    await inFolder(async (root) => {
      const records = [
        ...Array.from({ length: 3 }, (_, day) => record(day, 0, 's3:ListBuckets', HOME)),
        ...guesses(path),
      ]
      const { told } = await detectIn(await lakeWith(root, records))
      expect(told[0]?.story.containment).toMatchObject([
        {
          title: `See that 5 users, whose passwords were tried, have MFA (account ${ACCOUNT})`,
          why: expect.stringMatching(
            /No sign-in of ann, ben, cleo, dora and eve succeeded.*sign-ins from 139\.162\.0\.10/u,
          ),
          commands: expect.arrayContaining(["aws iam list-mfa-devices --user-name 'eve' --region us-east-1"]),
          undo: [],
        },
      ])
      expect(told[0]?.incident.title).toContain('Failed')
      expect(told[0]?.incident.title).not.toContain('(refused)')
    })
  },
)

describe('a theft, from logs to a plan', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trailhound-told-'))
  let all: readonly ToldIncident[] = []
  beforeAll(async () => {
    await inFolder(async (root) => {
      all = (await detectIn(await lakeWith(root, logs()))).told
    })
  })
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  test('one incident, as grave as the stage that was reached', () => {
    expect(all.map(({ incident }) => incident)).toMatchObject([
      { severity: 'critical', accessKeys: [OWNERS_KEY, MADE_KEY], ips: [RENTED] },
    ])
    expect(all[0]?.story.verdict.confidence).toBe('high')
  })

  test('the day of the theft is none of the days before, though its owner was there a minute before', () => {
    const owner = all[0]?.story.actors.find(({ isIntruder }) => !isIntruder)
    expect(owner?.why).toContain('on 11 days, 10 of them before this one.')
  })

  test.each(SHELLS)('what is to be run, as %s hands it on', (shell) => {
    const steps = all[0]?.story.containment ?? []
    const words = wordsIn(
      shell,
      steps.flatMap(({ commands }) => commands),
      folder,
    )
    const calls = words.map((call) => call.filter((word) => !word.startsWith('--region')).join(' '))
    expect(calls).toEqual(
      expect.arrayContaining([
        expect.stringContaining(
          `iam update-access-key --user-name alice --access-key-id ${OWNERS_KEY} --status Inactive`,
        ),
        expect.stringContaining('ec2 modify-snapshot-attribute --snapshot-id snap-0123456789abcdef0'),
        expect.stringContaining('cloudtrail start-logging --name management-events'),
      ]),
    )
    const named = words.filter((call) => call[call.indexOf('--user-name') + 1] === HOSTILE)
    expect(named.map(([, operation]) => operation)).toEqual(
      expect.arrayContaining(['update-access-key', 'attach-user-policy', 'detach-user-policy']),
    )
    expect(readdirSync(folder)).toEqual([])
  })

  test('keys come before what was made with them, and defences last', () => {
    const titles = all[0]?.story.containment.map(({ title }) => title) ?? []
    const at = (text: string): number => titles.findIndex((title) => title.includes(text))
    expect(at(OWNERS_KEY)).toBe(0)
    expect(at(MADE_KEY)).toBe(1)
    expect(at('management-events')).toBeGreaterThan(at('snap-0123456789abcdef0'))
  })

  test('each change is taken back, the latest first', () => {
    const titles = all[0]?.story.undo.map(({ title }) => title).join('\n') ?? ''
    expect(titles.indexOf(MADE_KEY)).toBeGreaterThan(-1)
    expect(titles.lastIndexOf('Delete user')).toBeGreaterThan(titles.indexOf(MADE_KEY))
  })

  test('in every form that is a file', () => {
    const [told] = all
    const files = told === undefined ? [] : incidentFiles(told)
    expect(files.map(({ name }) => name.replace(/^inc-[0-9a-f]{16}/u, ''))).toEqual([
      '.html',
      '.md',
      '.timeline.csv',
      '.ocsf.json',
      '.asff.json',
    ])
    for (const { text } of files) expect(text).toContain(ACCOUNT)
  })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type Ended, startNode } from '../support/run-node.ts'

const folder = mkdtempSync(join(tmpdir(), 'trailhound-cli-tune-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const tune = async (...args: readonly string[]): Promise<Ended> =>
  startNode('bin/trailhound.mjs', ['tune', ...args, '-w', folder]).ended
const parsed = (text: string): unknown => JSON.parse(text)

const STOPPED = ['add', '-d', 'trail-stopped', '--reason', 'rehearsal', '--by', 'alice', '--expires', '30d']

test('add, list and remove, as text and as JSON', async () => {
  const added = await tune(
    ...STOPPED,
    '--principal',
    'arn:aws:iam::123456789012:user/a\n\u001b[2J"b',
    '--id',
    'one',
  )
  expect(added).toMatchObject({ code: 0, err: '' })
  expect(added.out).toContain(String.raw`a\n\x1b[2J"b`)
  const listed = await tune('list', '--json')
  expect(parsed(listed.out)).toMatchObject({
    file: join(folder, 'exceptions.yml'),
    exceptions: [{ id: 'one', by: 'alice', expired: false, daysLeft: 30 }],
  })
  expect((await tune('remove', 'one')).out).toContain('(0 exceptions')
  const nameless = await tune(...STOPPED, '--by', ' ', '--role', 'abc', '--id', 'two', '--json')
  expect(parsed(nameless.out)).toMatchObject({ exceptions: [{ by: userInfo().username }] })
  await tune('remove', 'two')
  expect(await tune('remove', 'one')).toMatchObject({ code: 1 })
}, 120_000)

test.each([
  { name: 'no scope', args: STOPPED, told: 'names nothing' },
  {
    name: 'no detection',
    args: ['add', '--reason', 'why', '--expires', '30d', '--role', 'abc'],
    told: 'names a detection',
  },
  {
    name: 'a time that is none',
    args: [...STOPPED.slice(0, -1), 'soon', '--role', 'abc'],
    told: 'Give a day',
  },
  { name: 'too long', args: [...STOPPED.slice(0, -1), '367d', '--role', 'abc'], told: 'within 366 days' },
  {
    name: 'a detection that is not there',
    args: ['add', '-d', 'nope', '--reason', 'why', '--expires', '30d', '--role', 'abc'],
    told: "no detection 'nope'",
  },
  { name: 'check without a workspace', args: ['check'], told: 'workspace' },
])(
  '$name: 1, and what to do',
  async ({ args, told }) => {
    const { code, out, err } = await tune(...args)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain(told)
  },
  60_000,
)

test('a file with mistakes stops whoever reads it, with the line', async () => {
  const exceptions = join(folder, 'mine.yml')
  writeFileSync(exceptions, 'exceptions:\n  - id: one\n    detections: [x]\n')
  writeFileSync(join(folder, 'settings.yml'), `exceptions: ${exceptions}\n`)
  const { code, err } = await tune('list', '--config', join(folder, 'settings.yml'))
  expect(code).toBe(1)
  expect(err).toContain('line 2:')
  expect(err).toContain('CONFIG_INVALID')
}, 60_000)

test('selftest: 1 where an exception blinds from anywhere, 0 where it does so from inside only; what it saw is told', async () => {
  const only = (...scope: readonly string[]): Promise<Ended> =>
    tune('add', '-d', 'root-access-key-used', '--reason', 'why', '--expires', '9d', '--id', 'root', ...scope)
  const selftest = async (...args: readonly string[]): Promise<Ended> =>
    startNode('bin/trailhound.mjs', ['selftest', ...args, '-w', folder]).ended
  await only('--account', '123456789012', '--network', '198.51.100.0/24')
  // What it replays is made up: it goes into nobody's database.
  const elsewhere = join(folder, 'elsewhere.yml')
  writeFileSync(elsewhere, 'state: postgresql://ann@127.0.0.1:1/none\n')
  const inside = await selftest('-c', elsewhere)
  expect(inside.code).toBe(0)
  expect(inside.out).toContain('from inside networks that you named: 1')
  await tune('remove', 'root')
  await only('--account', '123456789012')
  const blind = await selftest('--json')
  expect(blind).toMatchObject({ code: 1, err: '' })
  const report = parsed(blind.out)
  expect(report).toMatchObject({
    lost: [
      {
        attack: { id: 'root-key' },
        cause: 'exception',
        names: ['root'],
        onlyFromInside: false,
        seenBy: ['root-access-key-used'],
      },
    ],
    tried: { exceptions: 1, expired: 0, filters: 0, settings: [] },
  })
  // Fewer would mean that the replay, or a rule, has gone blind.
  expect(Number(Object(report).seen)).toBeGreaterThanOrEqual(40)
}, 400_000)

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { listSourceObjects } from '#sources/index.ts'
import { zipOf } from './support/zip.ts'

const folder = mkdtempSync(join(tmpdir(), 'trailhound-list-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function put(path: string, content: string | Buffer = '{}'): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), content)
}

const LOGS = 'logs/AWSLogs/o-example/123456789012/CloudTrail/us-east-1'
const name = (day: string): string =>
  `123456789012_CloudTrail_us-east-1_${day.replaceAll('-', '')}T0005Z_abc.json.gz`
put(`${LOGS}/2026/11/24/${name('2026-11-24')}`)
put(`${LOGS}/2026/11/23/other.json`)
put(`logs/a/${name('2026-11-22')}`)
put('logs/undated.json')
put('logs/.DS_Store')
put('logs/odd\n\u001b[31m.json')
put(
  'zips/a.zip',
  zipOf([
    { name: `x/${name('2026-11-21')}`, content: Buffer.from('{}') },
    { name: '../up.json', content: Buffer.from('{}') },
    { name: '__MACOSX/._x', content: Buffer.from('{}') },
    { name: 'inner.zip', content: Buffer.from('PK') },
    { name: 'secret.json', content: Buffer.from('{}'), flags: 1 },
  ]),
)
put('zips/no-ending', zipOf([{ name: 'm.json', content: Buffer.from('{}') }]))
put('zips/broken', 'PK\x03\x04 and no more')
put('links/real/b.json')
symlinkSync('real/b.json', join(folder, 'links/b-again.json'))
symlinkSync('..', join(folder, 'links/real/up'))
symlinkSync('nowhere', join(folder, 'links/dangling.json'))
symlinkSync('circle-b', join(folder, 'links/circle-a'))
symlinkSync('circle-a', join(folder, 'links/circle-b'))
mkdirSync(join(folder, 'special'))
execFileSync('mkfifo', [join(folder, 'special/pipe')])

async function list(
  args: readonly string[],
): Promise<{ names: string[]; days: (string | undefined)[]; problems: string[] }> {
  const result = { names: [] as string[], days: [] as (string | undefined)[], problems: [] as string[] }
  for await (const listed of listSourceObjects(args.map((arg) => (arg === '-' ? arg : join(folder, arg))))) {
    const short = listed.name.replace(`${folder}/`, '')
    if (listed.kind === 'problem') result.problems.push(`${short}: ${listed.problem.reason}`)
    else {
      result.names.push(short)
      result.days.push(listed.dayHint)
    }
  }
  return result
}

const ALL_LOGS = [
  `logs/a/${name('2026-11-22')}`,
  `${LOGS}/2026/11/23/other.json`,
  `${LOGS}/2026/11/24/${name('2026-11-24')}`,
  'logs/odd\n\u001b[31m.json',
  'logs/undated.json',
]

describe('lists', () => {
  test.each([
    { name: 'a directory, in the order of days', args: ['logs'], names: ALL_LOGS },
    {
      name: 'the same directory twice, and a file of it',
      args: ['logs', 'logs/', 'logs/undated.json'],
      names: ALL_LOGS,
    },
    { name: 'one file', args: ['logs/undated.json'], names: ['logs/undated.json'] },
    { name: 'a hidden file that was asked for', args: ['logs/.DS_Store'], names: ['logs/.DS_Store'] },
    { name: 'a glob of files', args: ['logs/**/*.json.gz'], names: [ALL_LOGS[0], ALL_LOGS[2]] },
    { name: 'a glob of directories', args: ['lo*/a'], names: [ALL_LOGS[0]] },
    { name: 'two globs over one folder', args: ['logs/u*.json', 'logs/o*.json'], names: ALL_LOGS.slice(3) },
    {
      name: 'standard input, once',
      args: ['-', 'logs/undated.json', '-'],
      names: ['-', 'logs/undated.json'],
    },
    { name: 'a zip without the ending', args: ['zips/no-ending'], names: ['zips/no-ending!m.json'] },
  ])('$name', async ({ args, names }) => {
    expect(await list(args)).toMatchObject({ names, problems: [] })
  })

  test('days by name and by folder', async () => {
    expect((await list(['logs'])).days).toEqual([
      '2026-11-22',
      '2026-11-23',
      '2026-11-24',
      undefined,
      undefined,
    ])
  })

  test('members of a zip; what cannot be read of it is a problem', async () => {
    const { names, days, problems } = await list(['zips'])
    expect(names).toEqual([
      `zips/a.zip!x/${name('2026-11-21')}`,
      'zips/a.zip!../up.json',
      'zips/no-ending!m.json',
    ])
    expect(days[0]).toBe('2026-11-21')
    expect(problems.map((problem) => problem.slice(0, 40)).toSorted()).toEqual([
      expect.stringContaining('zips/a.zip!inner.zip: a zip inside a zip'),
      expect.stringContaining('zips/a.zip!secret.json: an encrypted zip'),
      expect.stringContaining('zips/broken: damaged zip'),
    ])
  })

  test('symbolic links: followed once, circles cut and told', async () => {
    const { names, problems } = await list(['links'])
    expect(names).toHaveLength(1)
    expect(problems.toSorted()).toEqual([
      expect.stringMatching(/circle-a: symbolic links that lead in a circle/),
      expect.stringMatching(/circle-b: symbolic links that lead in a circle/),
      expect.stringMatching(/dangling.json: does not exist/),
      expect.stringMatching(/real\/up: a symbolic link that leads back/),
    ])
  })

  test.each([
    { name: 'what does not exist', args: ['nothing.json'], problem: /nothing.json: does not exist/ },
    { name: 'a glob without a match', args: ['logs/*.xml'], problem: /no file matches/ },
    { name: 'a pipe', args: ['special'], problem: /neither a file nor a directory/ },
  ])('$name is a problem', async ({ args, problem }) => {
    expect(await list(args)).toEqual({ names: [], days: [], problems: [expect.stringMatching(problem)] })
  })
})

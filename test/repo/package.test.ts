import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'

const PACKAGE = z.object({
  version: z.string(),
  bin: z.record(z.string(), z.string()),
  dependencies: z.record(z.string(), z.string()),
})
const PACKED = z.object({
  filename: z.string(),
  size: z.number(),
  files: z.array(z.object({ path: z.string(), mode: z.number() })),
})
const own = PACKAGE.parse(JSON.parse(readFileSync('package.json', 'utf8')))

const MINUTE_MS = 60_000
/** Of these, 2.6 MB are whose each address of the world is. */
const MOST_BYTES = 4_500_000
/** A unit of ingest is about 160 MB as guessed from a file's size: this much gzip begins another. */
const ONE_UNIT_BYTES = 14_500_000

/** Built, packed and unpacked elsewhere, as an installation is: only what the package brings, and its dependencies. */
describe('the package', () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'trailhound-package-'))
  const installed = join(elsewhere, 'node_modules', 'trailhound')
  let packed: z.infer<typeof PACKED>

  beforeAll(() => {
    const told: unknown = JSON.parse(
      execFileSync('npm', ['pack', '--json', '--pack-destination', elsewhere], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      }).replace(/^[^[{]*/u, ''),
    )
    // npm 12 tells an object by name, its elders a list.
    packed = z
      .union([z.array(PACKED), z.record(z.string(), PACKED).transform((named) => Object.values(named))])
      .transform(([first]) => PACKED.parse(first))
      .parse(told)
    mkdirSync(installed, { recursive: true })
    execFileSync('tar', ['-xzf', join(elsewhere, packed.filename), '-C', installed, '--strip-components=1'])
    for (const name of Object.keys(own.dependencies)) {
      const link = join(elsewhere, 'node_modules', name)
      mkdirSync(dirname(link), { recursive: true })
      symlinkSync(join(process.cwd(), 'node_modules', name), link)
    }
  }, 5 * MINUTE_MS)
  afterAll(() => rmSync(elsewhere, { recursive: true, force: true }))

  const trailhound = (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(installed, 'bin', 'trailhound.mjs'), ...args],
      { cwd: elsewhere, encoding: 'utf8', maxBuffer: 1 << 30 },
    )
    return { status, stdout, stderr }
  }

  test('holds what it needs, and neither source nor tests', () => {
    const folders = new Set(packed.files.map(({ path }) => path.split('/')[0] ?? ''))
    const needed = ['bin', 'data', 'dist', 'docs', 'rules', 'schemas', 'package.json']
    const papers = ['CHANGELOG.md', 'LICENSE', 'NOTICE', 'README.md']
    expect(folders).toEqual(new Set([...needed, ...papers]))
  })

  test(`is no larger than ${String(MOST_BYTES)} bytes`, () => {
    expect(packed.size).toBeLessThan(MOST_BYTES)
  })

  test('has a command that may be run', () => {
    const [command] = Object.values(own.bin)
    const file = packed.files.find(({ path }) => path === command)
    expect((file?.mode ?? 0) & 0o111).toBe(0o111)
  })

  test('says its version', () => {
    expect(trailhound('--version')).toEqual({ status: 0, stdout: `${own.version}\n`, stderr: '' })
  })

  test('runs its demo', { timeout: 2 * MINUTE_MS }, () => {
    const { status, stdout, stderr } = trailhound('demo', '--json')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const report = z
      .object({
        incidents: z.array(z.object({ severity: z.string() })),
        rules: z.object({ loaded: z.number() }),
      })
      .parse(JSON.parse(stdout))
    expect(report.incidents.length).toBeGreaterThan(0)
    expect(report.rules.loaded).toBeGreaterThan(300)
  })

  test('finds its own rules in order', { timeout: MINUTE_MS }, () => {
    expect(JSON.parse(trailhound('rules', 'lint', '--json').stdout)).toMatchObject({ errors: [] })
  })

  test('reads several units at once, on threads', { timeout: 2 * MINUTE_MS }, () => {
    mkdirSync(join(elsewhere, 'logs'))
    for (const name of ['a', 'b']) writeFileSync(join(elsewhere, 'logs', `${name}.json.gz`), unitOf(name))
    writeFileSync(join(elsewhere, 'two.yml'), 'threads: 2\n')
    const { status, stdout, stderr } = trailhound('ingest', 'logs', '-w', 'lake', '-c', 'two.yml', '--json')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({ input: { files: 2, duplicates: 0, rejectedCount: 0 } })
    // All events are of one day: each unit writes one file of it.
    expect(JSON.parse(trailhound('workspace', '-w', 'lake', '--json').stdout)).toMatchObject({ files: 2 })
  })

  test('brings no dependency but those it names', () => {
    expect(existsSync(join(elsewhere, 'node_modules', 'vitest'))).toBe(false)
  })
})

/** Events of one day, stored without compression: large for its guess, quick to make. */
function unitOf(name: string): Buffer {
  const records: string[] = []
  let size = 0
  for (let index = 0; size < ONE_UNIT_BYTES; index++) {
    const record = JSON.stringify({
      eventVersion: '1.11',
      userIdentity: { type: 'IAMUser', userName: 'example', accountId: '123456789012' },
      eventTime: '2026-03-05T10:00:00Z',
      eventSource: 's3.amazonaws.com',
      eventName: 'ListBuckets',
      awsRegion: 'us-east-1',
      sourceIPAddress: '192.0.2.1',
      userAgent: 'x'.repeat(8000),
      eventID: `${name}-${String(index)}`,
      recipientAccountId: '123456789012',
    })
    records.push(record)
    size += record.length
  }
  return gzipSync(`{"Records":[${records.join(',')}]}`, { level: 0 })
}

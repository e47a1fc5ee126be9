import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { isRecord } from '#kernel/index.ts'
import { demoSimulation, simulate, writeDemoLogs, writeLogs } from '#simulation/index.ts'
import { serialise } from '../../src/simulation/kit/serialise.ts'

const folder = mkdtempSync(join(tmpdir(), 'trailhound-simulation-'))
afterAll(() => rmSync(folder, { recursive: true }))

const START_MS = Date.UTC(2026, 0, 5)
const small = () =>
  simulate({ seed: 5, days: 2, startMs: START_MS, accounts: 3, scale: 0.2, attacks: 'none' })

function filesOf(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.gz'))
    .toSorted()
}

function recordsOf(root: string, name: string): Record<string, unknown>[] {
  const text = gunzipSync(readFileSync(join(root, name))).toString('utf8')
  expect(text).not.toContain('\n')
  const parsed: unknown = JSON.parse(text)
  const records = isRecord(parsed) && Array.isArray(parsed['Records']) ? parsed['Records'] : []
  return records.filter((record) => isRecord(record))
}

describe('files in AWS’s layout', () => {
  const root = join(folder, 'tidy')
  const written = writeLogs(small().events(), root, { seed: 5 })
  const files = filesOf(root)

  test('are named as AWS names them', () => {
    const pattern =
      /^AWSLogs\/(\d{12})\/CloudTrail\/([a-z0-9-]+)\/\d{4}\/\d{2}\/\d{2}\/\1_CloudTrail_\2_\d{8}T\d{4}Z_[A-Za-z0-9]{16}\.json\.gz$/
    expect(files.length).toBe(written.files)
    expect(files.filter((name) => !pattern.test(name))).toEqual([])
  })

  test('hold valid records of their own account and region, and all of them', () => {
    let count = 0
    for (const name of files) {
      const [, account, , region] = name.split('/')
      for (const record of recordsOf(root, name)) {
        count++
        expect(record['recipientAccountId']).toBe(account)
        expect(record['awsRegion']).toBe(region)
      }
    }
    expect(count).toBe(written.records)
  })

  test('are the same bytes for the same seed', () => {
    const again = join(folder, 'again')
    writeLogs(small().events(), again, { seed: 5 })
    expect(filesOf(again)).toEqual(files)
    const differing = files.filter(
      (name) => !readFileSync(join(root, name)).equals(readFileSync(join(again, name))),
    )
    expect(differing).toEqual([])
  })
})

test('messy delivery repeats some, delays some and leaves a region silent', () => {
  const root = join(folder, 'messy')
  const messy = { silentDay: 1, startMs: START_MS }
  const written = writeLogs(small().events(), root, { seed: 5, messy })
  expect(written.duplicates).toBeGreaterThan(0)
  expect(written.late).toBeGreaterThan(0)
  expect(written.dropped).toBeGreaterThan(0)
  const ids = filesOf(root).flatMap((name) => recordsOf(root, name).map((record) => record['eventID']))
  expect(ids.length - new Set(ids).size).toBe(written.duplicates)
})

test('a record is written as JSON.stringify would, field by field', () => {
  for (const { event } of small().events())
    expect(JSON.parse(serialise(event))).toEqual(JSON.parse(JSON.stringify(event)))
})

test('the demo’s sample is small, always the same, and tells one story', () => {
  const root = join(folder, 'demo')
  const startMs = performance.now()
  const written = writeDemoLogs(root)
  expect(performance.now() - startMs).toBeLessThan(10_000)
  expect(written.records).toBeLessThanOrEqual(8000)
  expect(writeDemoLogs(join(folder, 'demo-2'))).toEqual(written)
  const simulation = demoSimulation()
  const names = [...simulation.events()]
    .filter(({ label }) => label === 'demo')
    .map(({ event }) => event.eventName)
  expect(names).toEqual(
    expect.arrayContaining(['CreateAccessKey', 'GetObject', 'ModifySnapshotAttribute', 'StopLogging']),
  )
  expect(simulation.truth().map(({ id }) => id)).toEqual(['demo'])
})

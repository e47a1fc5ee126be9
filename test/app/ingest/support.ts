import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_SETTINGS, openWorkspace, type Workspace } from '#app/index.ts'
import { type IngestProgress, type IngestResult, ingest } from '#app/ingest/ingest.ts'
import { lakeEvents } from '#app/lake.ts'
import { DEFAULT_READ_LIMITS } from '#sources/index.ts'
import { sql } from '#store/index.ts'

/** A folder that is gone when the test is over. */
export async function inFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'trailhound-ingest-'))
  try {
    return await act(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Event number `i`: two days, two accounts, a request that differs. */
export const eventOf = (i: number): Readonly<Record<string, unknown>> => ({
  eventVersion: '1.08',
  eventTime: new Date(Date.UTC(2026, 10, 21 + (i % 2), 8, 0, i % 60)).toISOString().replace('.000Z', 'Z'),
  eventSource: 'iam.amazonaws.com',
  eventName: i % 3 === 0 ? 'CreateAccessKey' : 'ListUsers',
  awsRegion: 'us-east-1',
  sourceIPAddress: `198.51.100.${String(i % 250)}`,
  userAgent: 'aws-cli/2',
  userIdentity: { type: 'IAMUser', userName: 'alice', arn: 'arn:aws:iam::123456789012:user/alice' },
  requestParameters: { userName: `user-${String(i)}` },
  eventID: `11111111-2222-3333-4444-${String(i).padStart(12, '0')}`,
  recipientAccountId: i % 2 === 0 ? '123456789012' : '111122223333',
})

export const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, i) => from + i)

export function writeLog(path: string, events: readonly number[]): void {
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, JSON.stringify({ Records: events.map(eventOf) }))
}

/** Files that share some events with their neighbours, as two trails do. */
export function writeOverlappingLogs(folder: string, fileCount: number, eventsEach = 30): void {
  for (const i of range(0, fileCount)) {
    const from = i * (eventsEach - 5)
    writeLog(join(folder, `log-${String(i).padStart(3, '0')}.json`), range(from, from + eventsEach))
  }
}

export interface RunOptions {
  readonly unitBytes?: number
  readonly workerCount?: number
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: IngestProgress) => void
}

/** Opens the workspace, brings the logs in, and closes it. */
export async function bringIn(
  root: string,
  inputs: readonly string[],
  options: RunOptions = {},
): Promise<IngestResult> {
  return await within(root, async (workspace) =>
    ingest(inputs, workspace, {
      limits: DEFAULT_READ_LIMITS,
      workerCount: options.workerCount ?? 1,
      unitBytes: options.unitBytes ?? 1 << 20,
      signal: options.signal ?? new AbortController().signal,
      onProgress: options.onProgress ?? (() => undefined),
    }),
  )
}

export async function within<T>(root: string, act: (workspace: Workspace) => Promise<T>): Promise<T> {
  const workspace = await openWorkspace(root, DEFAULT_SETTINGS)
  try {
    return await act(workspace)
  } finally {
    await workspace.close()
  }
}

/** All rows of the lake but for the source they came from: what must not depend on how they came in. */
export async function lakeOf(root: string): Promise<string> {
  return await within(root, async (workspace) => {
    const rows = await workspace.engine.rows(
      sql`select cast(to_json(e) as varchar) as row from (select * exclude (source_id, row_id)
        from ${await lakeEvents(workspace)}) e order by e."eventID", e."recipientAccountId"`,
    )
    return rows.map(({ row }) => String(row)).join('\n')
  })
}

/** What must hold in a workspace that nobody is writing to; each entry is something that does not. */
export async function faultsOf(root: string): Promise<readonly string[]> {
  return await within(root, async (workspace) => {
    const { state, engine } = workspace
    const faults: string[] = []
    const listed = await state.selectFrom('lake_files').selectAll().orderBy('path').execute()
    const events = join(root, 'events')
    const found = readdirSync(events).flatMap((day) =>
      readdirSync(join(events, day)).map((name) => `events/${day}/${name}`),
    )
    if (found.toSorted().join() !== listed.map(({ path }) => path).join())
      faults.push(`files: ${found.join()}`)
    const unfinished = readdirSync(join(root, 'unfinished'))
    if (unfinished.length > 0) faults.push(`unfinished: ${unfinished.join()}`)
    const reading = await state.selectFrom('sources').selectAll().where('state', '=', 'reading').execute()
    if (reading.length > 0) faults.push(`${String(reading.length)} sources are still being read`)
    const [lake] = await engine.rows(sql`select count(*) as n, count(distinct "eventID") as d
      from ${await lakeEvents(workspace)} e`)
    const rows = Number(lake?.['n'])
    if (rows !== Number(lake?.['d'])) faults.push(`${String(rows)} rows, ${String(lake?.['d'])} events`)
    const inFiles = listed.reduce((sum, { row_count }) => sum + row_count, 0)
    const done = await state.selectFrom('sources').select('events').where('state', '=', 'done').execute()
    const ofSources = done.reduce((sum, source) => sum + source.events, 0)
    if (inFiles !== rows || ofSources !== rows) {
      faults.push(`${String(rows)} rows, ${String(inFiles)} by files, ${String(ofSources)} by sources`)
    }
    return faults
  })
}

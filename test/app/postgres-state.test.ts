import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditScores, keepAudit, newestAudits } from '#app/audit/kept-audits.ts'
import { keepIncidents } from '#app/incidents/keep-incidents.ts'
import {
  DEFAULT_SETTINGS,
  listIncidents,
  openWorkspace,
  showIncident,
  triageIncidents,
  type Workspace,
} from '#app/index.ts'
import { ingest } from '#app/ingest/ingest.ts'
import { lakeEvents } from '#app/lake.ts'
import { DEFAULT_READ_LIMITS } from '#sources/index.ts'
import { countGuardDuty, heldGuardDuty, sql, writeTransaction } from '#store/index.ts'
import { exported } from '../guardduty/examples.ts'
import { exampleTold } from '../outputs/incident/incident-example.ts'
import { type Postgres, postgresPrograms, startPostgres } from '../support/postgres.ts'
import { startNode } from '../support/run-node.ts'
import { inFolder, writeOverlappingLogs } from './ingest/support.ts'

const programs = postgresPrograms()
let server: Postgres | undefined
beforeAll(async () => {
  if (programs !== undefined) server = await startPostgres(programs)
}, 120_000)
afterAll(async () => server?.stop())

const HOSTILE = "a\0b\ud800'; drop table incidents; --\u202e"

/** A workspace whose state is in a schema of its own; several at once may open it. */
async function withState(
  act: (open: Open, place: { folder: string; state: string }) => Promise<void>,
): Promise<void> {
  const state = (await server?.newSchema()) ?? ''
  await inFolder(async (folder) => {
    const open: Open = async (use) => {
      const workspace = await openWorkspace(join(folder, 'lake'), { ...DEFAULT_SETTINGS, state })
      try {
        return await use(workspace)
      } finally {
        await workspace.close()
      }
    }
    await act(open, { folder, state })
  })
}
type Open = <T>(use: (workspace: Workspace) => Promise<T>) => Promise<T>

const bringIn = async (workspace: Workspace, logs: string) =>
  ingest([logs], workspace, {
    limits: DEFAULT_READ_LIMITS,
    workerCount: 1,
    unitBytes: 1 << 16,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  })

const told = (title: string, ...eventIds: readonly string[]) => {
  const example = exampleTold()
  return {
    ...example,
    incident: { ...example.incident, id: 'inc-a', title, eventIds, eventCount: eventIds.length },
  }
}
const keep = async (workspace: Workspace, ...eventIds: readonly string[]) =>
  keepIncidents(workspace, [told(HOSTILE, ...eventIds)], { isWhole: true, nowMs: Date.now(), isTrial: false })

test('a database that is not there is an error that says so, and keeps the password to itself', async () =>
  inFolder(async (folder) => {
    const state = 'postgresql://ann:secret@127.0.0.1:1/none'
    const opened = openWorkspace(folder, { ...DEFAULT_SETTINGS, state })
    await expect(opened).rejects.toMatchObject({
      code: 'WORKSPACE',
      message: expect.not.stringContaining('secret'),
    })
  }))

describe.skipIf(programs === undefined)('state in PostgreSQL (skipped where PG_BIN names no server)', () => {
  test("GuardDuty's findings are kept once each, as last updated", async () =>
    withState(async (open, { folder }) => {
      const findings = [2, 9, 4].map((count) =>
        exported({ count, title: HOSTILE, updatedAt: `2026-03-1${String(count)}T00:00:00Z` }),
      )
      const lines = [...findings, exported({ id: 'made', title: '[SAMPLE]' })].map((one) =>
        JSON.stringify(one),
      )
      writeFileSync(join(folder, 'findings.jsonl'), lines.join('\n'))
      await open(async (workspace) => {
        await bringIn(workspace, join(folder, 'findings.jsonl'))
        const scope = {
          sourceIds: undefined,
          fromMs: 0,
          toMs: Date.UTC(2027),
          accounts: ['123456789012'],
          regions: [],
        }
        const { rows, ...counts } = await heldGuardDuty(workspace.state, scope, 10)
        expect(counts).toEqual({ count: 1, sampleCount: 1, archivedCount: 0 })
        expect(rows.map(({ json }) => JSON.parse(json))).toMatchObject([{ service: { count: 9 } }])
        expect(await countGuardDuty(workspace.state, [1])).toBe(2)
      })
    }))

  test('audits: the newest of each set of accounts, and the scores of all', async () =>
    withState(async (open) => {
      const audit = (day: number, accounts: readonly string[]) => ({
        collectedAt: `2026-11-0${String(day)}T00:00:00.000Z`,
        accounts,
        score: day,
        failed: day,
        notKnown: 0,
        risks: [
          {
            check: 'access-key-old',
            title: 'old',
            level: 'high' as const,
            accountId: '123456789012',
            region: null,
            resource: HOSTILE,
            evidence: String(day),
            hides: false,
          },
        ],
      })
      const [one, both] = [['123456789012'], ['123456789012', '111122223333']]
      await open(async ({ state }) => {
        for (const [day, accounts] of [
          [3, one],
          [1, one],
          [3, one],
          [2, both],
        ] as const)
          await keepAudit(state, audit(day, accounts))
        const scores = await auditScores(state, one)
        expect(scores.map(({ score }) => score)).toEqual([1, 3])
        expect(await auditScores(state, both.toReversed())).toHaveLength(1)
        const kept = (await newestAudits(state)).toSorted((a, b) => a.failed - b.failed)
        expect(kept.map(({ score, risks }) => [score, risks[0]?.evidence])).toEqual([
          [2, '2'],
          [3, '3'],
        ])
        expect(kept[0]?.risks[0]?.resource).toBe(HOSTILE)
      })
    }))

  test('two ingests at once keep each event once, as with SQLite', async () =>
    withState(async (open, { folder, state }) => {
      writeOverlappingLogs(join(folder, 'logs'), 6)
      const config = join(folder, 'settings.yml')
      writeFileSync(config, JSON.stringify({ state }))
      const args = ['ingest', join(folder, 'logs'), '-w', join(folder, 'lake'), '-c', config]
      const ended = await Promise.all([1, 2].map(async () => startNode('bin/trailhound.mjs', args).ended))
      expect(ended.map(({ code, err }) => [code, err])).toEqual([
        [0, ''],
        [0, ''],
      ])
      await open(async (workspace) => {
        const events = await lakeEvents(workspace)
        const [row] = await workspace.engine.rows(
          sql`select count(*)::int as n, count(distinct "eventID")::int as d from ${events} e`,
        )
        expect(row).toEqual({ n: 155, d: 155 })
        const files = await workspace.state.selectFrom('lake_files').select('row_count').execute()
        expect(files.reduce((sum, { row_count }) => sum + row_count, 0)).toBe(155)
        expect(await bringIn(workspace, join(folder, 'logs'))).toMatchObject({ skippedCount: 6 })
      })
    }))

  test('another state for a lake, and a lake for another state, are refused; nothing is deleted', async () =>
    withState(async (open, { folder, state }) => {
      writeOverlappingLogs(join(folder, 'logs'), 2)
      const files = async (): Promise<number> =>
        readdirSync(join(folder, 'lake', 'events'), { recursive: true }).length
      await open(async (workspace) => bringIn(workspace, join(folder, 'logs')))
      const before = await files()
      const other = (await server?.newSchema()) ?? ''
      for (const [root, settings] of [
        ['lake', { ...DEFAULT_SETTINGS, state: other }],
        ['lake', DEFAULT_SETTINGS],
        ['new', { ...DEFAULT_SETTINGS, state }],
      ] as const)
        await expect(openWorkspace(join(folder, root), settings)).rejects.toMatchObject({
          code: 'WORKSPACE',
          message: expect.stringContaining('do not belong together'),
        })
      expect(await files()).toBe(before)
      await open(async (workspace) => bringIn(workspace, join(folder, 'logs')))
      expect(await files()).toBe(before)
    }))

  test('whoever only asks does not wait for whoever writes', async () =>
    withState(async (open) => {
      await open(async (workspace) => keep(workspace, '1'))
      await open(async (writing) => {
        const all = { statuses: [], severities: [] }
        await writeTransaction(writing.state, async () => {
          expect(await open(async (asking) => listIncidents(asking, all))).toHaveLength(1)
        })
      })
    }))

  test('triage outlives runs, and what databases do not take is stored all the same', async () =>
    withState(async (open) => {
      await open(async (workspace) => {
        await keep(workspace, '1')
        await triageIncidents(workspace, {
          ids: ['a'],
          act: { kind: 'close', resolution: 'benign' },
          who: HOSTILE,
          text: HOSTILE,
        })
      })
      await open(async (workspace) => {
        await keep(workspace, '1')
        const all = { statuses: [], severities: [] }
        expect(await listIncidents(workspace, all)).toMatchObject([
          { id: 'inc-a', status: 'closed', eventCount: 1, isWhole: true },
        ])
        await keep(workspace, '1', '2')
        const { triage, told: back } = await showIncident(workspace, 'a')
        expect(triage.history.map(({ act }) => act)).toEqual(['told', 'closed', 'reopened'])
        expect(back.incident.title).toBe(HOSTILE)
      })
    }))

  test('runs and people at once lose nothing', async () =>
    withState(async (open) => {
      await open(async (workspace) => keep(workspace, '1'))
      await Promise.all(
        Array.from({ length: 10 }, async (_, n) =>
          open(async (workspace) =>
            n % 2 === 0
              ? triageIncidents(workspace, { ids: ['a'], act: { kind: 'note' }, who: 'ann', text: 'x' })
              : keep(workspace, '1', String(n)),
          ),
        ),
      )
      await open(async (workspace) => {
        const { triage } = await showIncident(workspace, 'a')
        expect(triage.history.filter(({ act }) => act === 'noted')).toHaveLength(5)
      })
    }))
})

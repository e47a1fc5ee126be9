import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { commitUnit, KnownHashes, recoverWorkspace } from '#store/index.ts'
import { openStateDatabase } from '#store/sqlite/state-database.ts'
import { type Running, sees, startNode } from '../../support/run-node.ts'
import {
  bringIn,
  faultsOf,
  inFolder,
  lakeOf,
  range,
  within,
  writeLog,
  writeOverlappingLogs,
} from './support.ts'

const CHILD = 'test/support/ingest-child.ts'
const ingestIn = (root: string, logs: readonly string[], threads = 1): Running =>
  startNode(CHILD, [root, '1', String(threads), ...logs])

describe('a process that dies leaves nothing that counts', () => {
  const KILLS = 50

  test(`killed at ${String(KILLS)} random moments and run again: the lake is that of an undisturbed run`, async () => {
    await inFolder(async (folder) => {
      const logs = join(folder, 'logs')
      writeOverlappingLogs(logs, 8, 12)
      await bringIn(join(folder, 'undisturbed'), [logs])
      const wanted = await lakeOf(join(folder, 'undisturbed'))
      const begun = performance.now()
      expect((await ingestIn(join(folder, 'timed'), [logs]).ended).code).toBe(0)
      const wholeMs = performance.now() - begun

      let round = 0
      let killed = 0
      while (killed < KILLS) {
        const root = join(folder, `round-${String(round++)}`)
        // Two at a time on one workspace: the one that lives on must not be swept away with the dead.
        const runs = [ingestIn(root, [logs]), ingestIn(root, [logs])]
        for (const { child } of runs) {
          await setTimeout(wholeMs * (0.3 + Math.random() * 0.6))
          if (child.exitCode === null && child.kill('SIGKILL')) killed++
        }
        await Promise.all(runs.map(({ ended }) => ended))
        if (round % 5 !== 0 && killed < KILLS) continue
        const { code, err } = await ingestIn(root, [logs]).ended
        expect(err).toBe('')
        expect(code).toBe(0)
        expect(await faultsOf(root)).toEqual([])
        expect(await lakeOf(root)).toBe(wanted)
      }
    })
  }, 300_000)

  test('two at once, over logs that overlap: each event once', async () => {
    await inFolder(async (folder) => {
      writeOverlappingLogs(join(folder, 'a'), 8)
      writeOverlappingLogs(join(folder, 'b'), 6, 40)
      await bringIn(join(folder, 'undisturbed'), [join(folder, 'a'), join(folder, 'b')])
      const root = join(folder, 'workspace')
      const runs = [
        ingestIn(root, [join(folder, 'a'), join(folder, 'b')], 2),
        ingestIn(root, [join(folder, 'b'), join(folder, 'a')]),
      ]
      for (const { code, err } of await Promise.all(runs.map(({ ended }) => ended)))
        expect([code, err]).toEqual([0, ''])
      expect(await faultsOf(root)).toEqual([])
      expect(await lakeOf(root)).toBe(await lakeOf(join(folder, 'undisturbed')))
    })
  })
})

describe('Ctrl-C', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s in the middle: 130, a sentence, and the next run goes on',
    async (signal) => {
      await inFolder(async (folder) => {
        const logs = join(folder, 'logs')
        const root = join(folder, 'workspace')
        writeOverlappingLogs(logs, 20)
        const run = ingestIn(root, [logs])
        await sees(run.child, '3\n')
        run.child.kill(signal)
        const { code, err } = await run.ended
        expect(code).toBe(130)
        expect(err).toMatch(/^trailhound: Interrupted\. .*\(INTERRUPTED\)\n {2}Run the same command again/u)
        expect(await faultsOf(root)).toEqual([])
        const { skippedCount } = await bringIn(root, [logs])
        expect(skippedCount).toBeGreaterThan(0)
        await bringIn(join(folder, 'undisturbed'), [logs])
        expect(await lakeOf(root)).toBe(await lakeOf(join(folder, 'undisturbed')))
      })
    },
  )
})

describe('a commit is whole or is not', () => {
  test('one that fails leaves files that no list names; the next start removes them', async () => {
    await inFolder(async (folder) => {
      const root = join(folder, 'workspace')
      writeLog(join(folder, 'a.json'), range(0, 8))
      writeLog(join(folder, 'b.json'), range(4, 12))
      await bringIn(root, [join(folder, 'a.json')])
      const before = await lakeOf(root)
      await within(root, async ({ state }) => {
        await sql`create trigger fails before update on sources begin select raise(abort, 'on purpose'); end`.execute(
          state,
        )
      })
      await expect(bringIn(root, [join(folder, 'b.json')])).rejects.toThrow('on purpose')
      expect(await faultsOf(root)).toEqual([expect.stringContaining('files: ')])
      expect(await lakeOf(root)).toBe(before)
      await within(root, async ({ state }) => {
        await sql`drop trigger fails`.execute(state)
      })
      await bringIn(root, [join(folder, 'b.json')])
      expect(await faultsOf(root)).toEqual([])
      expect((await lakeOf(root)).split('\n')).toHaveLength(12)
    })
  })

  test('sweeping up waits for a commit that is going on elsewhere, and leaves its file', async () => {
    await inFolder(async (folder) => {
      const root = join(folder, 'workspace')
      await within(root, async (workspace) => {
        const orphan = 'events/day=2026-11-24/dead-0.parquet'
        mkdirSync(join(root, 'events/day=2026-11-24'))
        writeFileSync(join(root, orphan), 'PAR1')
        mkdirSync(join(root, 'unfinished', 'elsewhere.example.com%3A1'))
        const held = 'events/day=2026-11-24/alive-0.parquet'
        const other = startNode('test/support/hold-lock-child.ts', [root, held, '700'])
        await sees(other.child, 'held')
        const begun = performance.now()
        await recoverWorkspace(workspace.folder, workspace.state)
        expect(performance.now() - begun).toBeGreaterThan(400)
        expect(readdirSync(join(root, 'events/day=2026-11-24'))).toEqual(['alive-0.parquet'])
        // Whether a process of another machine still lives cannot be told.
        expect(existsSync(join(root, 'unfinished', 'elsewhere.example.com%3A1'))).toBe(true)
        expect((await other.ended).code).toBe(0)
      })
    })
  })

  test('it happens when it gets the lock, not when it begins to wait for it', async () => {
    await inFolder(async (folder) => {
      const root = join(folder, 'workspace')
      writeLog(join(folder, 'a.json'), range(0, 3))
      await bringIn(root, [join(folder, 'a.json')])
      await within(root, async (workspace) => {
        const [path, holdMs] = ['events/day=2026-11-24/other-0.parquet', 600]
        const other = startNode('test/support/hold-lock-child.ts', [root, path, String(holdMs)])
        await sees(other.child, 'held')
        const heldMs = Date.now()
        const outcome = { recordCount: 0, eventCount: 0, duplicateCount: 0, rejectedCount: 0 }
        const source = { ...outcome, sourceId: 1, metIn: [], rejections: [], notEvents: undefined }
        await commitUnit(
          { name: 'unit', files: [], sources: [source] },
          { ...workspace, hashes: new KnownHashes() },
        )
        await other.ended
        const rows = await workspace.state.selectFrom('sources').select('ingested_ms').execute()
        expect(rows[0]?.ingested_ms).toBeGreaterThan(heldMs + holdMs / 2)
      })
    })
  })

  test('nothing else of this process reads between a begin and its end', async () => {
    await inFolder(async (folder) => {
      const state = await openStateDatabase(join(folder, 'state.sqlite'))
      const seen: string[] = []
      const row = { path: 'p', day: '2026-11-24', row_count: 1, size_bytes: 1, min_ms: 0, max_ms: 0 }
      const writing = state.connection().execute(async (connection) => {
        await sql`begin immediate`.execute(connection)
        await connection.insertInto('lake_files').values(row).execute()
        await setTimeout(50)
        seen.push('rolled back')
        await sql`rollback`.execute(connection)
      })
      const reading = (async () => {
        const rows = await state.selectFrom('lake_files').selectAll().execute()
        seen.push(`${String(rows.length)} rows`)
      })()
      await Promise.all([writing, reading])
      expect(seen).toEqual(['rolled back', '0 rows'])
      await state.destroy()
    })
  })

  test('a state that stays locked is told as such', async () => {
    await inFolder(async (folder) => {
      const root = join(folder, 'workspace')
      await within(root, async () => undefined)
      const other = startNode('test/support/hold-lock-child.ts', [
        root,
        'events/day=2026-11-24/x.parquet',
        '600',
      ])
      await sees(other.child, 'held')
      const state = await openStateDatabase(join(root, 'state.sqlite'), 50)
      await expect(sql`begin immediate`.execute(state)).rejects.toThrow('database is locked')
      await state.destroy()
      await other.ended
    })
  })
})

describe('a disk that fills up', () => {
  const canMount = process.platform === 'linux' && process.getuid?.() === 0

  /** A disk of its own, which only root can have; ends with the disk's end. */
  async function onSmallDisk(sizeKb: number, act: (disk: string) => Promise<void>): Promise<boolean> {
    let done = false
    await inFolder(async (folder) => {
      const disk = join(folder, 'disk')
      mkdirSync(disk)
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(sizeKb)}k`, 'tmpfs', disk], {
          stdio: 'ignore',
        })
      } catch {
        return
      }
      try {
        await act(disk)
        done = true
      } finally {
        execFileSync('umount', [disk])
      }
    })
    return done
  }

  test.skipIf(!canMount).each([200, 420, 900])(
    'of %i KB (only root may mount one): exit code 1, DISK_FULL, and what was committed stays',
    async (sizeKb) => {
      const mounted = await onSmallDisk(sizeKb, async (disk) => {
        await inFolder(async (folder) => {
          const logs = join(folder, 'logs')
          writeOverlappingLogs(logs, 30, 20)
          const root = join(disk, 'workspace')
          const { code, err } = await ingestIn(root, [logs]).ended
          expect(err).toMatch(/^trailhound: The disk is full: .*\(DISK_FULL\)\n {2}Make room/u)
          expect(code).toBe(1)
          execFileSync('mount', ['-o', 'remount,size=64m', disk])
          await bringIn(root, [logs])
          expect(await faultsOf(root)).toEqual([])
          await bringIn(join(folder, 'undisturbed'), [logs])
          expect(await lakeOf(root)).toBe(await lakeOf(join(folder, 'undisturbed')))
        })
      })
      if (!mounted) console.log('skipped: this machine lets nobody mount a disk')
    },
  )
})

import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DEFAULT_SETTINGS, investigate, loadRules, openWorkspace } from '#app/index.ts'
import {
  bringIn,
  eventOf,
  faultsOf,
  inFolder,
  lakeOf,
  range,
  within,
  writeLog,
  writeOverlappingLogs,
} from './support.ts'

const idsIn = (lake: string): readonly number[] =>
  [...lake.matchAll(/"eventID":"[-1-4]+-(\d{12})"/gu)].map(([, id]) => Number(id))

describe('what was read is not read again', () => {
  test('a second run reads nothing; a new file alone is read; a changed one whole, and nothing is doubled', async () => {
    await inFolder(async (folder) => {
      const root = join(folder, 'workspace')
      const logs = join(folder, 'logs')
      writeLog(join(logs, 'a.json'), range(0, 10))
      writeLog(join(logs, 'b.json'), range(10, 20))
      expect(await bringIn(root, [logs])).toMatchObject({ skippedCount: 0, problems: [] })
      const first = await lakeOf(root)
      const files = readdirSync(join(root, 'events'), { recursive: true })

      const second = await bringIn(root, [logs])
      expect(second).toMatchObject({ skippedCount: 2 })
      expect(second.sourceIds).toHaveLength(2)
      expect(await lakeOf(root)).toBe(first)
      expect(readdirSync(join(root, 'events'), { recursive: true })).toEqual(files)

      writeLog(join(logs, 'c.json'), range(20, 25))
      expect(await bringIn(root, [logs])).toMatchObject({ skippedCount: 2 })
      writeLog(join(logs, 'a.json'), range(0, 12))
      utimesSync(join(logs, 'a.json'), 1, 1)
      expect(await bringIn(root, [logs])).toMatchObject({ skippedCount: 2 })
      expect(idsIn(await lakeOf(root))).toEqual(range(0, 25))
      expect(await faultsOf(root)).toEqual([])
    })
  })

  test('a workspace among the logs is no log', async () => {
    await inFolder(async (folder) => {
      writeLog(join(folder, 'a.json'), range(0, 3))
      const root = join(folder, 'workspace')
      await bringIn(root, [folder])
      expect(await bringIn(root, [folder])).toMatchObject({ skippedCount: 1, problems: [] })
      expect((await bringIn(root, [folder])).sourceIds).toHaveLength(1)
    })
  })
})

describe('an event is kept once', () => {
  test.each([
    { name: 'all in one unit', unitBytes: 1 << 20, workerCount: 1 },
    { name: 'each file a unit', unitBytes: 1, workerCount: 1 },
    { name: 'each file a unit, two threads', unitBytes: 1, workerCount: 2 },
  ])('however often it was delivered: $name', async ({ unitBytes, workerCount }) => {
    await inFolder(async (folder) => {
      const root = join(folder, 'workspace')
      writeOverlappingLogs(join(folder, 'logs'), 8)
      writeLog(join(folder, 'late', 'again.json'), [...range(0, 50), 3, 3, 1000])
      await bringIn(root, [join(folder, 'logs')], { unitBytes, workerCount })
      await bringIn(root, [join(folder, 'late')], { unitBytes, workerCount })
      expect(idsIn(await lakeOf(root))).toEqual([...range(0, 205), 1000])
      expect(await faultsOf(root)).toEqual([])
    })
  })
})

describe('what is asked of one source is answered, whoever held its events first', () => {
  test.each([
    { name: 'in one run, one unit', apart: false },
    { name: 'in two runs', apart: true },
  ])('$name', async ({ apart }) => {
    await inFolder(async (folder) => {
      const root = join(folder, 'workspace')
      const [a, b, c] = ['a.json', 'b.json', 'c.json'].map((name) => join(folder, name))
      if (a === undefined || b === undefined || c === undefined) throw new Error('three names')
      writeLog(a, range(0, 6))
      writeLog(b, range(0, 6))
      writeLog(c, range(100, 106))
      if (apart) for (const log of [a, b, c]) await bringIn(root, [log])
      else await bringIn(root, [a, b, c])
      for (const log of [a, b]) expect(await eventsLookedAt(root, log)).toEqual({ events: 6, keys: [0, 3] })
      expect((await eventsLookedAt(root, c)).events).toBe(6)
    })
  })

  test('an event that a third source held before the one that held it first here', async () => {
    await inFolder(async (folder) => {
      const root = join(folder, 'workspace')
      writeLog(join(folder, 'z.json'), [0])
      writeLog(join(folder, 'two', 'a.json'), [0, 1])
      writeLog(join(folder, 'two', 'b.json'), [0])
      await bringIn(root, [join(folder, 'z.json')])
      await bringIn(root, [join(folder, 'two')])
      expect((await eventsLookedAt(root, join(folder, 'two', 'b.json'))).keys).toEqual([0])
    })
  })

  const rules = loadRules(DEFAULT_SETTINGS, [])

  /** `keys`: numbers of the events with a new access key that findings name. */
  async function eventsLookedAt(root: string, log: string) {
    const { report } = await within(root, async (workspace) =>
      investigate([log], workspace, {
        settings: DEFAULT_SETTINGS,
        rules,
        scope: { fromMs: undefined, toMs: undefined, accounts: [], regions: [] },
        minLevel: 'informational',
        signal: new AbortController().signal,
        onProgress: () => undefined,
      }),
    )
    const ids = new Set(
      report.findings.flatMap(({ eventIds }) => eventIds.map((id) => Number(id.slice(-12)))),
    )
    return {
      events: report.input.events,
      keys: [...ids].filter((id) => id % 3 === 0).toSorted((x, y) => x - y),
    }
  }
})

describe('an interrupted run says what of it is kept', () => {
  test.each([
    { at: 1, says: 'Interrupted before the first files were kept: nothing of this run is.', events: 0 },
    { at: 4, says: 'Interrupted. 3 of 5 new files are kept in the workspace.', events: 3 },
  ])('after $at files: $says', async ({ at, says, events }) => {
    await inFolder(async (folder) => {
      const root = join(folder, 'workspace')
      for (const i of range(0, 5)) writeLog(join(folder, 'logs', `${String(i)}.json`), [i])
      const abort = new AbortController()
      const run = bringIn(root, [join(folder, 'logs')], {
        // The first three files are one unit.
        unitBytes: 2.5 * statSync(join(folder, 'logs', '1.json')).size,
        signal: abort.signal,
        onProgress: ({ filesDone }) => {
          if (filesDone === at) abort.abort(new Error('stop'))
        },
      })
      await expect(run).rejects.toThrow(says)
      expect(idsIn(await lakeOf(root))).toHaveLength(events)
    })
  })
})

describe('bad input costs itself only', () => {
  test('what cannot be opened or understood is listed, the rest is read', async () => {
    await inFolder(async (folder) => {
      const root = join(folder, 'workspace')
      const logs = join(folder, 'logs')
      writeLog(join(logs, 'good.json'), range(0, 3))
      writeFileSync(join(logs, 'empty.json'), '')
      writeFileSync(join(logs, 'binary.bin'), Buffer.from([0, 1, 2, 3, 0xff]))
      writeFileSync(
        join(logs, 'broken.json'),
        `${JSON.stringify(eventOf(7))}\n{"eventName":\n${JSON.stringify(eventOf(8))}\n`,
      )
      writeLog(join(logs, 'vanishes.json'), [9])
      const { problems } = await bringIn(root, [logs, join(folder, 'no-such-file')])
      expect(problems.map(({ name }) => name)).toEqual([join(folder, 'no-such-file')])
      expect(idsIn(await lakeOf(root))).toEqual([0, 1, 2, 7, 8, 9])
      await within(root, async ({ state }) => {
        const rejected = await state.selectFrom('sources').select('name').where('rejected', '>', 0).execute()
        expect(rejected.map(({ name }) => name.slice(logs.length + 1)).toSorted()).toEqual([
          'binary.bin',
          'broken.json',
          'empty.json',
        ])
      })
      expect(await faultsOf(root)).toEqual([])
    })
  })

  test('what other programs leave in the workspace stays, and does no harm', async () => {
    await inFolder(async (folder) => {
      const root = join(folder, 'workspace')
      writeLog(join(folder, 'a.json'), range(0, 3))
      await bringIn(root, [join(folder, 'a.json')])
      const strange = [
        join(root, 'events', '.DS_Store'),
        join(root, 'unfinished', '%E0%A4%A'),
        join(root, 'unfinished', 'x'),
      ]
      for (const path of strange) writeFileSync(path, 'x')
      writeLog(join(folder, 'b.json'), range(3, 6))
      await bringIn(root, [join(folder, 'b.json')])
      expect(idsIn(await lakeOf(root))).toEqual(range(0, 6))
      for (const path of strange) expect(statSync(path).size).toBe(1)
    })
  })
})

describe('a workspace that cannot be used says so', () => {
  test('a file in its place', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'file')
      writeFileSync(path, '')
      await expect(openWorkspace(path, DEFAULT_SETTINGS)).rejects.toMatchObject({ code: 'WORKSPACE' })
    })
  })

  test('a state that is no database', async () => {
    await inFolder(async (folder) => {
      writeFileSync(
        join(folder, 'state.sqlite'),
        'this is no database, but it is long enough to be looked at'.repeat(90),
      )
      await expect(openWorkspace(folder, DEFAULT_SETTINGS)).rejects.toMatchObject({ code: 'WORKSPACE' })
    })
  })

  test.skipIf(process.getuid?.() === 0)('no permission (not told to root)', async () => {
    await inFolder(async (folder) => {
      const root = join(folder, 'workspace')
      mkdirSync(root)
      chmodSync(root, 0o500)
      await expect(openWorkspace(root, DEFAULT_SETTINGS)).rejects.toMatchObject({ code: 'WORKSPACE' })
      chmodSync(root, 0o700)
    })
  })

  test('one that only questions are asked of must be there', async () => {
    await inFolder(async (folder) => {
      await expect(openWorkspace(join(folder, 'none'), DEFAULT_SETTINGS, true)).rejects.toMatchObject({
        code: 'WORKSPACE',
      })
      expect(readdirSync(folder)).toEqual([])
    })
  })

  test('a lake whose file was taken away: the query fails, it does not find nothing', async () => {
    await inFolder(async (folder) => {
      const root = join(folder, 'workspace')
      writeLog(join(folder, 'a.json'), range(0, 3))
      await bringIn(root, [join(folder, 'a.json')])
      rmSync(join(root, 'events'), { recursive: true })
      await expect(lakeOf(root)).rejects.toMatchObject({ code: 'ENGINE_QUERY' })
    })
  })

  test('a log that grows while it is read is read as far as it went, and again when it has changed', async () => {
    await inFolder(async (folder) => {
      const root = join(folder, 'workspace')
      const log = join(folder, 'a.jsonl')
      for (const i of range(0, 4)) {
        appendFileSync(log, `${JSON.stringify(eventOf(i))}\n`)
        await bringIn(root, [log])
        expect(idsIn(await lakeOf(root))).toEqual(range(0, i + 1))
      }
      expect(await faultsOf(root)).toEqual([])
    })
  })
})

import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { DEFAULT_SETTINGS, openWorkspace } from '#app/index.ts'
import { bringIn, faultsOf, inFolder, lakeOf, range, within, writeLog } from './ingest/support.ts'

const filesIn = (root: string): readonly string[] =>
  readdirSync(join(root, 'events'), { recursive: true }).map(String).toSorted()
const idIn = (root: string): string => readFileSync(join(root, 'workspace-id'), 'utf8')
/** A new database in place of the one that the lake was made with. */
const loseState = (root: string): void => {
  for (const end of ['', '-wal', '-shm']) rmSync(join(root, `state.sqlite${end}`), { force: true })
}
/** As versions left it that gave no ids. */
const takeIds = async (root: string): Promise<void> => {
  await within(root, async ({ state }) => {
    await sql`drop table workspace`.execute(state)
  })
  rmSync(join(root, 'workspace-id'))
}

describe('a workspace folder and its state belong together', () => {
  const inLake = async (act: (root: string, folder: string) => Promise<void>): Promise<void> =>
    inFolder(async (folder) => {
      const root = join(folder, 'workspace')
      writeLog(join(folder, 'a.json'), range(0, 6))
      writeLog(join(folder, 'b.json'), range(6, 9))
      await bringIn(root, [join(folder, 'a.json')])
      await act(root, folder)
    })

  test.each<{ name: string; spoil: (root: string, folder: string) => Promise<void> | void }>([
    { name: 'a state that is new', spoil: loseState },
    {
      name: 'a state that is new, and a folder without id',
      spoil: (root) => {
        loseState(root)
        rmSync(join(root, 'workspace-id'))
      },
    },
    {
      name: 'the state of another lake',
      spoil: async (root, folder) => {
        await bringIn(join(folder, 'other'), [join(folder, 'b.json')])
        loseState(root)
        cpSync(join(folder, 'other', 'state.sqlite'), join(root, 'state.sqlite'))
      },
    },
    {
      name: 'the state of another lake, both without id',
      spoil: async (root, folder) => {
        await bringIn(join(folder, 'other'), [join(folder, 'b.json')])
        await takeIds(join(folder, 'other'))
        loseState(root)
        rmSync(join(root, 'workspace-id'))
        cpSync(join(folder, 'other', 'state.sqlite'), join(root, 'state.sqlite'))
      },
    },
    {
      name: 'the lake in another folder',
      spoil: (root, folder) => {
        cpSync(join(root, 'events'), join(folder, 'events'), { recursive: true })
        rmSync(join(root, 'events'), { recursive: true })
        rmSync(join(root, 'workspace-id'))
      },
    },
  ])('$name: refused, and nothing is deleted', async ({ spoil }) =>
    inLake(async (root, folder) => {
      await spoil(root, folder)
      const before = existsSync(join(root, 'events')) ? filesIn(root) : []
      await expect(bringIn(root, [join(folder, 'b.json')])).rejects.toMatchObject({
        code: 'WORKSPACE',
        message: expect.stringMatching(
          /do not belong together: \d+ files are in the folder, \d+ in the list/u,
        ),
        hint: expect.stringContaining('--config'),
      })
      await expect(openWorkspace(root, DEFAULT_SETTINGS, true)).rejects.toMatchObject({ code: 'WORKSPACE' })
      expect(filesIn(root)).toEqual(before)
    }),
  )

  test('one that is older than ids is taken over', async () =>
    inLake(async (root, folder) => {
      const lake = await lakeOf(root)
      await takeIds(root)
      expect(await lakeOf(root)).toBe(lake)
      const id = idIn(root)
      expect(id).toMatch(/^[\da-f-]{36}\n$/u)
      await bringIn(root, [join(folder, 'b.json')])
      expect([await faultsOf(root), idIn(root)]).toEqual([[], id])
    }))

  test.each<{ name: string; stop: (root: string) => Promise<void> | void }>([
    {
      name: 'after the folder got its id',
      stop: (root) => within(root, async ({ state }) => void (await state.deleteFrom('workspace').execute())),
    },
    { name: 'after the state got its id', stop: (root) => rmSync(join(root, 'workspace-id')) },
  ])('one that was stopped $name goes on', async ({ stop }) =>
    inLake(async (root) => {
      const lake = await lakeOf(root)
      await stop(root)
      expect(await lakeOf(root)).toBe(lake)
    }),
  )

  test('where nothing was read yet, any state will do', async () =>
    inFolder(async (folder) => {
      const root = join(folder, 'workspace')
      await within(root, async () => undefined)
      const id = idIn(root)
      loseState(root)
      await within(root, async () => undefined)
      expect(idIn(root)).not.toBe(id)
    }))

  test('a state elsewhere that is forgotten is asked for', async () =>
    inLake(async (root) => {
      loseState(root)
      await expect(openWorkspace(root, DEFAULT_SETTINGS, true)).rejects.toMatchObject({
        message: `The state of the workspace ${root} is not in its folder.`,
        hint: expect.stringContaining('--config'),
      })
    }))
})

import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { keepIncidents, removeOutdated } from '#app/incidents/keep-incidents.ts'
import { listIncidents, showIncident, triageIncidents, type Workspace } from '#app/index.ts'
import type { TriageAct } from '#incidents/index.ts'
import { DAY_MS } from '#kernel/index.ts'
import type { ToldIncident } from '#outputs/index.ts'
import { exampleTold, hostileTold } from '../../outputs/incident/incident-example.ts'
import { faultsOf, inFolder, within } from '../ingest/support.ts'

const ALL = { statuses: [], severities: [] }

/** The example, of other events and on another day. */
function told(id: string, eventIds: readonly string[], day = 0): ToldIncident {
  const example = exampleTold()
  const { incident } = example
  const [firstMs, lastMs] = [incident.firstMs + 10 * day * DAY_MS, incident.lastMs + 10 * day * DAY_MS]
  return {
    ...example,
    story: { ...example.story, lineage: [] },
    incident: { ...incident, id, eventIds, eventCount: eventIds.length, firstMs, lastMs },
  }
}

const keep = async (
  workspace: Workspace,
  all: readonly ToldIncident[],
  { isWhole = true, nowMs = Date.now(), isTrial = false } = {},
) => {
  const kept = await keepIncidents(workspace, all, { isWhole, nowMs, isTrial })
  return kept.map(({ telling }) => telling.incident.id)
}
const list = async (workspace: Workspace) =>
  (await listIncidents(workspace, ALL)).map(({ id, status }) => `${id} ${status}`)
const judge = async (workspace: Workspace, act: TriageAct, ...ids: readonly string[]) =>
  triageIncidents(workspace, { ids, act, who: 'ann', text: 'why' })
const historyOf = async (workspace: Workspace, id: string) => {
  const { triage } = await showIncident(workspace, id)
  return triage.history.map(({ who, act, text }) => `${who} ${act} ${text}`)
}
const CLOSE: TriageAct = { kind: 'close', resolution: 'benign' }

const withNew = async (act: (workspace: Workspace, root: string) => Promise<void>) =>
  inFolder(async (root) => within(root, async (workspace) => act(workspace, root)))

describe('a saved incident', () => {
  test('is read back as it was told', async () =>
    withNew(async (workspace) => {
      const hostile = hostileTold('\u202e\u0000"\\<script>\ud800\ufeff')
      // Our own is the id alone: it is made of digits.
      for (const one of [exampleTold(), { ...hostile, incident: { ...hostile.incident, id: 'inc-a' } }]) {
        await keep(workspace, [one])
        const { told: back } = await showIncident(workspace, one.incident.id)
        // JSON knows no NaN; what our own clocks and logs say never is one.
        // What the audits say of it is asked anew each time.
        const { tool, toldMs, standing } = back
        expect(back).toEqual(JSON.parse(JSON.stringify({ ...one, tool, toldMs, standing })))
      }
    }))

  test('that is told again as it was leaves its file as it is; one that changed leaves no old file', async () =>
    withNew(async (workspace) => {
      const files = () => readdirSync(workspace.folder.incidents)
      await keep(workspace, [told('inc-a', ['1'])])
      const first = files()
      await keep(workspace, [told('inc-a', ['1'])])
      expect(files()).toEqual(first)
      await keep(workspace, [told('inc-a', ['1', '2'])])
      expect(files()).toHaveLength(1)
      expect(files()).not.toEqual(first)
    }))

  test('that another run tells anew as it was before keeps its file', async () =>
    withNew(async (workspace) => {
      await keep(workspace, [told('inc-a', ['1'])])
      const [name = ''] = readdirSync(workspace.folder.incidents)
      await removeOutdated(workspace, [`incidents/${name}`, 'incidents/none.json.gz'])
      expect(readdirSync(workspace.folder.incidents)).toEqual([name])
    }))

  test('keeps its id and its triage when all of its file is gone', async () =>
    withNew(async (workspace) => {
      await keep(workspace, [told('inc-a', ['1'])])
      await judge(workspace, { kind: 'acknowledge' }, 'a')
      for (const name of readdirSync(workspace.folder.incidents))
        rmSync(join(workspace.folder.incidents, name))
      await expect(showIncident(workspace, 'a')).rejects.toThrow('What was told of inc-a is gone')
      await keep(workspace, [told('inc-a', ['1'])])
      expect(await list(workspace)).toEqual(['inc-a acknowledged'])
      expect((await showIncident(workspace, 'a')).told.incident.id).toBe('inc-a')
    }))

  test('is not shown from a file that somebody changed', async () =>
    withNew(async (workspace) => {
      await keep(workspace, [told('inc-a', ['1'])])
      const [name = ''] = readdirSync(workspace.folder.incidents)
      writeFileSync(join(workspace.folder.incidents, name), 'something else')
      await expect(showIncident(workspace, 'a')).rejects.toThrow('What was told of inc-a is gone')
    }))
})

describe('triage outlives runs', () => {
  test('closed stays closed, and opens again when something joins it, saying what', async () =>
    withNew(async (workspace) => {
      await keep(workspace, [told('inc-a', ['1'])])
      await judge(workspace, CLOSE, 'a')
      await keep(workspace, [told('inc-a', ['1'])])
      expect(await list(workspace)).toEqual(['inc-a closed'])
      expect(await keep(workspace, [told('inc-b', ['0', '1', '2'])])).toEqual(['inc-a'])
      expect(await list(workspace)).toEqual(['inc-a open'])
      expect(await historyOf(workspace, 'a')).toEqual([
        'trailhound told ',
        'ann closed why',
        'trailhound reopened joined by 2 events',
      ])
    }))

  test('two that turn out to be one: the younger points to the elder, and its history goes along', async () =>
    withNew(async (workspace) => {
      await keep(workspace, [told('inc-b', ['1'])])
      await keep(workspace, [told('inc-b', ['1']), told('inc-a', ['2'], 1)])
      await judge(workspace, CLOSE, 'a', 'b')
      await keep(workspace, [told('inc-x', ['1', '2'])])
      expect(await list(workspace)).toEqual(['inc-b closed'])
      expect((await showIncident(workspace, 'inc-a')).mergedId).toBe('inc-a')
      expect(await historyOf(workspace, 'inc-a')).toEqual(
        expect.arrayContaining([
          'ann closed why',
          'trailhound merged inc-a (closed as benign) is a part of it',
        ]),
      )
      expect(readdirSync(workspace.folder.incidents)).toHaveLength(1)
    }))

  test('of all that are named, or of none', async () =>
    withNew(async (workspace) => {
      await keep(workspace, [told('inc-aa', ['1']), told('inc-ab', ['2'], 1)])
      await expect(judge(workspace, CLOSE, 'aa', 'a')).rejects.toThrow('2 incidents begin with a')
      await expect(judge(workspace, CLOSE, 'aa', 'c')).rejects.toThrow('There is no incident c')
      expect((await list(workspace)).toSorted()).toEqual(['inc-aa open', 'inc-ab open'])
    }))

  test('runs and people at once lose nothing', async () =>
    inFolder(async (root) => {
      const acts = Array.from({ length: 12 }, (_, n) => n)
      await within(root, async (workspace) => keep(workspace, [told('inc-a', ['1'])]))
      await Promise.all(
        acts.map(async (n) =>
          within(root, async (workspace) => {
            if (n % 2 === 0) await judge(workspace, { kind: 'note' }, 'a')
            else await keep(workspace, [told(`inc-${String(n)}`, ['1', `event-${String(n)}`])])
          }),
        ),
      )
      await within(root, async (workspace) => {
        expect(await list(workspace)).toEqual(['inc-a open'])
        expect((await historyOf(workspace, 'a')).filter((one) => one === 'ann noted why')).toHaveLength(6)
        expect(readdirSync(workspace.folder.incidents)).toHaveLength(1)
      })
      expect(await faultsOf(root)).toEqual([])
    }))

  test('a run that tries settings out names incidents as they are known, and saves nothing', async () =>
    withNew(async (workspace) => {
      await keep(workspace, [told('inc-a', ['1'])])
      await judge(workspace, CLOSE, 'a')
      const tried = [told('inc-b', ['1', '2']), told('inc-c', ['3'], 1)]
      expect(await keep(workspace, tried, { isTrial: true })).toEqual(['inc-a', 'inc-c'])
      expect(await list(workspace)).toEqual(['inc-a closed'])
    }))

  test('a run over a part of the logs adds to what was saved', async () =>
    withNew(async (workspace) => {
      // Looked at before the lake was last added to.
      await keep(workspace, [told('inc-a', ['1', '2'])], { nowMs: 0 })
      await keep(workspace, [told('inc-b', ['2', '3'])], { isWhole: false })
      const { told: back, triage } = await showIncident(workspace, 'a')
      expect(back.incident.eventIds.toSorted()).toEqual(['1', '2', '3'])
      expect(triage.isWhole).toBe(false)
    }))
})

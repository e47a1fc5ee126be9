import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { keepIncidents } from '#app/incidents/keep-incidents.ts'
import {
  auditInWorkspace,
  DEFAULT_SETTINGS,
  showIncident,
  triageIncidents,
  type Workspace,
} from '#app/index.ts'
import { incidentTerminal } from '#outputs/index.ts'
import { exampleTold } from '../outputs/incident/incident-example.ts'
import { ACCOUNT, BADLY_MADE, snapshotOf, WELL_MADE } from '../posture/accounts.ts'
import { inFolder, within } from './ingest/support.ts'

const KEY = 'AKIAIOSFODNN7EXAMPLE'
const LATER = '2026-11-30T10:00:00Z'

/** A workspace that keeps one incident, and snapshots beside it. */
async function withIncident(
  act: (
    workspace: Workspace,
    look: (name: string, minLevel?: 'high') => ReturnType<typeof auditInWorkspace>,
  ) => Promise<void>,
): Promise<void> {
  await inFolder(async (root) => {
    writeFileSync(join(root, 'badly.json'), snapshotOf(BADLY_MADE))
    writeFileSync(
      join(root, 'well.json'),
      JSON.stringify({ ...JSON.parse(snapshotOf(WELL_MADE)), collectedAt: LATER }),
    )
    await within(join(root, 'lake'), async (workspace) => {
      await keepIncidents(workspace, [exampleTold()], { isWhole: true, nowMs: 1, isTrial: false })
      await act(workspace, async (name, minLevel) =>
        auditInWorkspace(
          join(root, `${name}.json`),
          { workspace, signal: new AbortController().signal },
          { settings: DEFAULT_SETTINGS, minLevel: minLevel ?? 'informational', nowMs: Date.parse(LATER) },
        ),
      )
    })
  })
}

const idOf = exampleTold().incident.id

describe('an incident and the audit meet', () => {
  test('before any audit the incident says how to get one', async () => {
    await withIncident(async (workspace) => {
      const { told } = await showIncident(workspace, idOf)
      expect(told.standing).toMatchObject({ audits: [], risks: [] })
      expect(incidentTerminal(told, { width: 100, color: false, unicode: true, verbose: false })).toContain(
        'audit collect',
      )
    })
  })

  test('after one, the incident shows what failed about its key, with the date', async () => {
    await withIncident(async (workspace, look) => {
      await look('badly', 'high')
      const { told } = await showIncident(workspace, idOf)
      expect(told.standing.audits).toMatchObject([{ collectedAt: '2026-11-24T10:00:00.000Z' }])
      const ofKey = told.standing.risks.filter(({ resource }) => resource === KEY)
      // Milder ones too, though the audit was asked for grave ones only.
      expect(ofKey.map(({ check }) => check)).toEqual(
        expect.arrayContaining(['access-key-old', 'access-key-unused']),
      )
      expect(ofKey.every(({ tie }) => tie === 'actor')).toBe(true)
    })
  })

  test('the audit tells first what the open incident touches; once closed, no more', async () => {
    await withIncident(async (workspace, look) => {
      const { results } = await look('badly')
      expect(results[0]?.incidents[0]).toMatchObject({ id: idOf })
      const touched = results.filter(({ incidents }) => incidents.length > 0)
      expect(results.slice(0, touched.length)).toEqual(touched)
      expect(touched.map(({ resource }) => resource)).toContain(KEY)
      await triageIncidents(workspace, {
        ids: [idOf],
        act: { kind: 'close', resolution: 'benign' },
        who: 'alice',
        text: 'a drill',
      })
      const after = await look('badly')
      expect(after.results.every(({ incidents }) => incidents.length === 0)).toBe(true)
    })
  })

  test('scores are kept by snapshot; the newest counts for incidents', async () => {
    await withIncident(async (workspace, look) => {
      await look('well')
      await look('badly')
      const { history, score } = await look('badly')
      expect(history.map(({ collectedAt }) => collectedAt)).toEqual([
        '2026-11-24T10:00:00.000Z',
        '2026-11-30T10:00:00.000Z',
      ])
      expect(history[0]?.score).toBe(score)
      expect(history[1]?.score).toBe(100)
      const { told } = await showIncident(workspace, idOf)
      expect(told.standing).toMatchObject({ audits: [{ accounts: [ACCOUNT] }], risks: [] })
    })
  })
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { investigate, openWorkspace } from '#app/index.ts'
import type { ReportFinding } from '#outputs/index.ts'
import {
  ourRules,
  SETTINGS,
  type Side,
  storyEventIds,
  storyFile,
  storyFolders,
  storyOf,
  toldRules,
} from './stories.ts'

const set = ourRules()
const told = toldRules(set)

/** All stories of a side in one lake, as they would lie in an organisation's logs. */
async function findingsOf(side: Side): Promise<readonly ReportFinding[]> {
  const root = mkdtempSync(join(tmpdir(), 'trailhound-stories-'))
  try {
    const workspace = await openWorkspace(root, SETTINGS)
    try {
      const report = await investigate(
        storyFolders().map((story) => storyFile(story, side)),
        workspace,
        {
          settings: SETTINGS,
          rules: set,
          scope: { fromMs: undefined, toMs: undefined, accounts: [], regions: [] },
          minLevel: 'informational',
          signal: new AbortController().signal,
          onProgress: () => undefined,
        },
      )
      return report.findings
    } finally {
      await workspace.close()
    }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** Ids of the events by which a rule's findings are proved. */
function evidence(findings: readonly ReportFinding[], ruleId: string): ReadonlySet<string> {
  return new Set(
    findings.filter(({ detectionId }) => detectionId === ruleId).flatMap(({ eventIds }) => eventIds),
  )
}

const lakes: Record<Side, readonly ReportFinding[]> = { fires: [], quiet: [] }

beforeAll(async () => {
  lakes.fires = await findingsOf('fires')
  lakes.quiet = await findingsOf('quiet')
}, 120_000)

describe('each rule', () => {
  test.each(told.map((rule) => [storyOf(rule), rule] as const))('%s fires on its story', (story, { id }) => {
    const proved = evidence(lakes.fires, id)
    expect(storyEventIds(story, 'fires').some((eventId) => proved.has(eventId))).toBe(true)
  })

  test.each(told.map((rule) => [storyOf(rule), rule] as const))(
    '%s stays quiet in ordinary life',
    (story, { id }) => {
      const proved = evidence(lakes.quiet, id)
      expect(storyEventIds(story, 'quiet').filter((eventId) => proved.has(eventId))).toEqual([])
    },
  )
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { investigate, openWorkspace } from '#app/index.ts'
import type { ReportFinding } from '#outputs/index.ts'
import {
  ourRules,
  SETTINGS,
  type Side,
  storyAt,
  storyEventIds,
  storyFolders,
  storyOf,
  toldRules,
} from './stories.ts'

const set = ourRules()
const told = toldRules(set)

const DAY_MS = 86_400_000
const FIRST_DAY_MS = Date.UTC(2022, 0, 3)

/** Longer than any timespan of a correlation: no story takes part in the one before. */
const DAYS_BETWEEN_STORIES = 3

/** All stories of a side in one lake, each in days of its own: many are told of the same user and key. */
async function findingsOf(side: Side): Promise<readonly ReportFinding[]> {
  const root = mkdtempSync(join(tmpdir(), 'trailhound-stories-'))
  try {
    const logs = join(root, 'logs')
    mkdirSync(logs)
    for (const [i, story] of storyFolders().entries()) {
      writeFileSync(
        join(logs, `${story}.jsonl`),
        storyAt(story, side, FIRST_DAY_MS + i * DAYS_BETWEEN_STORIES * DAY_MS),
      )
    }
    const workspace = await openWorkspace(join(root, 'workspace'), SETTINGS)
    try {
      const { report } = await investigate([logs], workspace, {
        settings: SETTINGS,
        rules: set,
        scope: { fromMs: undefined, toMs: undefined, accounts: [], regions: [] },
        minLevel: 'informational',
        signal: new AbortController().signal,
        onProgress: () => undefined,
      })
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

import { describe, expect, test } from 'vitest'
import { isRecord } from '#kernel/index.ts'
import { ourRules, SIDES, storyEventIds, storyFolders, storyLines, storyOf, toldRules } from './stories.ts'

const set = ourRules()
const told = toldRules(set)

describe('our rules', () => {
  test('compile without an error', () => {
    expect(set.errors).toEqual([])
  })

  test('are told apart by id and by file', () => {
    const all = [...set.rules, ...set.correlations]
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    expect(new Set(told.map(storyOf)).size).toBe(told.length)
  })

  test('that are more than informational have one story each, and no story lacks its rule', () => {
    const folders = new Set(storyFolders())
    expect(told.map(storyOf).filter((story) => !folders.has(story))).toEqual([])
    const files = new Set([...set.rules, ...set.correlations].map(storyOf))
    expect([...folders].filter((story) => !files.has(story))).toEqual([])
  })

  test.each(told.map((rule) => [storyOf(rule), rule] as const))(
    '%s says why, what it cannot see and what to do',
    (_, { trailhound, references, falsepositives, tags, description }) => {
      expect(trailhound?.rows.every((row) => /^[1-5]\.[1-6]$/u.test(row)) && trailhound.rows.length > 0).toBe(
        true,
      )
      expect(trailhound?.why).toMatch(/\S/u)
      expect(trailhound?.blindspots).not.toEqual([])
      expect(trailhound?.respond).not.toEqual([])
      expect([references.length, falsepositives.length, tags.length].every((count) => count > 0)).toBe(true)
      expect(description).toMatch(/\S/u)
    },
  )
})

describe('stories', () => {
  const stories = storyFolders().flatMap((story) => SIDES.map((side) => ({ story, side })))

  test.each(stories)('$story $side holds whole CloudTrail records', ({ story, side }) => {
    const records = storyLines(story, side).map((line): unknown => JSON.parse(line))
    expect(records.length).toBeGreaterThan(0)
    for (const record of records) {
      expect(isRecord(record) && NEEDED.filter((field) => !(field in record))).toEqual([])
    }
  })

  test('tell of different events', () => {
    const ids = stories.flatMap(({ story, side }) => storyEventIds(story, side))
    const seen = new Set<string>()
    expect(ids.filter((id) => seen.size === seen.add(id).size)).toEqual([])
  })
})

const NEEDED = [
  'eventVersion',
  'eventID',
  'eventTime',
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'userIdentity',
  'recipientAccountId',
]

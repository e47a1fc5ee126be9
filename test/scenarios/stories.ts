import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { DEFAULT_SETTINGS, loadRules, type Settings } from '#app/index.ts'
import type { CompiledCorrelation, CompiledRule, RuleSet } from '#detections/index.ts'

/** What a user would have set; stories speak of these names. */
export const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  accounts: ['123456789012', '111122223333'],
  trustedNetworks: ['198.51.100.0/24'],
  sensitiveBuckets: ['crown-jewels'],
  threads: 2,
}

export const SIDES = ['fires', 'quiet'] as const
export type Side = (typeof SIDES)[number]

const STORIES = import.meta.dirname

/** Every rule that ships with the tool. */
export const ourRules = (): RuleSet => loadRules(SETTINGS, [])

/** A rule or correlation that makes findings worth a story: its folder is named for its file. */
export type ToldRule = CompiledRule | CompiledCorrelation

export const toldRules = ({ rules, correlations }: RuleSet): readonly ToldRule[] =>
  [...rules, ...correlations].filter(({ standalone, level }) => standalone && level !== 'informational')

export const storyOf = ({ file }: ToldRule): string => basename(file, '.yml')

export const storyFolders = (): readonly string[] =>
  readdirSync(STORIES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted()

const storyFile = (story: string, side: Side): string => join(STORIES, story, `${side}.jsonl`)

export const storyLines = (story: string, side: Side): readonly string[] =>
  readFileSync(storyFile(story, side), 'utf8').split('\n').filter(Boolean)

/** Ids of the events of a story. */
export const storyEventIds = (story: string, side: Side): readonly string[] =>
  storyLines(story, side).flatMap((line) => /"eventID": ?"([^"]+)"/u.exec(line)?.[1] ?? [])

/** A story as it would be told had it begun on that day: hours and distances stay. */
export function storyAt(story: string, side: Side, dayMs: number): string {
  const text = readFileSync(storyFile(story, side), 'utf8')
  const times = [...text.matchAll(EVENT_TIME)].map(([, time = '']) => Date.parse(time))
  const movedMs = dayMs - Math.floor(Math.min(...times) / 86_400_000) * 86_400_000
  return text.replaceAll(
    EVENT_TIME,
    (_, time: string) =>
      `"eventTime": "${new Date(Date.parse(time) + movedMs).toISOString().replace('.000Z', 'Z')}"`,
  )
}

const EVENT_TIME = /"eventTime": ?"([^"]+)"/gu

import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type CompiledCorrelation, type CompiledRule, compileRules, type RuleSet } from '#detections/index.ts'

/** What settings would give; stories speak of these names. */
export const PLACEHOLDERS = {
  own_accounts: ['123456789012', '111122223333'],
  trusted_networks: ['198.51.100.0/24'],
  sensitive_buckets: ['crown-jewels'],
  ci_roles: [],
  iac_roles: [],
}

export const SIDES = ['fires', 'quiet'] as const
export type Side = (typeof SIDES)[number]

const ROOT = join(import.meta.dirname, '../..')
const STORIES = import.meta.dirname

/** Every rule that ships with the tool. */
export function ourRules(): RuleSet {
  const files = readdirSync(join(ROOT, 'rules'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yml'))
    .toSorted()
  return compileRules(
    files.map((file) => ({ file: `rules/${file}`, text: readFileSync(join(ROOT, 'rules', file), 'utf8') })),
    { placeholders: PLACEHOLDERS },
  )
}

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

export const storyFile = (story: string, side: Side): string => join(STORIES, story, `${side}.jsonl`)

export const storyLines = (story: string, side: Side): readonly string[] =>
  readFileSync(storyFile(story, side), 'utf8').split('\n').filter(Boolean)

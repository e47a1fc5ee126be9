import {
  type CompiledBehaviour,
  type CompiledCorrelation,
  type CompiledRule,
  lintRules as lint,
  nameOf,
  type RuleSet,
  tacticsOf,
  techniquesOf,
} from '#detections/index.ts'
import { UsageError } from '#kernel/index.ts'
import type { LintReport, RuleDetails, RuleSummary } from '#outputs/index.ts'
import {
  betterSource,
  isKnownEvent,
  isKnownSource,
  isPermissionOnly,
  isPermissionOnlyAnywhere,
  sourcesOf,
} from '#reference/index.ts'
import { ownRuleFiles, placeholdersOf, ruleFiles, ruleText } from './rule-files.ts'
import type { Settings } from './settings.ts'

type Detection = CompiledRule | CompiledCorrelation | CompiledBehaviour

/** Detections that give findings of their own: the rules that only feed a correlation are left out. */
export function listRules({ rules, correlations, behaviours }: RuleSet): readonly RuleSummary[] {
  return [...[...rules, ...correlations].filter(({ standalone }) => standalone), ...behaviours]
    .map(summaryOf)
    .toSorted((a, b) => (a.file < b.file ? -1 : 1))
}

/**
 * One detection by its id, its name or its file's name.
 *
 * @throws UsageError when there is none.
 */
export function showRule({ rules, correlations, behaviours }: RuleSet, wanted: string): RuleDetails {
  const all: readonly Detection[] = [...correlations, ...rules, ...behaviours]
  const found =
    all.find((one) => one.id === wanted) ??
    all.find((one) => nameOf(one) === wanted || one.file.endsWith(`/${wanted}.yml`))
  if (found === undefined) {
    throw new UsageError(`There is no rule '${wanted}'.`, {
      hint: '"trailhound rules list" shows ids and files.',
    })
  }
  return {
    ...summaryOf(found),
    kind: 'levels' in found ? 'behaviour' : 'condition' in found ? 'sigma' : 'correlation',
    description: found.description,
    techniques: techniquesOf(found.tags).map(({ id }) => id),
    tactics: tacticsOf(found.tags),
    falsePositives: found.falsepositives,
    blindSpots: found.trailhound?.blindspots ?? [],
    respond: found.trailhound?.respond ?? [],
    references: found.references,
    source: ruleText(found.file),
  }
}

const summaryOf = (one: Detection): RuleSummary => ({
  id: one.id,
  level: one.level,
  title: one.title,
  rows: one.trailhound?.rows ?? [],
  file: one.file,
})

/** Checks rule files: ours when no folder is named. */
export function lintRuleFiles(folders: readonly string[], settings: Settings): LintReport {
  const ours = folders.length === 0
  const files = ours ? ownRuleFiles() : folders.flatMap((folder) => ruleFiles(folder))
  return lint(
    files,
    { placeholders: placeholdersOf(settings) },
    {
      ours,
      known: {
        isKnownSource,
        betterSource,
        isKnownEvent,
        isPermissionOnly,
        isPermissionOnlyAnywhere,
        sourcesOf,
      },
    },
  )
}

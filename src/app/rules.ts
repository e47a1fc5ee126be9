import {
  type CompiledBehaviour,
  type CompiledCorrelation,
  type CompiledRule,
  countRules,
  lintRules as lint,
  nameOf,
  type RuleSet,
  tacticsOf,
  techniquesOf,
} from '#detections/index.ts'
import { byLetters, UsageError } from '#kernel/index.ts'
import type { LintReport, RuleCounts, RuleDetails, RuleSummary } from '#outputs/index.ts'
import {
  betterSource,
  isKnownEvent,
  isKnownSource,
  isPermissionOnly,
  isPermissionOnlyAnywhere,
  sourcesOf,
} from '#reference/index.ts'
import { openRuleDocuments } from './rule-documents.ts'
import { ownRuleFiles, placeholdersOf, ruleFiles } from './rule-files.ts'
import { ruleSource } from './rule-source.ts'
import type { Settings } from './settings.ts'

type Detection = CompiledRule | CompiledCorrelation | CompiledBehaviour

/** Detections that give findings of their own: the rules that only feed a correlation are left out. */
export function listRules(set: RuleSet): {
  readonly list: readonly RuleSummary[]
  readonly counts: RuleCounts
} {
  const { rules, correlations, behaviours } = set
  const list = [...[...rules, ...correlations].filter(({ standalone }) => standalone), ...behaviours]
    .map(summaryOf)
    .toSorted((a, b) => byLetters(a.file, b.file))
  return { list, counts: countRules(set) }
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
    source: ruleSource(found),
  }
}

const summaryOf = (one: Detection): RuleSummary => ({
  id: one.id,
  level: one.level,
  title: one.title,
  rows: one.trailhound?.rows ?? [],
  file: one.file,
})

/** Checks rule files: ours when no folder is named. Others may refer to ours, and to those of the settings. */
export function lintRuleFiles(folders: readonly string[], settings: Settings): LintReport {
  const ours = folders.length === 0
  const own = ownRuleFiles()
  const files = ours ? own : folders.flatMap(ruleFiles)
  const texts = new Set(files.map(({ text }) => text))
  const beside = ours ? [] : [...own, ...settings.rules.flatMap(ruleFiles)]
  const { known: documents } = openRuleDocuments(own.map(({ text }) => text))
  const { counts, errors, warnings } = lint(
    files,
    { placeholders: placeholdersOf(settings), documents },
    {
      ours,
      beside: beside.filter(({ text }) => !texts.has(text)),
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
  return { rules: counts.sigma + counts.correlations + counts.behaviours, counts, errors, warnings }
}

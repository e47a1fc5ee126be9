import { compileRules, type RuleFile, type RuleSet, type RuleSettings } from '../compile.ts'
import { countRules } from '../count-rules.ts'
import type { Metadata } from '../metadata.ts'
import { type Problem, sortedProblems } from '../problem.ts'
import { lintConditions, lintFilters } from './conditions.ts'
import { lintEventNames } from './event-names.ts'
import { lintField, lintFields } from './field-names.ts'
import type { KnownEvents, Warn } from './known-events.ts'

export type { KnownEvents } from './known-events.ts'

export interface LintOptions {
  readonly known: KnownEvents
  /** Rules that those looked at may refer to; of them nothing is told. */
  readonly beside?: readonly RuleFile[]
  /** Our own rules: each must say its rows of the mission, why, what it cannot see and what to do. */
  readonly ours: boolean
}

export interface LintReport {
  /** Those that compile. */
  readonly counts: ReturnType<typeof countRules>
  readonly errors: readonly Problem[]
  readonly warnings: readonly Problem[]
}

/** Everything that is wrong, or looks wrong, with some rule files. Nothing is thrown. */
export function lintRules(
  files: readonly RuleFile[],
  settings: RuleSettings,
  { known, ours, beside = [] }: LintOptions,
): LintReport {
  const whole = compileRules([...beside, ...files], settings)
  const named = new Set(files.map(({ file }) => file))
  const set = partOf(whole, named)
  const errors = [...set.errors]
  const warnings = [...set.warnings]
  for (const rule of set.rules) {
    const warn = warnAbout(rule, warnings)
    lintMetadata(rule, warn)
    lintConditions(rule, warn)
    if (!rule.applies) continue
    lintFields(rule, warn)
    lintEventNames(rule, known, warn)
  }
  warnings.push(...whole.rules.flatMap(lintFilters).filter(({ file }) => named.has(file)))
  lintCorrelations(set, warnings)
  for (const behaviour of set.behaviours) lintMetadata(behaviour, warnAbout(behaviour, warnings))
  if (ours) {
    for (const one of [...set.rules, ...set.correlations]) errors.push(...missingBlock(one))
    for (const one of set.behaviours) errors.push(...missingBlock({ ...one, standalone: true }, ['why']))
  }
  return {
    counts: countRules(set),
    errors: sortedProblems(errors),
    warnings: sortedProblems(warnings),
  }
}

/** What some files say, as it stands among the rest. */
function partOf(set: RuleSet, files: ReadonlySet<string>): RuleSet {
  const own = <T extends { readonly file: string }>(all: readonly T[]): readonly T[] =>
    all.filter(({ file }) => files.has(file))
  return {
    rules: own(set.rules),
    correlations: own(set.correlations),
    behaviours: own(set.behaviours),
    filters: own(set.filters),
    errors: own(set.errors),
    warnings: own(set.warnings),
  }
}

function lintCorrelations({ correlations }: RuleSet, warnings: Problem[]): void {
  for (const correlation of correlations) {
    const warn = warnAbout(correlation, warnings)
    if (correlation.standalone) lintMetadata(correlation, warn)
    if (!correlation.applies) continue
    for (const name of correlation.eventFields) lintField(name, (reason) => warn(correlation.line, reason))
  }
}

const warnAbout =
  ({ file }: Metadata, warnings: Problem[]): Warn =>
  (line, reason) => {
    warnings.push({ file, line, reason })
  }

function lintMetadata({ uuid, hasLevel, line }: Metadata, warn: Warn): void {
  if (uuid === undefined) warn(line, 'The rule has no id.')
  if (!hasLevel) warn(line, 'The rule has no level: it counts as informational.')
}

/** Rules that only feed a correlation explain nothing by themselves. */
function missingBlock(
  rule: Metadata & { readonly standalone: boolean },
  needless: readonly string[] = [],
): readonly Problem[] {
  if (!rule.standalone) return []
  const { trailhound, file, line } = rule
  if (trailhound === undefined) return [{ file, line, reason: "The 'trailhound' block is missing." }]
  const missing = [
    ...(trailhound.rows.length === 0 ? ['rows'] : []),
    ...(trailhound.why === undefined ? ['why'] : []),
    ...(trailhound.blindspots.length === 0 ? ['blindspots'] : []),
    ...(trailhound.respond.length === 0 ? ['respond'] : []),
  ]
  return missing
    .filter((key) => !needless.includes(key))
    .map((key) => ({ file, line, reason: `'trailhound.${key}' is missing.` }))
}

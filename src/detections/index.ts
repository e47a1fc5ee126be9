/**
 * detections: what rules, correlations and behaviours see in the lake. `sigma/` turns Sigma into SQL and never runs it.
 * Parsing is pure: the app reads the files and hands in their text.
 */

export type { CompiledBehaviour } from './behaviours/behaviour.ts'
export { FEW_DAYS } from './behaviours/habit-tables.ts'
export { behaviourJsonSchema } from './behaviours/json-schema.ts'
export { runBehaviours } from './behaviours/run-behaviours.ts'
export { filtersOf, type WrittenFilter, withFittingFilters } from './exceptions/fitting-filters.ts'
export { type Hidden, type Hiding, hideFindings } from './exceptions/hide-findings.ts'
export { inScopeSql } from './exceptions/scope-term.ts'
export { nameOf, tacticsOf, techniquesOf } from './run/finding-of.ts'
export { runRules } from './run/run-rules.ts'
export { scopeSql } from './run/scope-sql.ts'
export type { DetectionScope, DetectionSettings } from './run/settings.ts'
export { compileRules, type RuleFile, type RuleSet, type RuleSettings } from './sigma/compile.ts'
export type { CompiledCorrelation } from './sigma/correlations/link.ts'
export type { StatementInput } from './sigma/correlations/statement.ts'
export { countRules } from './sigma/count-rules.ts'
export type { EventIndex, IndexKey } from './sigma/event-index.ts'
export { type LintOptions, type LintReport, lintRules } from './sigma/lint/lint.ts'
export type { LogSource, TrailhoundBlock } from './sigma/metadata.ts'
export type { Problem } from './sigma/problem.ts'
export type { CompiledRule } from './sigma/rule.ts'
export { yamlReader } from './sigma/yaml.ts'
export { areDocuments, type Mapping } from './sigma/yaml-tree.ts'

import type { CompiledBehaviour } from '../behaviours/behaviour.ts'
import { readBehaviour } from '../behaviours/read-behaviour.ts'
import { type CorrelationDraft, readCorrelation } from './correlations/draft.ts'
import { type CompiledCorrelation, linkCorrelations } from './correlations/link.ts'
import { type Filter, isFor, names, readFilter } from './filter.ts'
import type { Metadata } from './metadata.ts'
import type { Placeholders } from './modifiers/modifier.ts'
import { type Problem, type Problems, problemsOf, sortedProblems } from './problem.ts'
import { type CompiledRule, compileRule, type RuleDraft, readRule } from './rule.ts'
import { readYaml } from './yaml.ts'
import { entryOf, type Mapping } from './yaml-tree.ts'

export interface RuleFile {
  readonly file: string
  readonly text: string
}

export interface RuleSettings {
  readonly placeholders: Placeholders
  /** What is known of files' texts: YAML takes more time than all the rest. What is read anew is added. */
  readonly documents?: Map<string, readonly Mapping[]>
}

/** All that a set of rule files says. Nothing is thrown: what cannot be compiled is in `errors`. */
export interface RuleSet {
  readonly rules: readonly CompiledRule[]
  readonly correlations: readonly CompiledCorrelation[]
  readonly behaviours: readonly CompiledBehaviour[]
  /** Also those that fit no rule. */
  readonly filters: readonly Filter[]
  readonly errors: readonly Problem[]
  readonly warnings: readonly Problem[]
}

interface Drafts {
  readonly rules: RuleDraft[]
  readonly correlations: CorrelationDraft[]
  readonly behaviours: CompiledBehaviour[]
  readonly filters: Filter[]
}

/**
 * Compiles Sigma rules, correlations and filters, and behaviours; a file may hold several documents.
 *
 * @see Sigma specification 2.1
 */
export function compileRules(files: readonly RuleFile[], { placeholders, documents }: RuleSettings): RuleSet {
  const errors: Problem[] = []
  const warnings: Problem[] = []
  const drafts: Drafts = { rules: [], correlations: [], behaviours: [], filters: [] }
  for (const { file, text } of files) {
    const problems = problemsOf(file, errors, warnings)
    for (const document of documentsOf(text, problems, documents)) {
      readDocument(document, file, { placeholders, problems, drafts })
    }
  }
  warnOfUnknownRules(drafts, warnings)
  const linked = linkCorrelations(drafts.correlations, drafts.rules, { errors, warnings })
  const rules = drafts.rules.map((draft) =>
    compileRule(
      draft,
      drafts.filters.filter((filter) => isFor(filter, draft)),
      !linked.hidden.has(draft.id),
    ),
  )
  return {
    rules,
    correlations: linked.correlations,
    behaviours: drafts.behaviours.map((behaviour) => ({
      ...behaviour,
      filters: drafts.filters.filter((filter) => isFor(filter, { ...behaviour, logsource: CLOUDTRAIL })),
    })),
    filters: drafts.filters,
    errors: sortedProblems(errors),
    warnings: sortedProblems(warnings),
  }
}

function documentsOf(text: string, problems: Problems, known: RuleSettings['documents']): readonly Mapping[] {
  const before = problems.count()
  const documents = known?.get(text) ?? readYaml(text, problems)
  // What is wrong with a file is told each time.
  if (problems.count() === before) known?.set(text, documents)
  return documents
}

const CLOUDTRAIL = { category: undefined, product: 'aws', service: 'cloudtrail' }

interface Reader {
  readonly placeholders: Placeholders
  readonly problems: Problems
  readonly drafts: Drafts
}

function readDocument(document: Mapping, file: string, { placeholders, problems, drafts }: Reader): void {
  const context = { placeholders, problems }
  if (entryOf(document, 'behaviour') !== undefined) {
    const behaviour = readBehaviour(document, file, context)
    if (behaviour !== undefined) drafts.behaviours.push(unique(behaviour, drafts, problems))
  } else if (entryOf(document, 'correlation') !== undefined) {
    const before = problems.count()
    const correlation = problems.attempt(() => readCorrelation(document, file, problems))
    if (correlation !== undefined && problems.count() === before)
      drafts.correlations.push(unique(correlation, drafts, problems))
  } else if (entryOf(document, 'filter') !== undefined) {
    const filter = readFilter(document, file, context)
    if (filter !== undefined) drafts.filters.push(filter)
  } else if (entryOf(document, 'detection') !== undefined) {
    const rule = readRule(document, file, context)
    if (rule !== undefined) drafts.rules.push(unique(rule, drafts, problems))
  } else {
    problems.error(
      document.line,
      'This is no Sigma rule: it has no detection, no correlation and no filter; nor is it a behaviour.',
    )
  }
}

/** Ids are keys to the runner: a second rule with the same id gets its place added to it. */
function unique<T extends Metadata>(
  draft: T,
  { rules, correlations, behaviours }: Drafts,
  problems: Problems,
): T {
  const first = [...rules, ...correlations, ...behaviours].find(({ id }) => id === draft.id)
  if (first === undefined) return draft
  problems.warn(draft.line, `The id '${draft.id}' is also that of ${first.file}:${String(first.line)}.`)
  return { ...draft, id: `${draft.id}@${draft.file}:${String(draft.line)}` }
}

function warnOfUnknownRules({ filters, rules, behaviours }: Drafts, warnings: Problem[]): void {
  const known = [...rules, ...behaviours]
  for (const { file, line, rules: wanted } of filters) {
    if (wanted === 'any') continue
    for (const one of wanted.filter((name) => !known.some((rule) => names([name], rule)))) {
      warnings.push({
        file,
        line,
        reason: `The filter names the rule '${one}', which is not among the rules.`,
      })
    }
  }
}

import type { Fragment } from '#store/index.ts'
import { resolveField } from '../fields/resolve.ts'
import { names } from '../filter.ts'
import { appliesToCloudTrail, type Metadata } from '../metadata.ts'
import type { Problem } from '../problem.ts'
import type { RuleDraft } from '../rule.ts'
import type { CorrelationDraft, CorrelationType } from './draft.ts'
import { leastCount, leastSum } from './least-count.ts'
import { correlationSql, type StatementInput } from './statement.ts'

/** What one name under `rules` stands for. */
export type Step =
  | { readonly kind: 'rule'; readonly wanted: string; readonly rule: RuleDraft }
  | { readonly kind: 'correlation'; readonly wanted: string; readonly correlation: LinkedCorrelation }
  /** No such rule: it matches nothing. */
  | { readonly kind: 'missing'; readonly wanted: string }

export interface LinkedCorrelation {
  readonly draft: CorrelationDraft
  readonly steps: readonly Step[]
}

/** A correlation that can be run over the matches of rules. */
export interface CompiledCorrelation extends Metadata {
  readonly type: CorrelationType
  readonly groupBy: readonly string[]
  readonly timespanMs: number
  /** False: only other correlations want it. */
  readonly standalone: boolean
  /** Whether a rule it rests on is about CloudTrail. */
  readonly applies: boolean
  /** Ids of every rule whose matches it needs, through correlations too. */
  readonly ruleIds: readonly string[]
  /** The rules behind each name under `rules`: one, none where it is missing, several where it is a correlation. */
  readonly steps: readonly (readonly string[])[]
  /** Names under `rules` that nothing answers to. */
  readonly missing: readonly string[]
  /** With fewer matches of its rules than this it cannot fire. */
  readonly leastMatches: number
  /** What a window must count to; with fewer values of `valueFields` than this it cannot fire. */
  readonly leastCount: number
  /** What the values of a window add up to, at least; undefined: nothing. */
  readonly leastSum: number | undefined
  /** Fields of the events themselves that every event of a group agrees on, those of inner correlations too. */
  readonly sharedFields: readonly string[]
  /** Whether a field of events goes by another name for some of its rules. */
  readonly hasAliases: boolean
  /** Fields whose values are counted or added up. */
  readonly valueFields: readonly string[]
  /** Fields of events that are grouped by or counted. */
  readonly eventFields: readonly string[]
  /** Columns of `candidates` that it reads, sorted. */
  readonly columns: readonly string[]
  /** One row for each group and burst: g0 …, first_ms, last_ms, n, events, row_ids. */
  statement(input: StatementInput): Fragment
}

export interface Linked {
  readonly correlations: readonly CompiledCorrelation[]
  /** Ids of rules and correlations that are no findings of their own. */
  readonly hidden: ReadonlySet<string>
}

/** Finds the rules that correlations name. What is missing is a warning: the rule may come with other files. */
export function linkCorrelations(
  drafts: readonly CorrelationDraft[],
  rules: readonly RuleDraft[],
  { errors, warnings }: { readonly errors: Problem[]; readonly warnings: Problem[] },
): Linked {
  const linker = new Linker(drafts, rules)
  const linked = drafts.flatMap((draft): readonly LinkedCorrelation[] => {
    const one = linker.link(draft, [])
    if (one !== 'cycle') return [one]
    errors.push({ file: draft.file, line: draft.line, reason: 'The correlation rests on itself.' })
    return []
  })
  for (const { draft, steps } of linked) {
    for (const { wanted } of steps.filter(({ kind }) => kind === 'missing')) {
      warnings.push({
        file: draft.file,
        line: draft.line,
        reason: `The correlation names the rule '${wanted}', which is not among the rules.`,
      })
    }
  }
  const hidden = hiddenIds(linked)
  return { correlations: linked.map((one) => compiled(one, !hidden.has(one.draft.id))), hidden }
}

class Linker {
  readonly #drafts: readonly CorrelationDraft[]
  readonly #rules: readonly RuleDraft[]
  readonly #done = new Map<CorrelationDraft, LinkedCorrelation | 'cycle'>()

  constructor(drafts: readonly CorrelationDraft[], rules: readonly RuleDraft[]) {
    this.#drafts = drafts
    this.#rules = rules
  }

  link(draft: CorrelationDraft, above: readonly CorrelationDraft[]): LinkedCorrelation | 'cycle' {
    if (above.includes(draft)) return 'cycle'
    const known = this.#done.get(draft)
    if (known !== undefined) return known
    const steps = draft.wanted.map((wanted) => this.#step(wanted, [...above, draft]))
    const good = steps.filter((step) => step !== 'cycle')
    const one = good.length < steps.length ? 'cycle' : { draft, steps: good }
    this.#done.set(draft, one)
    return one
  }

  #step(wanted: string, above: readonly CorrelationDraft[]): Step | 'cycle' {
    const rule = this.#rules.find((one) => names([wanted], one))
    if (rule !== undefined) return { kind: 'rule', wanted, rule }
    const draft = this.#drafts.find((one) => names([wanted], one))
    if (draft === undefined) return { kind: 'missing', wanted }
    const correlation = this.link(draft, above)
    return correlation === 'cycle' ? 'cycle' : { kind: 'correlation', wanted, correlation }
  }
}

/** `generate: false`, the default, leaves the named rules to the correlation, unless another one wants them shown. */
function hiddenIds(linked: readonly LinkedCorrelation[]): ReadonlySet<string> {
  const hidden = new Set<string>()
  const shown = new Set<string>()
  for (const { draft, steps } of linked) {
    for (const step of steps) {
      if (step.kind === 'missing') continue
      const { id } = step.kind === 'rule' ? step.rule : step.correlation.draft
      const set = draft.generate ? shown : hidden
      set.add(id)
    }
  }
  return new Set([...hidden].filter((id) => !shown.has(id)))
}

function compiled(linked: LinkedCorrelation, standalone: boolean): CompiledCorrelation {
  const { wanted: _wanted, bounds: _bounds, aliases: _aliases, generate: _generate, ...rest } = linked.draft
  const rules = rulesOf(linked)
  return {
    ...rest,
    standalone,
    applies: rules.some(({ logsource }) => appliesToCloudTrail(logsource)),
    ruleIds: [...new Set(rules.map(({ id }) => id))],
    missing: linked.steps.flatMap((step) => (step.kind === 'missing' ? [step.wanted] : [])),
    steps: linked.steps.map((step) => rulesOf({ draft: linked.draft, steps: [step] }).map(({ id }) => id)),
    leastCount: leastCount(linked.draft),
    leastSum: linked.draft.type === 'value_sum' ? leastSum(linked.draft) : undefined,
    leastMatches: leastMatches(linked.draft),
    hasAliases: aliasesOf(linked).size > 0,
    sharedFields: sharedFields(linked),
    eventFields: [...new Set(fieldsOf(linked))],
    columns: [...new Set(fieldsOf(linked).flatMap((name) => resolveField(name).roots))].toSorted(),
    statement: (input) => correlationSql(linked, input),
  }
}

/** One event may hold many values of a field that is a list. */
function leastMatches(draft: CorrelationDraft): number {
  const isList = draft.valueFields.some((name) => resolveField(name).kind === 'many')
  return isList || draft.aliases.size > 0 ? 1 : leastCount(draft)
}

/** What an inner correlation does not group by, its events need not share, though the outer one's do. */
function sharedFields(linked: LinkedCorrelation): readonly string[] {
  const inner = linked.steps.flatMap((step) =>
    step.kind === 'correlation' ? [sharedFields(step.correlation)] : [],
  )
  const aliases = aliasesOf(linked)
  return linked.draft.groupBy.filter(
    (name) => !aliases.has(name) && inner.every((fields) => fields.includes(name)),
  )
}

const aliasesOf = ({ draft, steps }: LinkedCorrelation): ReadonlySet<string> =>
  new Set([
    ...draft.aliases.keys(),
    ...steps.flatMap((step) => (step.kind === 'correlation' ? [...aliasesOf(step.correlation)] : [])),
  ])

const rulesOf = ({ steps }: LinkedCorrelation): readonly RuleDraft[] =>
  steps.flatMap((step) => {
    if (step.kind === 'missing') return []
    return step.kind === 'rule' ? [step.rule] : rulesOf(step.correlation)
  })

/** Fields of events that are grouped by or counted, those of inner correlations too. */
function fieldsOf({ draft, steps }: LinkedCorrelation): readonly string[] {
  const aliased = [...draft.aliases.values()].flatMap((fields) => [...fields.values()])
  const inner = steps.flatMap((step) => (step.kind === 'correlation' ? fieldsOf(step.correlation) : []))
  const own = [...draft.groupBy, ...draft.valueFields].filter((name) => !draft.aliases.has(name))
  return [...own, ...aliased, ...inner]
}

import { column, type Engine, type Fragment, joined, json, spelled, sql, value } from '#store/index.ts'
import type { CompiledCorrelation } from '../sigma/correlations/link.ts'
import type { CompiledRule } from '../sigma/rule.ts'
import type { PresentCall } from './plan-rules.ts'
import type { DetectionScope, DetectionSettings } from './settings.ts'

export interface MatchInput {
  readonly engine: Engine
  /** The relation `events`, with `row_id`. */
  readonly events: Fragment
  readonly rules: readonly CompiledRule[]
  readonly correlations: readonly CompiledCorrelation[]
  readonly settings: DetectionSettings
  readonly scope: DetectionScope
}

/** What every statement of a run needs. */
export interface MatchRun {
  readonly engine: Engine
  readonly events: Fragment
  readonly settings: DetectionSettings
  /** The condition of the scope. */
  readonly scope: Fragment
  readonly present: readonly PresentCall[]
}

/** The chosen columns of the events in scope, `foreign_accounts`, made from `facts`, where it is among them. */
export function shaped({ events, settings, scope }: MatchRun, columns: readonly string[]): Fragment {
  const chosen = ['row_id', ...new Set(columns)].map((name) =>
    name === 'foreign_accounts' ? sql`${foreignAccounts(settings)} as foreign_accounts` : column(name),
  )
  return sql`(select ${joined(chosen, sql`, `)} from ${events} e where ${scope}) s`
}

export const foreignAccounts = ({ ownAccounts }: DetectionSettings): Fragment =>
  spelled('without', json('texts', column('facts'), ['accounts']), ...ownAccounts.map(value))

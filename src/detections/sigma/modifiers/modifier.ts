import { RuleFault } from '../problem.ts'
import type { Item, Test } from '../term.ts'

/** An item while its modifiers are applied, left to right. */
export interface State extends Item {
  /** The modifier at work, for messages. */
  readonly modifier: string
  readonly placeholders: Placeholders
  /** All modifiers of the item, in order. */
  readonly names: readonly string[]
}

/** Lists that the settings give to `%name%`; an empty list is known, and matches nothing. */
export type Placeholders = Readonly<Record<string, readonly string[]>>

export type Change = (state: State) => State

export const faultOf = (state: State, reason: string): RuleFault =>
  new RuleFault(state.line, `${state.field ?? 'keywords'}|${state.modifier}: ${reason}`)

/** An item can be asked one thing only. */
export const asking =
  (test: Test): Change =>
  (state) => {
    if (state.test.kind !== 'equal') throw faultOf(state, `cannot stand beside '${state.test.kind}'.`)
    return { ...state, test }
  }

import type { Fragment, JsonQuestion, Spelling } from './fragment.ts'

/** Everything two engines may spell differently, and nothing else. */
export interface Dialect {
  readonly name: 'duckdb' | 'trino'

  /** @param index - 1-based position of the parameter in the statement. */
  placeholder(index: number): string

  quote(name: string): string

  readonly spell: Readonly<Record<Spelling, (...args: readonly Fragment[]) => Fragment>>

  /** `texts`: a list of texts, some of which may be null; null for no JSON. `exists`: a boolean, or null. */
  readonly json: Readonly<Record<JsonQuestion, (subject: Fragment, keys: readonly string[]) => Fragment>>
}

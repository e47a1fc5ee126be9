import type { Value } from './value.ts'

/** What is asked of a field's text. `fieldref` compares with another field of the same event. */
export type Test =
  | { readonly kind: 'equal' }
  | { readonly kind: 'exists' }
  | { readonly kind: 're'; readonly flags: string }
  | { readonly kind: 'cidr' }
  | { readonly kind: 'compare'; readonly operator: '<' | '<=' | '>' | '>=' }
  | { readonly kind: 'fieldref' }

export const TIME_UNITS = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const
export type TimeUnit = (typeof TIME_UNITS)[number]

/** One detection item, `field|modifiers: values`, its modifiers applied. */
export interface Item {
  /** undefined: a keyword, looked for in the whole event. */
  readonly field: string | undefined
  readonly line: number
  /** One list of alternatives for each value of the rule: any of them is enough, none never matches. */
  readonly values: readonly (readonly Value[])[]
  /** Where each of them is written. */
  readonly valueLines: readonly number[]
  /** Every value must match, not any. */
  readonly all: boolean
  readonly cased: boolean
  readonly negated: boolean
  /** Dashes and slashes are one and the same. */
  readonly windash: boolean
  readonly timeUnit: TimeUnit | undefined
  readonly test: Test
}

/** A condition as a tree. */
export type Term =
  | { readonly kind: 'item'; readonly item: Item }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Term[] }
  | { readonly kind: 'not'; readonly term: Term }

/** Every item of a tree, those under `not` too. */
export function itemsOf(term: Term): readonly Item[] {
  switch (term.kind) {
    case 'item':
      return [term.item]
    case 'not':
      return itemsOf(term.term)
    case 'and':
    case 'or':
      return term.terms.flatMap(itemsOf)
  }
}

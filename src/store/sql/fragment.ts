/** What may become a parameter. */
export type Scalar = string | number | boolean | bigint | null

/** What engines spell differently. A name added here must be answered by every dialect to compile. */
export type Spelling =
  /** (text, needle) → boolean */
  | 'contains'
  /** (text, RE2 pattern) → boolean: found anywhere */
  | 'matches'
  /** (list, name of the element, condition on it) → boolean, never null */
  | 'any'
  /** (text) → double; null where the text is no finite number */
  | 'number'
  /** (text) → timestamp in UTC; null where the text is no ISO 8601 time */
  | 'timeOf'
  /** (timestamp) → text as AWS writes it, to the second */
  | 'isoTime'
  /** (struct) → its JSON text */
  | 'asJson'
  /** (text, then for each network: `a.b.c.d/n`, first and last address as 32 hex digits) → boolean or null */
  | 'inNetworks'
  /** (integer, integer) → integer: the bits that both have */
  | 'bitAnd'
  /** (text, then texts) → boolean, null for null: whether it is one of them */
  | 'among'
  /** (list of texts, then texts) → the list without those; null for a null list */
  | 'without'
  /** (list of texts) → one text, commas between */
  | 'joinTexts'

/** What is asked of a path through JSON text: the texts of its values, or whether it leads anywhere. */
export type JsonQuestion = 'texts' | 'exists'

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly value: Scalar }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'spelled'; readonly spelling: Spelling; readonly args: readonly Fragment[] }
  | {
      readonly kind: 'json'
      readonly question: JsonQuestion
      readonly subject: Fragment
      readonly keys: readonly string[]
    }

/** A piece of SQL as plain data: it knows its text, values and names apart. */
export interface Fragment {
  readonly parts: readonly Part[]
}

/** SQL that reads as SQL. A plain value in `${}` becomes a parameter: nothing from a rule or a log can inject. */
export function sql(strings: TemplateStringsArray, ...holes: readonly (Fragment | Scalar)[]): Fragment {
  const parts = strings.flatMap((text, i): readonly Part[] => {
    const written: Part = { kind: 'text', text }
    if (i >= holes.length) return [written]
    const hole = holes[i]
    if (typeof hole === 'object' && hole !== null) return [written, ...hole.parts]
    return [written, { kind: 'value', value: hole ?? null }]
  })
  return { parts }
}

/** A table or column name; the dialect quotes it. */
export const column = (name: string): Fragment => ({ parts: [{ kind: 'name', name }] })

/** Something that each dialect writes its own way. */
export const spelled = (spelling: Spelling, ...args: readonly Fragment[]): Fragment => ({
  parts: [{ kind: 'spelled', spelling, args }],
})

/**
 * A path through a column of JSON text, in SQL/JSON's lax mode: arrays are entered at every step.
 * Text that is no JSON has no values; it never raises an error.
 */
export const json = (question: JsonQuestion, subject: Fragment, keys: readonly string[]): Fragment => ({
  parts: [{ kind: 'json', question, subject, keys }],
})

/** Fragments one after another, `by` between them. */
export function joined(fragments: readonly Fragment[], by: Fragment): Fragment {
  return { parts: fragments.flatMap(({ parts }, i) => (i === 0 ? parts : [...by.parts, ...parts])) }
}

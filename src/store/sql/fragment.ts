/** What may become a parameter. */
export type Scalar = string | number | boolean | bigint | null

/** What engines spell differently. A name added here must be answered by every dialect to compile. */
export type Spelling = 'contains'

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly value: Scalar }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'spelled'; readonly spelling: Spelling; readonly args: readonly Fragment[] }

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

/** Fragments one after another, `by` between them. */
export function joined(fragments: readonly Fragment[], by: Fragment): Fragment {
  return { parts: fragments.flatMap(({ parts }, i) => (i === 0 ? parts : [...by.parts, ...parts])) }
}

import { column, type Fragment, joined, sql } from '#store/index.ts'
import { resolveField } from '../fields/resolve.ts'
import type { LinkedCorrelation, Step } from './link.ts'
import type { Writer } from './statement.ts'

/**
 * The events of a correlation: `step` (which of its rules), `pos` (the time that counts), `t` (the event's own time),
 * `row_id`, `hit` (whether it counts, or is only evidence), `g0` …, `v0` …. An event without a value for a
 * group-by field is in no group; one with several values is in several.
 */
export function eventsSql(linked: LinkedCorrelation, writer: Writer): Fragment {
  const branches = linked.steps.flatMap((step, i) => branch({ linked, step, no: i, writer }) ?? [])
  const all = branches.length === 0 ? emptySql(linked) : joined(branches, sql`\nunion all\n`)
  if (linked.draft.type === 'temporal' || linked.draft.type === 'temporal_ordered' || branches.length < 2)
    return all
  const keys = joined([...columnsOf(linked), column('row_id')], sql`, `)
  // An event that meets several of the rules is still one event.
  return sql`select * from (select *, row_number() over (partition by ${keys} order by hit desc, step) as again from (${all}) e) d where again = 1`
}

const columnsOf = ({ draft }: LinkedCorrelation): readonly Fragment[] => [
  ...draft.groupBy.map((_, i) => column(`g${String(i)}`)),
  ...draft.valueFields.map((_, i) => column(`v${String(i)}`)),
]

/** No rule was run: the same columns, no rows. */
function emptySql(linked: LinkedCorrelation): Fragment {
  const texts = columnsOf(linked).map((name) => sql`, cast(null as varchar) as ${name}`)
  return sql`select 0 as step, cast(0 as bigint) as pos, cast(0 as bigint) as t, cast(0 as bigint) as row_id, true as hit${joined(texts, sql``)} where false`
}

interface Branch {
  readonly linked: LinkedCorrelation
  readonly step: Step
  readonly no: number
  readonly writer: Writer
}

function branch(context: Branch): Fragment | undefined {
  const { step, writer, linked } = context
  if (step.kind === 'missing') return undefined
  if (step.kind === 'rule') {
    const matched = writer.input.matched(step.rule.id)
    if (matched === undefined) return undefined
    const fields = columnFields(linked, [step.wanted, step.rule.name, step.rule.uuid])
    const head = sql`c.time_ms as pos, c.time_ms as t, c.row_id as row_id, true as hit`
    return select(context, { head, from: sql`${matched} c`, fields: fields.map(fieldAt) })
  }
  const inner = step.correlation
  const { table } = writer.correlation(inner)
  const head = sql`i.fired_pos as pos, i.t as t, i.row_id as row_id, i.fired as hit`
  const from = sql`${table} i join ${writer.input.candidates} c on c.row_id = i.row_id`
  const fields = columnFields(linked, [step.wanted, inner.draft.name, inner.draft.uuid]).map((name) => {
    const group = inner.draft.groupBy.indexOf(name)
    return group < 0 ? fieldAt(name) : { list: false, sql: sql`i.${column(`g${String(group)}`)}` }
  })
  return select(context, { head, from, fields })
}

/** The fields of the events of one rule that stand behind group-by and values, aliases resolved. */
function columnFields(
  { draft }: LinkedCorrelation,
  ruleNames: readonly (string | undefined)[],
): readonly string[] {
  return [...draft.groupBy, ...draft.valueFields].map((name) => {
    const alias = draft.aliases.get(name)
    const known = ruleNames.find((rule) => rule !== undefined && alias?.has(rule))
    return (known === undefined ? undefined : alias?.get(known)) ?? name
  })
}

interface FieldSql {
  readonly list: boolean
  readonly sql: Fragment
}

function fieldAt(name: string): FieldSql {
  const field = resolveField(name)
  return field.kind === 'one' ? { list: false, sql: field.text } : { list: true, sql: field.texts }
}

interface Selected {
  readonly head: Fragment
  readonly from: Fragment
  readonly fields: readonly FieldSql[]
}

function select({ linked, no }: Branch, { head, from, fields }: Selected): Fragment {
  const outs = columnsOf(linked)
  // A list may hold a value twice: it is unnested once it is distinct.
  const inner = fields.map(({ sql: text }, i) => sql`, ${text} as ${outs[i] ?? sql``}`)
  const unnested = fields.flatMap(({ list }, i) =>
    list
      ? [sql` cross join unnest(array_distinct(b.${outs[i] ?? sql``})) as ${column(`u${String(i)}`)}(x)`]
      : [],
  )
  const outer = fields.map(({ list }, i) => {
    const name = outs[i] ?? sql``
    return { name, from: list ? sql`${column(`u${String(i)}`)}.x` : sql`b.${name}` }
  })
  const present = outer.map((one) => sql` and ${one.from} is not null`)
  return sql`select ${no} as step, b.pos, b.t, b.row_id, b.hit${joined(
    outer.map((one) => sql`, ${one.from} as ${one.name}`),
    sql``,
  )}
from (select ${head}${joined(inner, sql``)} from ${from}) b${joined(unnested, sql``)} where true${joined(present, sql``)}`
}

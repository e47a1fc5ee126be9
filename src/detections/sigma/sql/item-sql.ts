import { and, any, type Fragment, not, or, present, spelled, sql, value } from '#store/index.ts'
import { type Field, resolveField } from '../fields/resolve.ts'
import type { Item } from '../term.ts'
import type { Value } from '../value.ts'
import { keywordField, keywordItem } from './keywords.ts'
import { inNetworks } from './networks.ts'
import { matchReference } from './reference.ts'
import { regexOf } from './regex.ts'
import { type Folding, matchText } from './text-match.ts'
import { numberOf, rawText } from './texts.ts'

/** One detection item as a condition over the lake's columns; where the field is missing it is false or null. */
export function itemSql(written: Item): Fragment {
  const item = written.field === undefined ? keywordItem(written) : written
  const field = item.field === undefined ? keywordField(item) : resolveField(item.field)
  const groups = item.all ? item.values : [item.values.flat()]
  const found = groups.map((group) => groupSql(field, group, item))
  const met = item.values.length === 0 ? sql`false` : and(...found)
  return item.negated ? not(met) : met
}

/** Any of some values. null asks for the field to be missing, so it is asked of the field, not of its texts. */
function groupSql(field: Field, values: readonly Value[], item: Item): Fragment {
  if (item.test.kind === 'exists') {
    return or(
      ...values.map((one) => (one.kind === 'boolean' && one.value ? field.exists : not(field.exists))),
    )
  }
  const missing = item.test.kind === 'equal' && values.some(({ kind }) => kind === 'null')
  const others = values.filter(({ kind }) => kind !== 'null')
  const terms = missing ? [not(someText(field, present))] : []
  if (others.length > 0) terms.push(valuesSql(field, others, item))
  return or(...terms)
}

function valuesSql(field: Field, values: readonly Value[], item: Item): Fragment {
  const { test, timeUnit } = item
  if (test.kind === 'fieldref') return or(...values.map((one) => matchReference(field, one, item)))
  if (timeUnit !== undefined) return timeSql(field, values, item)
  if (test.kind === 'compare') return numbersSql(field, values, test.operator)
  const { isLower, differs } = field.kind === 'one' ? field : { isLower: false, differs: true }
  return someText(field, (text) => textSql(text, values, { ...item, isLower, differs }))
}

function textSql(text: Fragment, values: readonly Value[], item: Item & Folding): Fragment {
  switch (item.test.kind) {
    case 're': {
      const { flags } = item.test
      const letters = item.cased ? flags.replaceAll('i', '') : flags
      return or(...values.map((one) => spelled('matches', text, value(regexOf(one, letters) ?? ''))))
    }
    case 'cidr':
      return inNetworks(
        text,
        values.map((one) => rawText(one) ?? ''),
      )
    case 'equal':
    case 'exists':
    case 'compare':
    case 'fieldref':
      return matchText(text, values, item)
  }
}

/** Whether one of the field's texts meets a condition. */
export const someText = (field: Field, condition: (text: Fragment) => Fragment): Fragment =>
  field.kind === 'one' ? condition(field.text) : any(field.texts, 'v', condition)

function numbersSql(field: Field, values: readonly Value[], operator: string): Fragment {
  const compare = (number: Fragment): Fragment =>
    or(...values.map((one) => comparison(number, one, operator)))
  if (field.kind === 'one' && field.number !== undefined) return compare(field.number)
  return someText(field, (text) => compare(spelled('number', text)))
}

function timeSql(field: Field, values: readonly Value[], { test, timeUnit }: Item): Fragment {
  const operator = test.kind === 'compare' ? test.operator : '='
  const unit: Fragment = { parts: [{ kind: 'text', text: timeUnit ?? 'hour' }] }
  const compare = (time: Fragment): Fragment =>
    or(...values.map((one) => comparison(sql`extract(${unit} from ${time})`, one, operator)))
  if (field.kind === 'one' && field.time !== undefined) return compare(field.time)
  return someText(field, (text) => compare(spelled('timeOf', text)))
}

function comparison(left: Fragment, right: Value, operator: string): Fragment {
  const sign: Fragment = { parts: [{ kind: 'text', text: operator }] }
  return sql`(${left} ${sign} cast(${value(numberOf(right) ?? null)} as double))`
}

import { splitPath } from './fields/resolve.ts'
import { checkValues } from './item-check.ts'
import type { Placeholders, State } from './modifiers/modifier.ts'
import { faultOf } from './modifiers/modifier.ts'
import { MODIFIERS } from './modifiers/table.ts'
import { RuleFault } from './problem.ts'
import type { Item } from './term.ts'
import { type Reading, readPattern, type Value } from './value.ts'
import type { Scalar } from './yaml-tree.ts'

/** Modifiers whose values know no wildcards and no escapes. */
const RAW = new Set(['re', 'cidr', 'fieldref'])

/** Each step of a path nests the SQL once more. */
const MAX_STEPS = 50

export interface WrittenItem {
  /** `field|modifier|…` as written; no field for keywords. */
  readonly key: string
  readonly line: number
  readonly scalars: readonly Scalar[]
}

/**
 * Reads one detection item and applies its modifiers in their order.
 *
 * @throws RuleFault for an unknown modifier or one that does not fit.
 */
export function readItem({ key, line, scalars }: WrittenItem, placeholders: Placeholders): Item {
  const [field = '', ...names] = key.split('|').map((part) => part.trim())
  const reading: Reading = {
    raw: names.some((name) => RAW.has(name)),
    placeholders: names.includes('expand'),
  }
  if (splitPath(field).length > MAX_STEPS)
    throw new RuleFault(line, `The field has more than ${String(MAX_STEPS)} steps.`)
  let state: State = {
    field: field === '' ? undefined : field,
    line,
    values: scalars.map((scalar) => [valueOf(scalar, reading)]),
    valueLines: scalars.map((scalar) => scalar.line),
    all: false,
    cased: false,
    negated: false,
    windash: false,
    timeUnit: undefined,
    test: { kind: 'equal' },
    modifier: '',
    placeholders,
    names,
  }
  for (const name of names) {
    const change = MODIFIERS.get(name)
    if (change === undefined) {
      throw new RuleFault(line, `Unknown modifier '${name}' (known: ${[...MODIFIERS.keys()].join(', ')}).`)
    }
    state = change({ ...state, modifier: name })
  }
  checkValues(state)
  return itemOf(state)
}

function itemOf(state: State): Item {
  const { field, line, values, valueLines, all, cased, negated, windash, timeUnit, test } = state
  if (field === undefined && (test.kind === 'exists' || test.kind === 'fieldref')) {
    throw faultOf(state, 'needs a field.')
  }
  return { field, line, values, valueLines, all, cased, negated, windash, timeUnit, test }
}

function valueOf({ value, source }: Scalar, reading: Reading): Value {
  if (value === null) return { kind: 'null' }
  if (typeof value === 'number') return { kind: 'number', value, source }
  if (typeof value === 'boolean') return { kind: 'boolean', value }
  return readPattern(value, reading)
}

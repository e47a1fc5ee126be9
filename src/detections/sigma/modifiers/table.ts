import type { TimeUnit } from '../term.ts'
import { base64, base64offset, utf16, utf16be, utf16le } from './encodings.ts'
import { expand } from './expand.ts'
import { asking, type Change, faultOf } from './modifier.ts'
import { contains, endswith, startswith } from './placement.ts'

const timeUnit =
  (unit: TimeUnit): Change =>
  (state) => {
    if (state.timeUnit !== undefined) throw faultOf(state, `cannot stand beside '${state.timeUnit}'.`)
    return { ...state, timeUnit: unit }
  }

const flag =
  (letter: string): Change =>
  (state) => {
    if (state.test.kind !== 're') throw faultOf(state, "must follow 're'.")
    return { ...state, test: { kind: 're', flags: state.test.flags + letter } }
  }

/** @see Sigma specification 2.1, appendix "Modifiers" */
export const MODIFIERS: ReadonlyMap<string, Change> = new Map<string, Change>([
  ['all', (state) => ({ ...state, all: true })],
  ['contains', contains],
  ['startswith', startswith],
  ['endswith', endswith],
  ['exists', asking({ kind: 'exists' })],
  ['cased', (state) => ({ ...state, cased: true })],
  ['neq', (state) => ({ ...state, negated: !state.negated })],
  ['windash', (state) => ({ ...state, windash: true })],
  ['re', asking({ kind: 're', flags: '' })],
  ['i', flag('i')],
  ['m', flag('m')],
  ['s', flag('s')],
  ['base64', base64],
  ['base64offset', base64offset],
  ['utf16le', utf16le],
  ['wide', utf16le],
  ['utf16be', utf16be],
  ['utf16', utf16],
  ['lt', asking({ kind: 'compare', operator: '<' })],
  ['lte', asking({ kind: 'compare', operator: '<=' })],
  ['gt', asking({ kind: 'compare', operator: '>' })],
  ['gte', asking({ kind: 'compare', operator: '>=' })],
  ['minute', timeUnit('minute')],
  ['hour', timeUnit('hour')],
  ['day', timeUnit('day')],
  ['week', timeUnit('week')],
  ['month', timeUnit('month')],
  ['year', timeUnit('year')],
  ['cidr', asking({ kind: 'cidr' })],
  ['expand', expand],
  ['fieldref', asking({ kind: 'fieldref' })],
])

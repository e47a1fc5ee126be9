import { MANY, type Pattern, pattern, type Value } from '../value.ts'
import { type Change, faultOf, type State } from './modifier.ts'

export const contains: Change = (state) => placed(state, ({ parts }) => pattern([MANY, ...parts, MANY]))
export const startswith: Change = (state) => placed(state, ({ parts }) => pattern([...parts, MANY]))
export const endswith: Change = (state) => placed(state, ({ parts }) => pattern([MANY, ...parts]))

const placed = (state: State, place: (whole: Pattern) => Pattern): State => ({
  ...state,
  values: state.values.map((alternatives) => alternatives.map((value) => place(asPattern(value, state)))),
})

function asPattern(value: Value, state: State): Pattern {
  switch (value.kind) {
    case 'pattern':
      return value
    case 'number':
      return pattern([{ kind: 'literal', text: value.source }])
    case 'boolean':
      return pattern([{ kind: 'literal', text: String(value.value) }])
    case 'null':
      throw faultOf(state, 'null is no text.')
  }
}

import { type Part, pattern, readPattern, type Value } from '../value.ts'
import { type Change, faultOf, type State } from './modifier.ts'

const MAX_ALTERNATIVES = 20_000

/** `%name%` becomes each of the values that the settings give it; they may hold wildcards. */
export const expand: Change = (state) => ({
  ...state,
  values: state.values.map((alternatives) => alternatives.flatMap((value) => expanded(value, state))),
})

function expanded(value: Value, state: State): readonly Value[] {
  if (value.kind !== 'pattern') return [value]
  const made = value.parts.reduce<readonly (readonly Part[])[]>(
    (before, part) => {
      const ways = part.kind === 'placeholder' ? valuesOf(part.name, state) : [[part]]
      if (before.length * ways.length > MAX_ALTERNATIVES)
        throw faultOf(state, 'the placeholders give too many values.')
      return before.flatMap((parts) => ways.map((way) => [...parts, ...way]))
    },
    [[]],
  )
  return made.map(pattern)
}

function valuesOf(name: string, state: State): readonly (readonly Part[])[] {
  const values = Object.hasOwn(state.placeholders, name) ? state.placeholders[name] : undefined
  if (values === undefined) {
    const known = Object.keys(state.placeholders).map((one) => `%${one}%`)
    throw faultOf(state, `the placeholder %${name}% is unknown (known: ${known.join(', ') || 'none'}).`)
  }
  const raw = state.names.includes('cidr') || state.names.includes('fieldref')
  const patterns = values.map((value) => readPattern(value, { raw, placeholders: false }).parts)
  if (!state.names.includes('re')) return patterns
  return patterns.map((parts) => [{ kind: 'literal', text: parts.map(regexPart).join('') }])
}

/** A value that lands inside a regular expression means itself there. */
function regexPart(part: Part): string {
  if (part.kind === 'literal') return part.text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return part.kind === 'many' ? '[\\s\\S]*' : '[\\s\\S]'
}

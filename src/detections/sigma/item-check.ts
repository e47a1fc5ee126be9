import ipaddr from 'ipaddr.js'
import { RE2JS } from 're2js'
import { faultOf, type State } from './modifiers/modifier.ts'
import { referenceOf } from './sql/reference.ts'
import { regexOf } from './sql/regex.ts'
import { numberOf, rawText } from './sql/texts.ts'
import type { Value } from './value.ts'

/** What an engine's RE2 takes is bounded by memory; one pattern too large would fail the scan of all rules. */
const MAX_REGEX_SIZE = 250_000
/** About how many instructions a class such as `\p{L}` is, byte by byte. */
const UNICODE_CLASS_SIZE = 700

/** @throws RuleFault when a value does not fit what is asked of it. */
export function checkValues(state: State): void {
  for (const value of state.values.flat()) checkValue(value, state)
  if (state.timeUnit !== undefined && !['equal', 'compare'].includes(state.test.kind)) {
    throw faultOf(state, `a part of a time cannot be asked for '${state.test.kind}'.`)
  }
}

function checkValue(value: Value, state: State): void {
  switch (state.test.kind) {
    case 'exists':
      if (value.kind !== 'boolean') throw faultOf(state, 'needs true or false.')
      return
    case 're':
      checkRegex(value, state, state.test.flags)
      return
    case 'cidr':
      checkNetwork(value, state)
      return
    case 'compare':
      if (numberOf(value) === undefined) throw faultOf(state, 'needs a number.')
      return
    case 'fieldref':
      if (referenceOf(value).name === '') throw faultOf(state, 'needs the name of a field.')
      return
    case 'equal':
      checkEqual(value, state)
  }
}

function checkEqual(value: Value, state: State): void {
  if (state.timeUnit !== undefined && numberOf(value) === undefined) throw faultOf(state, 'needs a number.')
}

function checkRegex(value: Value, state: State, flags: string): void {
  const regex = regexOf(value, flags)
  if (regex === undefined) throw faultOf(state, 'needs a regular expression.')
  checkSize(regex, instructionsOf(regex, state), state)
}

/** How long the compiled program is. */
function instructionsOf(regex: string, state: State): number {
  try {
    return RE2JS.compile(regex).programSize()
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw faultOf(state, `RE2 does not take this regular expression: ${why}`)
  }
}

function checkSize(regex: string, instructions: number, state: State): void {
  const beyondAscii = regex.match(/\P{ASCII}/gu)?.length ?? 0
  const width = /\\[pP]/.test(regex) ? UNICODE_CLASS_SIZE : 1 + beyondAscii
  if (instructions * width > MAX_REGEX_SIZE) throw faultOf(state, 'the regular expression is too large.')
}

function checkNetwork(value: Value, state: State): void {
  const text = rawText(value) ?? ''
  if (!ipaddr.isValid(text.split('/')[0] ?? '') || !(ipaddr.isValidCIDR(text) || ipaddr.isValid(text))) {
    throw faultOf(state, `'${text}' is no network such as 192.0.2.0/24 or 2001:db8::/32.`)
  }
}

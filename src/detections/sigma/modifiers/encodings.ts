import { type Part, type Pattern, pattern, type Value } from '../value.ts'
import type { Change } from './modifier.ts'
import { faultOf } from './modifier.ts'

const DASHES = ['-', '/', '–', '—', '―'] as const
/** 5 dashes to the power of this many places: what is encoded must be written out. */
const MAX_DASHES = 4

export const utf16le: Change = (state) => encoded(state, (text) => Buffer.from(text, 'utf16le'))
export const utf16be: Change = (state) => encoded(state, (text) => Buffer.from(text, 'utf16le').swap16())
export const utf16: Change = (state) =>
  encoded(state, (text) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]))

export const base64: Change = (state) => ({
  ...state,
  windash: false,
  values: state.values.map((alternatives) =>
    alternatives.flatMap((value) =>
      written(value, state).map((one) => text(bytesOf(one, state).toString('base64'))),
    ),
  ),
})

/** Where the text begins in a group of three bytes decides its base64: three shifts, cut to what is certain. */
export const base64offset: Change = (state) => ({
  ...state,
  windash: false,
  values: state.values.map((alternatives) =>
    alternatives.flatMap((value) =>
      written(value, state).flatMap((one) =>
        [0, 1, 2].map((shift) => text(shifted(bytesOf(one, state), shift))),
      ),
    ),
  ),
})

function shifted(bytes: Uint8Array, shift: number): string {
  const START = [0, 2, 3]
  const END = [0, -3, -2]
  const all = Buffer.concat([Buffer.alloc(shift, 0x20), bytes])
  const cut = END[all.length % 3] ?? 0
  return all.toString('base64').slice(START[shift] ?? 0, cut === 0 ? undefined : cut)
}

const text = (content: string): Pattern => pattern([{ kind: 'literal', text: content }])

type State = Parameters<Change>[0]

function encoded(state: State, encode: (text: string) => Uint8Array): State {
  const one = (value: Value): readonly Value[] =>
    written(value, state).map(({ parts }) =>
      pattern(
        parts.map((part): Part => {
          if (part.kind === 'bytes') throw faultOf(state, 'The value is encoded twice.')
          return part.kind === 'literal' ? { kind: 'bytes', bytes: encode(part.text) } : part
        }),
      ),
    )
  return { ...state, windash: false, values: state.values.map((alternatives) => alternatives.flatMap(one)) }
}

function bytesOf({ parts }: Pattern, state: State): Buffer {
  return Buffer.concat(
    parts.map((part) => {
      if (part.kind === 'literal') return Buffer.from(part.text, 'utf8')
      if (part.kind === 'bytes') return part.bytes
      throw faultOf(state, 'A value with wildcards or placeholders cannot be encoded as base64.')
    }),
  )
}

/** The patterns a value stands for: one, or with `windash` before the encoding one for each mix of dashes. */
function written(value: Value, state: State): readonly Pattern[] {
  if (value.kind === 'null') throw faultOf(state, 'null cannot be encoded.')
  const whole: Pattern =
    value.kind === 'pattern' ? value : text(value.kind === 'number' ? value.source : String(value.value))
  if (!state.windash) return [whole]
  return whole.parts.reduce<readonly Pattern[]>(
    (made, part) => {
      const ways: readonly Part[] = part.kind === 'literal' ? mixed(part.text, state) : [part]
      return made.flatMap(({ parts }) => ways.map((way) => pattern([...parts, way])))
    },
    [pattern([])],
  )
}

function mixed(content: string, state: State): readonly Part[] {
  const pieces = content.split(/[-/–—―]/u)
  if (pieces.length - 1 > MAX_DASHES)
    throw faultOf(state, `More than ${String(MAX_DASHES)} dashes in an encoded value.`)
  const [first = '', ...rest] = pieces
  const texts = rest.reduce<readonly string[]>(
    (made, piece) => made.flatMap((start) => DASHES.map((dash) => start + dash + piece)),
    [first],
  )
  return texts.map((one) => ({ kind: 'literal', text: one }))
}

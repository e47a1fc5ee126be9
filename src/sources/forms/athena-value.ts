import { canonicalName } from './names.ts'

const MAX_DEPTH = 16

/**
 * A struct, map or array as Athena and CloudTrail Lake print them: `{type=IAMUser, arn=arn:aws:…, sessioncontext=null}`.
 * The print has no quotes, so a comma ends a value only where `name=` follows it.
 *
 * @returns undefined where the text is no such print.
 */
export function athenaValue(text: string): unknown {
  const printed = { text, place: 0 }
  const value = readValue(printed, 0)
  return printed.place === text.length ? value : undefined
}

interface Printed {
  readonly text: string
  place: number
}

function readValue(printed: Printed, depth: number): unknown {
  const first = printed.text[printed.place]
  if (depth < MAX_DEPTH && first === '{') return readStruct(printed, depth)
  if (depth < MAX_DEPTH && first === '[') return readList(printed, depth)
  const rest = /.*?(?=, *[A-Za-z_]\w*=|[}\]]|$)/sy
  rest.lastIndex = printed.place
  const text = rest.exec(printed.text)?.[0] ?? ''
  printed.place += text.length
  return text === 'null' ? undefined : text
}

function readStruct(printed: Printed, depth: number): unknown {
  const fields: (readonly [string, unknown])[] = []
  printed.place++
  const name = /\s*([A-Za-z_]\w*)=/y
  for (;;) {
    name.lastIndex = printed.place
    const match = name.exec(printed.text)
    if (match !== null) {
      printed.place += match[0].length
      fields.push([canonicalName(match[1] ?? ''), readValue(printed, depth + 1)])
    }
    const next = printed.text[printed.place++]
    if (next !== ',') return Object.fromEntries(fields.filter(([, value]) => value !== undefined))
  }
}

function readList(printed: Printed, depth: number): unknown {
  const items: unknown[] = []
  printed.place++
  while (printed.place < printed.text.length) {
    while (printed.text[printed.place] === ' ') printed.place++
    if (printed.text[printed.place] === ']') break
    const before = printed.place
    items.push(readValue(printed, depth + 1))
    if (printed.text[printed.place] === ',') printed.place++
    if (printed.place === before) break
  }
  printed.place++
  return items
}

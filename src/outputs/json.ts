import type { Report } from './report.ts'

/**
 * Characters that are legal in JSON's strings and still do harm: what terminals obey (DEL, C1), what is drawn as
 * something else or as nothing (bidi, zero-width, tags), what JavaScript once took for a line's end, and `<`, so that a document
 * pasted into a page's script stays text. They can only stand in strings, where `\u…` means the same.
 */
const RISKY = /[<\p{Cf}\p{Zl}\p{Zp}\p{DI}\u007f-\u009f]/gu

/** JSON of one value on one line; a bigint is a number where a double holds it, else a string. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, (_key, member: unknown) => plainMember(member)) ?? 'null'
  return text.replaceAll(RISKY, escaped)
}

/** The whole report, an item of a list a line; in pieces, because a thousand findings name a million events. */
export const toJson = (report: Report): Generator<string> => documentJson(report)

/** An object as a JSON document, an item of its lists a line. */
export function* documentJson(document: object): Generator<string> {
  const entries: readonly (readonly [string, unknown])[] = Object.entries(document)
  yield '{\n'
  for (const [place, [name, value]] of entries.entries()) {
    const end = place === entries.length - 1 ? '\n' : ',\n'
    yield `  ${jsonText(name)}: `
    if (Array.isArray(value)) yield* list(value)
    else yield jsonText(value)
    yield end
  }
  yield '}\n'
}

/** A finding a line. */
export function* toJsonl(report: Report): Generator<string> {
  for (const finding of report.findings) yield `${jsonText(finding)}\n`
}

function* list(items: readonly unknown[]): Generator<string> {
  if (items.length === 0) {
    yield '[]'
    return
  }
  yield '[\n'
  for (const [place, item] of items.entries()) {
    yield `    ${jsonText(item)}${place === items.length - 1 ? '\n' : ',\n'}`
  }
  yield '  ]'
}

function plainMember(value: unknown): unknown {
  if (typeof value !== 'bigint') return value
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}

/** JSON knows four hex digits only: what lies beyond is a pair. */
function escaped(char: string): string {
  return Array.from({ length: char.length }, (_, place) => `\\u${unit(char, place)}`).join('')
}

function unit(char: string, place: number): string {
  return char.charCodeAt(place).toString(16).padStart(4, '0')
}

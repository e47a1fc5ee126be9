import { isRecord } from '#kernel/index.ts'

const BACKSLASH = 0x5c

/** The text of a JSON string that lies between its quotes at `start` and `end`. */
export function decodeText(bytes: Buffer, start: number, end: number): string {
  const raw = bytes.toString('utf8', start, end)
  if (!hasEscape(bytes, start, end)) return raw
  try {
    const parsed: unknown = JSON.parse(`"${raw}"`)
    return typeof parsed === 'string' ? parsed : raw
  } catch {
    // An escape that JSON does not know: what stands there is the best that can be kept.
    return raw
  }
}

export function hasEscape(bytes: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] === BACKSLASH) return true
  return false
}

/** A JSON object that lies between `start` and `end`; undefined when it is none, or cannot be parsed. */
export const parseObject = (
  bytes: Buffer,
  start: number,
  end: number,
): Readonly<Record<string, unknown>> | undefined => parseObjectText(bytes.toString('utf8', start, end))

export function parseObjectText(text: string): Readonly<Record<string, unknown>> | undefined {
  const parsed = parseJson(text)
  return isRecord(parsed) ? parsed : undefined
}

/** The objects of a JSON array that lies between `start` and `end`; none when it is none, or cannot be parsed. */
export function parseList(
  bytes: Buffer,
  start: number,
  end: number,
): readonly Readonly<Record<string, unknown>>[] {
  const parsed = parseJson(bytes.toString('utf8', start, end))
  return Array.isArray(parsed) ? parsed.filter(isRecord) : []
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

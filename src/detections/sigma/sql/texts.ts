import type { Value } from '../value.ts'

/** A number, or a string that is one; undefined for anything else. */
export function numberOf(value: Value): number | undefined {
  if (value.kind === 'number') return value.value
  const text = rawText(value)
  return text !== undefined && /^[-+]?(\d+(\.\d+)?|\.\d+)$/.test(text) ? Number(text) : undefined
}

/** The text of a value without wildcards, bytes read as text; undefined for null and for patterns. */
export function rawText(value: Value): string | undefined {
  switch (value.kind) {
    case 'number':
      return value.source
    case 'boolean':
      return String(value.value)
    case 'null':
      return undefined
    case 'pattern': {
      let text = ''
      for (const part of value.parts) {
        if (part.kind === 'literal') text += part.text
        else if (part.kind === 'bytes') text += textOfBytes(part.bytes)
        else return undefined
      }
      return text
    }
  }
}

/** UTF-8 where it is that, else one character a byte, as a log would show it. */
export function textOfBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return Buffer.from(bytes).toString('latin1')
  }
}

import { type Row, textIn } from '#store/index.ts'

/** The JSON of a column; null where it is none: logs may be cut or made up. */
export const jsonIn = (row: Row, name: string): unknown => parsedJson(textIn(row, name) ?? '') ?? null

/** Undefined where the text is no JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

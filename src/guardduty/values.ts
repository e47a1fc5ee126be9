import { isRecord, textOf } from '#kernel/index.ts'

export type Json = Readonly<Record<string, unknown>>

/** Characters kept of a text that is no name. */
const MOST_CHARS = 2048
/** Things of one kind that a finding may name. */
const MOST_OF_A_KIND = 400

/** The object at the end of a path; an empty one where there is none. */
export function inside(value: Json, ...path: readonly string[]): Json {
  let at = value
  for (const key of path) {
    const next = Object.hasOwn(at, key) ? at[key] : undefined
    if (!isRecord(next)) return {}
    at = next
  }
  return at
}

/** A text with something in it, cut where no such thing is that long. */
export function textAt(value: Json, key: string): string | undefined {
  return textOf(Object.hasOwn(value, key) ? value[key] : undefined)?.slice(0, MOST_CHARS)
}

/** A number, also where it was written as a text. */
export function numberAt(value: Json, key: string): number | undefined {
  const found = Object.hasOwn(value, key) ? value[key] : undefined
  const number = typeof found === 'string' && found.trim() !== '' ? Number(found) : found
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** The objects of a list, or the one object that stands there instead. */
export function objectsAt(value: Json, key: string): readonly Json[] {
  const found = Object.hasOwn(value, key) ? value[key] : undefined
  if (Array.isArray(found)) return found.slice(0, MOST_OF_A_KIND).filter(isRecord)
  return isRecord(found) ? [found] : []
}

/** Without gaps and repetitions. */
export const distinct = (values: readonly (string | undefined)[]): readonly string[] =>
  [...new Set(values.filter((value) => value !== undefined))].slice(0, MOST_OF_A_KIND)

const [FIRST_MS, LAST_MS] = [Date.UTC(2006), Date.UTC(2100)]

/** ms since epoch: of ISO 8601 text, or of seconds, as the API sends some times. */
export function timeAt(value: Json, key: string): number | undefined {
  const text = textAt(value, key)
  const number = typeof value[key] === 'number' ? value[key] : undefined
  const timeMs =
    text !== undefined && /^\d{4}-\d\d-\d\dT/u.test(text) ? Date.parse(text) : (number ?? Number.NaN) * 1000
  return timeMs >= FIRST_MS && timeMs < LAST_MS ? timeMs : undefined
}

/** AWS's CLI and SDKs write `AccountId` where export and EventBridge write `accountId`: all as the latter do. */
export function likeExport(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(likeExport)
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [plainKey(key), likeExport(inner)]))
}

/** What is no plain word (`AWS::S3::Bucket`) is a name of somebody else's. */
const plainKey = (key: string): string =>
  /^[A-Z][A-Za-z0-9]*$/u.test(key) ? key.charAt(0).toLowerCase() + key.slice(1) : key

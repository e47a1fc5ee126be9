import { isRecord, textOf } from '#kernel/index.ts'
import { parsedJson } from '../json-in.ts'

/** The value at a path of names; lists are entered at their first element. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((here, name) => {
    const one: unknown = Array.isArray(here) ? here[0] : here
    return isRecord(one) ? one[name] : undefined
  }, value)
}

export const textAt = (value: unknown, ...path: readonly string[]): string | undefined =>
  textOf(at(value, ...path))

/** The elements of a list that AWS writes as `[…]`, as `{ items: […] }`, or, in XML's way, as one alone. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path)
  const list = isRecord(found) && 'items' in found ? found['items'] : found
  if (Array.isArray(list)) return list
  return list === undefined || list === null || list === '' || isEmpty(list) ? [] : [list]
}

export const textsAt = (value: unknown, ...path: readonly string[]): readonly string[] =>
  listAt(value, ...path).flatMap((one) => textOf(one) ?? [])

const isEmpty = (value: unknown): boolean => isRecord(value) && Object.keys(value).length === 0

/** A policy as an object: AWS logs it as text, or already read. Undefined where it is neither. */
export function documentOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (isRecord(value)) return Object.keys(value).length === 0 ? undefined : value
  if (typeof value !== 'string') return undefined
  for (const text of [value, decoded(value)]) {
    const parsed = text === undefined ? undefined : parsedJson(text)
    if (isRecord(parsed)) return parsed
  }
  return undefined
}

/** IAM's answers hold policies percent-encoded. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** Something with fields in it. */
export const isGiven = (value: unknown): boolean => isRecord(value) && !isEmpty(value)

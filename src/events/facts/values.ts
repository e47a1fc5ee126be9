import { isRecord, textOf } from '#kernel/index.ts'
import type { Json } from './facts.ts'

/** A request with more keys or items than this is not AWS's: the rest is not looked at. */
const MOST_KEYS = 500
const MOST_ITEMS = 1_000

/** The value under a name, whose case AWS does not keep (`aWSAccountId`, `CidrIp`, `cidrIp`). */
export function get(record: Json, name: string): unknown {
  if (Object.hasOwn(record, name)) return record[name]
  const wanted = name.toLowerCase()
  let count = 0
  for (const key in record) {
    if (++count > MOST_KEYS) return undefined
    if (key.length === wanted.length && key.toLowerCase() === wanted) return record[key]
  }
  return undefined
}

/** The value at a path, `launchPermission.add`. */
export function at(record: Json, path: string): unknown {
  let value: unknown = record
  for (const step of path.split('.')) {
    if (!isRecord(value)) return undefined
    value = get(value, step)
  }
  return value
}

/** The first text under any of these paths; numbers become texts. */
export function text(record: Json, ...paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const value = at(record, path)
    if (typeof value === 'number') return String(value)
    const found = textOf(value) ?? (Array.isArray(value) ? textOf(value[0]) : undefined)
    if (found !== undefined) return found
  }
  return undefined
}

/**
 * AWS's many ways to write a list: an array, `{items: […]}`, `{item: …}`, `{member: …}`, one object or text alone.
 * EC2 writes an empty list as `{}`.
 */
export function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS)
  if (typeof value === 'string') return value === '' ? [] : [value]
  if (typeof value === 'number') return [value]
  if (!isRecord(value)) return []
  for (const key of ['items', 'item', 'member']) {
    if (Object.hasOwn(value, key)) return list(value[key])
  }
  return Object.keys(value).length === 0 ? [] : [value]
}

export function records(value: unknown): readonly Json[] {
  return list(value).filter(isRecord)
}

export function texts(value: unknown): readonly string[] {
  return list(value)
    .map((item) => (typeof item === 'number' ? String(item) : item))
    .filter((item) => typeof item === 'string' && item !== '')
    .filter((item) => typeof item === 'string')
}

/** True for `false` and `"false"`: the setting is there and off. */
export function isOff(value: unknown): boolean {
  return value === false || (typeof value === 'string' && value.toLowerCase() === 'false')
}

export function isOn(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true')
}

const ACCOUNT = /^\d{12}$/u

export function isAccount(value: string): boolean {
  return ACCOUNT.test(value)
}

/** The account that an ARN or a bare account id names. */
export function accountIn(value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  if (isAccount(value)) return value
  if (!value.startsWith('arn:')) return undefined
  const account = value.slice(0, 2_048).split(':', 5)[4]
  return account !== undefined && isAccount(account) ? account : undefined
}

/** Accounts among ids and ARNs, without one's own. */
export function foreignAccounts(
  values: readonly (string | undefined)[],
  own: string | undefined,
): readonly string[] {
  const accounts = values.map(accountIn).filter((account) => account !== undefined && account !== own)
  return [...new Set(accounts)].filter((account) => account !== undefined)
}

import { readFileSync } from 'node:fs'
import { isRecord, textOf } from '#kernel/index.ts'
import { undatedName } from './action-names.ts'
import { ALSO_CHECKED, DATA_ACTIONS, KMS_ACTIONS } from './data-actions.ts'

const DATA = new URL('../../data/iam-without-operation.json', import.meta.url)

/** Action patterns (`s3:GetObject*`) of a prefix's uses that trails leave out unless told to write data events. */
export const dataActionPatterns = (): ReadonlyMap<string, readonly string[]> =>
  new Map(Object.entries(DATA_ACTIONS).map(([prefix, names]) => [prefix, patternsOf(prefix, names)]))

/** Action patterns of KMS that services use on behalf of a caller, not always with an event. */
export const kmsActionPatterns = (): readonly string[] => patternsOf('kms', KMS_ACTIONS)

/** Actions (`prefix:Action`) that a call may need beside the one it is named for. */
export function alsoChecked(service: string, eventName: string): readonly string[] {
  const key = `${service}:${undatedName(eventName)}`
  return Object.hasOwn(ALSO_CHECKED, key) ? (ALSO_CHECKED[key] ?? '').split(' ') : []
}

let withoutOperation: ReadonlyMap<string, readonly string[]> | undefined

/** Actions of a prefix that no API operation is named for: whoever used them need not have left an event of that name. */
export function actionsWithoutOperation(prefix: string): readonly string[] {
  withoutOperation ??= load()
  return withoutOperation.get(prefix) ?? []
}

function load(): ReadonlyMap<string, readonly string[]> {
  const parsed: unknown = JSON.parse(readFileSync(DATA, 'utf8'))
  const services = isRecord(parsed) && isRecord(parsed['services']) ? parsed['services'] : {}
  return new Map(
    Object.entries(services).map(([prefix, names]) => [prefix, patternsOf(prefix, textOf(names) ?? '')]),
  )
}

const patternsOf = (prefix: string, names: string): readonly string[] =>
  names
    .split(' ')
    .filter((name) => name !== '')
    .map((name) => `${prefix}:${name}`)

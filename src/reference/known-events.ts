import { readFileSync } from 'node:fs'
import { isRecord, textOf } from '#kernel/index.ts'
import { accessLevel, iamActionNames, iamPrefixNames, isIamPrefix } from './access-levels.ts'
import { namesWithOtherAction, undatedName } from './action-names.ts'
import { EXTRA_EVENTS, PERMISSION_ONLY, WRONG_SOURCES } from './event-names.ts'
import { iamPrefixes, serviceOf } from './service-names.ts'

const DATA = new URL('../../data/api-operations.json', import.meta.url)

/** True for an eventSource that CloudTrail writes, as far as we know. */
export function isKnownSource(eventSource: string): boolean {
  if (!eventSource.endsWith('.amazonaws.com')) return false
  const service = serviceOf(eventSource)
  if (Object.hasOwn(WRONG_SOURCES, service)) return false
  return (
    operations().has(service) ||
    Object.hasOwn(EXTRA_EVENTS, service) ||
    iamPrefixes(service).some(isIamPrefix)
  )
}

/** What CloudTrail writes for a service that a rule names otherwise (`cloudwatch.amazonaws.com`). */
export function betterSource(eventSource: string): string | undefined {
  const service = serviceOf(eventSource)
  return Object.hasOwn(WRONG_SOURCES, service) ? `${WRONG_SOURCES[service]}.amazonaws.com` : undefined
}

/**
 * True for an event that exists: an API operation, a console's or a service's own event, an old name with a date.
 * False for what is only a permission (`PassRole`).
 */
export function isKnownEvent(eventSource: string, eventName: string): boolean {
  const service = serviceOf(eventSource)
  const name = undatedName(eventName).toLowerCase()
  if (operations().get(service)?.has(name) === true) return true
  if (isPermissionOnly(eventSource, eventName)) return false
  return accessLevel(eventSource, eventName).level !== undefined
}

/** True for an IAM action that never is the name of an event. */
export function isPermissionOnly(eventSource: string, eventName: string): boolean {
  permissionNames ??= nameSets(PERMISSION_ONLY)
  const name = eventName.toLowerCase()
  return iamPrefixes(serviceOf(eventSource)).some(
    (prefix) => permissionNames?.get(prefix)?.has(name) === true,
  )
}

/** True for a name that is a permission somewhere and an event nowhere, for rules that name no source. */
export function isPermissionOnlyAnywhere(eventName: string): boolean {
  permissionNames ??= nameSets(PERMISSION_ONLY)
  const name = eventName.toLowerCase()
  return [...permissionNames.values()].some((names) => names.has(name)) && sourcesOf(eventName).length === 0
}

/** Every eventSource that has an event of this name, for rules that name no source and for hints. */
export function sourcesOf(eventName: string): readonly string[] {
  const name = undatedName(eventName).toLowerCase()
  sourcesByName ??= buildSources()
  return [...(sourcesByName.get(name) ?? [])].toSorted().map((service) => `${service}.amazonaws.com`)
}

let permissionNames: ReadonlyMap<string, ReadonlySet<string>> | undefined
let operationNames: ReadonlyMap<string, ReadonlySet<string>> | undefined
let sourcesByName: ReadonlyMap<string, ReadonlySet<string>> | undefined

/** API operations that are no IAM actions, and the extra events, by service, in lower case. */
function operations(): ReadonlyMap<string, ReadonlySet<string>> {
  if (operationNames !== undefined) return operationNames
  const parsed: unknown = JSON.parse(readFileSync(DATA, 'utf8'))
  const texts = isRecord(parsed) && isRecord(parsed['operations']) ? parsed['operations'] : {}
  const merged = new Map<string, string>()
  for (const [service, names] of [...Object.entries(texts), ...Object.entries(EXTRA_EVENTS)]) {
    merged.set(service, `${merged.get(service) ?? ''} ${textOf(names) ?? ''}`.trim())
  }
  operationNames = nameSets(Object.fromEntries(merged))
  return operationNames
}

function nameSets(texts: Readonly<Record<string, string>>): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(Object.entries(texts).map(([key, text]) => [key, new Set(text.toLowerCase().split(' '))]))
}

/** IAM prefixes stand for sources too, but those that CloudTrail calls otherwise. */
function buildSources(): ReadonlyMap<string, ReadonlySet<string>> {
  const index = new Map<string, Set<string>>()
  const add = (service: string, name: string): void => {
    const services = index.get(name)
    if (services === undefined) index.set(name, new Set([service]))
    else services.add(service)
  }
  for (const [service, names] of operations()) for (const name of names) if (name !== '') add(service, name)
  for (const prefix of iamPrefixNames()) {
    const service = Object.hasOwn(WRONG_SOURCES, prefix) ? (WRONG_SOURCES[prefix] ?? prefix) : prefix
    for (const action of iamActionNames(prefix)) {
      if (!isPermissionOnly(`${service}.amazonaws.com`, action)) add(service, action.toLowerCase())
    }
  }
  for (const [service, name] of namesWithOtherAction()) add(service, name.toLowerCase())
  return index
}

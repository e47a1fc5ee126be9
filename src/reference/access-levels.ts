import { readFileSync } from 'node:fs'
import { isRecord } from '#kernel/index.ts'
import { otherActionName, undatedName } from './action-names.ts'
import { iamPrefixes, serviceOf } from './service-names.ts'

export type AccessLevel = 'list' | 'read' | 'write' | 'permissions' | 'tagging'

export interface CallAccess {
  /** `eventSource` without `.amazonaws.com`. */
  readonly service: string
  /** `prefix:Action`; undefined where the call needs no IAM permission or we know none. */
  readonly iamAction: string | undefined
  readonly level: AccessLevel | undefined
}

interface Action {
  readonly name: string
  readonly level: AccessLevel
}

/** The order in data/iam-access-levels.json. */
const LEVELS: readonly AccessLevel[] = ['list', 'read', 'write', 'permissions', 'tagging']

const DATA = new URL('../../data/iam-access-levels.json', import.meta.url)

/** IAM's own class of a call, through the hand-made tables where CloudTrail and IAM name it differently. */
export function accessLevel(eventSource: string, eventName: string): CallAccess {
  const service = serviceOf(eventSource)
  const name = undatedName(eventName)
  const other = otherActionName(service, name)
  if (other !== undefined) return { service, iamAction: other, level: actionLevel(other) }
  for (const prefix of iamPrefixes(service)) {
    const action = actionsOf(prefix)?.get(name.toLowerCase())
    if (action !== undefined) return { service, iamAction: `${prefix}:${action.name}`, level: action.level }
  }
  const byVerb = service === 'apigateway' ? gatewayAction(name) : undefined
  return byVerb ?? { service, iamAction: undefined, level: undefined }
}

/** The level of an IAM action such as `iam:PassRole`, in any case. */
export function actionLevel(iamAction: string): AccessLevel | undefined {
  const [prefix = '', name = ''] = iamAction.split(':', 2)
  return actionsOf(prefix.toLowerCase())?.get(name.toLowerCase())?.level
}

/** True for a prefix of IAM actions (`s3`, `iam`). */
export function isIamPrefix(prefix: string): boolean {
  return load().has(prefix)
}

export function iamPrefixNames(): readonly string[] {
  return [...load().keys()]
}

/** Names of a prefix's actions as AWS writes them. */
export function iamActionNames(prefix: string): readonly string[] {
  return [...(actionsOf(prefix)?.values() ?? [])].map((action) => action.name)
}

/** API Gateway's permissions are HTTP verbs; the event's first word tells which. */
function gatewayAction(eventName: string): CallAccess | undefined {
  const verb = /^[A-Z][a-z]+/u.exec(eventName)?.[0] ?? ''
  const rule = Object.hasOwn(GATEWAY_VERBS, verb) ? GATEWAY_VERBS[verb] : undefined
  return rule && { service: 'apigateway', iamAction: `apigateway:${rule[0]}`, level: rule[1] }
}

const GATEWAY_VERBS: Readonly<Record<string, readonly [string, AccessLevel]>> = {
  Get: ['GET', 'read'],
  Test: ['POST', 'write'],
  Create: ['POST', 'write'],
  Generate: ['POST', 'write'],
  Import: ['POST', 'write'],
  Export: ['GET', 'read'],
  Put: ['PUT', 'write'],
  Reimport: ['PUT', 'write'],
  Update: ['PATCH', 'write'],
  Delete: ['DELETE', 'write'],
  Flush: ['DELETE', 'write'],
  Reset: ['DELETE', 'write'],
  Tag: ['PUT', 'tagging'],
  Untag: ['DELETE', 'tagging'],
}

let rawServices: ReadonlyMap<string, unknown> | undefined
const parsedServices = new Map<string, ReadonlyMap<string, Action> | undefined>()

/** Parsed once, at the first question; each service's names only when that service is met. */
function load(): ReadonlyMap<string, unknown> {
  if (rawServices === undefined) {
    const parsed: unknown = JSON.parse(readFileSync(DATA, 'utf8'))
    const services = isRecord(parsed) && isRecord(parsed['services']) ? parsed['services'] : {}
    rawServices = new Map(Object.entries(services))
  }
  return rawServices
}

function actionsOf(prefix: string): ReadonlyMap<string, Action> | undefined {
  const known = parsedServices.get(prefix)
  if (known !== undefined) return known
  const texts = load().get(prefix)
  if (!Array.isArray(texts)) return undefined
  const actions = new Map<string, Action>()
  LEVELS.forEach((level, index) => {
    const text: unknown = texts[index]
    if (typeof text !== 'string') return
    for (const name of text.split(' ')) if (name !== '') actions.set(name.toLowerCase(), { name, level })
  })
  parsedServices.set(prefix, actions)
  return actions
}

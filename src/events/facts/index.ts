import { serviceOf, undatedName } from '#reference/index.ts'
import { BUCKET_READERS } from './buckets.ts'
import { type Call, type Facts, type FactsInput, finishFacts, type Reader } from './facts.ts'
import { IAM_READERS } from './iam.ts'
import { MONITORING_READERS } from './monitoring.ts'
import { RESOURCE_POLICY_READERS } from './resource-policies.ts'
import { SECURITY_GROUP_READERS } from './security-groups.ts'
import { SHARING_READERS } from './sharing.ts'

export type { Facts, FactsInput } from './facts.ts'

const READERS: ReadonlyMap<string, Reader> = new Map(
  [
    IAM_READERS,
    RESOURCE_POLICY_READERS,
    BUCKET_READERS,
    SHARING_READERS,
    SECURITY_GROUP_READERS,
    MONITORING_READERS,
  ].flatMap((readers) => Object.entries(readers)),
)

/** True for calls of which `factsOf` may say something: only their JSON is worth parsing. */
export function hasFacts(eventSource: string, eventName: string): boolean {
  return READERS.has(keyOf(eventSource, eventName))
}

/** True for calls whose record names in `resources` what the request does not: the owner of the bucket written to. */
export function needsResources(eventSource: string, eventName: string): boolean {
  return eventSource === 's3.amazonaws.com' && WRITES.has(eventName)
}

const WRITES: ReadonlySet<string> = new Set(['CopyObject', 'UploadPartCopy', 'PutObject'])

/** Every call that is read, as `service:EventName`. */
export function callsWithFacts(): readonly string[] {
  return [...READERS.keys()]
}

/**
 * What a sensitive call means, from its request (and its response where that alone names the target).
 *
 * Denied calls are read too: what somebody tried to do is in their request, if AWS kept it. Broken or hostile
 * parameters leave keys out; nothing throws.
 */
export function factsOf(input: FactsInput): Facts | undefined {
  const reader = READERS.get(keyOf(input.eventSource, input.eventName))
  if (reader === undefined) return undefined
  const call: Call = {
    name: input.eventName,
    request: input.request ?? {},
    response: input.response ?? {},
    identity: input.identity ?? {},
    resources: input.resources ?? [],
    accountId: input.accountId,
    // IAM's calls about oneself succeed with no parameters at all.
    isRequestKept: input.request !== undefined || input.outcome === 'ok',
  }
  const facts = finishFacts(reader(call))
  // Only the kind of target, which the call's name tells already.
  return facts !== undefined && Object.keys(facts).every((key) => key === 'target_kind') ? undefined : facts
}

function keyOf(eventSource: string, eventName: string): string {
  return `${serviceOf(eventSource)}:${undatedName(eventName)}`
}

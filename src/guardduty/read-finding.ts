import { isRecord } from '#kernel/index.ts'
import type { FindingType, GuardDutyFinding } from './guardduty-finding.ts'
import { readTraces } from './read-traces.ts'
import { inside, type Json, likeExport, numberAt, textAt, timeAt } from './values.ts'

/** Why something is no finding that could be used. */
export interface UnreadFinding {
  readonly reason: string
}

/** Beyond any that GuardDuty writes: EventBridge takes events of 256 KB. */
const MOST_BYTES = 1 << 20
/** It is a key of the state database, which must not take two for one. */
const ID = /^[!-~]{1,300}$/u
const TYPE = /^([A-Za-z0-9]{1,64}):([A-Za-z0-9]{1,64})\/([^\s\p{C}.!/]{1,128})(?:[.!][^\s\p{C}]{0,128})?$/u

/**
 * Reads one finding, whether the export wrote it, EventBridge, or AWS's CLI.
 *
 * @param json - of the finding alone.
 * @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Finding.html
 */
export function readFinding(json: string): GuardDutyFinding | UnreadFinding {
  if (json.length > MOST_BYTES) return unread(`it is larger than ${MOST_BYTES} bytes`)
  const value = parsed(json)
  if (value === undefined) return unread('it is no JSON object')
  const head = headOf(value)
  if (typeof head === 'string') return unread(head)
  return {
    ...head,
    region: textAt(value, 'region'),
    title: textAt(value, 'title') ?? '',
    description: textAt(value, 'description') ?? '',
    ...activityOf(value, head.updatedMs),
    isSample: isSample(value),
    traces: readTraces(value, head.accountId),
  }
}

export const isRead = (finding: GuardDutyFinding | UnreadFinding): finding is GuardDutyFinding =>
  !('reason' in finding)

const unread = (why: string): UnreadFinding => ({ reason: `a GuardDuty finding that cannot be used: ${why}` })

function parsed(json: string): Json | undefined {
  try {
    const value = likeExport(JSON.parse(json))
    return isRecord(value) ? value : undefined
  } catch {
    // What the scanner lets through is JSON but for its numbers and escapes: told like any other.
    return undefined
  }
}

type Head = Pick<GuardDutyFinding, 'id' | 'accountId' | 'type' | 'severity' | 'updatedMs'>

/** What every finding must have, or why it cannot be used. */
function headOf(value: Json): Head | string {
  const id = textAt(value, 'id')
  const accountId = textAt(value, 'accountId')
  const type = typeOf(textAt(value, 'type'))
  const severity = numberAt(value, 'severity')
  const updatedMs = timeAt(value, 'updatedAt') ?? timeAt(value, 'createdAt')
  if (id === undefined || !ID.test(id)) return 'it has no id of plain characters'
  if (accountId === undefined || !/^\d{12}$/u.test(accountId)) return 'it has no accountId of 12 digits'
  if (type === undefined) return 'its type is not of the form ThreatPurpose:ResourceType/ThreatFamily'
  if (severity === undefined || severity <= 0 || severity > 10) return 'its severity is no number up to 10'
  if (updatedMs === undefined) return 'it has no updatedAt between 2006 and 2100'
  return { id, accountId, type, severity, updatedMs }
}

/** Whether it has the form of a type of GuardDuty's, of which there are more every year. */
export const isFindingType = (text: string): boolean => TYPE.test(text)

function typeOf(text: string | undefined): FindingType | undefined {
  const [, purpose, resource, family] = TYPE.exec(text ?? '') ?? []
  if (text === undefined || purpose === undefined || resource === undefined || family === undefined)
    return undefined
  return { text, purpose, resource, family }
}

function activityOf(value: Json, updatedMs: number) {
  const service = inside(value, 'service')
  const firstMs = timeAt(service, 'eventFirstSeen') ?? timeAt(value, 'createdAt') ?? updatedMs
  const lastMs = timeAt(service, 'eventLastSeen') ?? updatedMs
  return {
    firstMs: Math.min(firstMs, lastMs),
    lastMs: Math.max(firstMs, lastMs),
    count: Math.max(1, Math.floor(numberAt(service, 'count') ?? 1)),
    isArchived: service['archived'] === true,
  }
}

/** AWS says it in a field that is a text of JSON at times, and in the title. */
function isSample(value: Json): boolean {
  const info = inside(value, 'service', 'additionalInfo')
  if (info['sample'] === true || info['sample'] === 'true') return true
  if (textAt(value, 'title')?.startsWith('[SAMPLE]') === true) return true
  return parsed(textAt(info, 'value') ?? '')?.['sample'] === true
}

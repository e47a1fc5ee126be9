import type { Strand } from '../../../src/incidents/build/strands.ts'
import type { Begotten } from '../../../src/incidents/lineage/begotten.ts'
import { leavesOf } from '../../../src/incidents/story/json-path.ts'
import type { Call } from '../../../src/incidents/story/read-calls.ts'
import type { Change } from '../../../src/incidents/story/read-changes.ts'
import type { ObjectCalls } from '../../../src/incidents/story/read-objects.ts'
import type { Owner } from '../../../src/incidents/story/read-owners.ts'
import type { Whereabouts } from '../../../src/incidents/story/read-places.ts'
import type { Run } from '../../../src/incidents/story/read-runs.ts'

export const ACCOUNT = '123456789012'
export const ALICE = `arn:aws:iam::${ACCOUNT}:user/alice`
export const KEY = 'AKIAIOSFODNN7EXAMPLE'
/** The theft begins. */
export const START = Date.parse('2026-03-14T03:00:00Z')
export const MINUTE = 60_000

/** @param call - `iam:CreateUser` */
export function callOf(call: string, changes: Partial<Call> = {}): Call {
  const [service = '', name = ''] = call.split(':')
  return {
    incident: 0,
    service,
    name,
    accountId: ACCOUNT,
    region: 'us-east-1',
    principal: ALICE,
    address: '192.0.2.7',
    isDenied: false,
    accessLevel: 'write',
    danger: undefined,
    request: null,
    answer: null,
    facts: {},
    count: 1,
    firstMs: START,
    eventIds: [`id-${call}`],
    ...changes,
  }
}

export function changeOf(
  call: string,
  timeMs: number,
  request: unknown,
  changes: Partial<Change> = {},
): Change {
  const [service = '', name = ''] = call.split(':')
  return {
    service,
    name,
    accountId: ACCOUNT,
    region: 'us-east-1',
    timeMs,
    eventId: `change-${call}-${String(timeMs)}`,
    request,
    facts: {},
    names: leavesOf(request),
    ...changes,
  }
}

export function runOf(call: string, changes: Partial<Run> = {}): Run {
  const [service = '', name = ''] = call.split(':')
  const reads = /^(List|Get|Describe)/u.test(name)
  return {
    incident: 0,
    service,
    name,
    principal: ALICE,
    address: '192.0.2.7',
    region: 'us-east-1',
    bucket: null,
    accessLevel: reads ? 'list' : 'write',
    danger: undefined,
    firstMs: START,
    lastMs: START,
    count: 1,
    deniedCount: 0,
    bytesOut: null,
    things: [],
    thingCount: 0,
    eventIds: [`id-${call}`],
    findings: [],
    ...changes,
  }
}

export const objectsOf = (name: string, changes: Partial<ObjectCalls> = {}): ObjectCalls => ({
  incident: 0,
  name,
  bucket: 'example-payroll',
  accountId: ACCOUNT,
  region: 'us-east-1',
  count: 3,
  deniedCount: 0,
  objectCount: 2,
  bytesOut: 3_000_000,
  address: '192.0.2.7',
  firstMs: START,
  eventIds: ['id-object'],
  ...changes,
})

export const placeOf = (
  network: string,
  operator: string | null,
  country: string | null,
  kind = 'hosting',
) => ({
  network,
  operator,
  country,
  kind,
  addresses: ['192.0.2.7'],
  eventCount: 3,
})

export const intruderOf = (changes: Partial<Whereabouts> = {}): Whereabouts => ({
  incident: 0,
  principal: ALICE,
  accessKeys: [KEY],
  places: [placeOf('AS64496', 'Example Hosting', 'NL')],
  clients: ['aws-cli/2.15.30'],
  eventCount: 3,
  firstMs: START,
  lastMs: START + 13 * MINUTE,
  ...changes,
})

export const ownerOf = (changes: Partial<Owner> = {}): Owner => ({
  ...intruderOf({ places: [placeOf('AS64511', 'Example Telecom', 'DE', 'isp')] }),
  days: 20,
  daysBefore: 12,
  networksBefore: ['AS64511'],
  ...changes,
})

export const strandOf = (place: Strand['place'], changes: Partial<Strand> = {}): Strand => ({
  id: place,
  principal: ALICE,
  place,
  network: 'AS64496',
  address: undefined,
  marks: [],
  findings: new Set<number>(),
  sessions: new Set<string>(),
  addresses: new Set<string>(),
  fromMs: START,
  toMs: START,
  ...changes,
})

export const begottenOf = (child: string, changes: Partial<Begotten> = {}): Begotten => ({
  of: 'strand',
  kind: 'session',
  child,
  network: undefined,
  sinceMs: START,
  call: 'AssumeRole',
  eventId: 'made',
  parentSession: KEY,
  parentPrincipal: ALICE,
  depth: 1,
  ...changes,
})

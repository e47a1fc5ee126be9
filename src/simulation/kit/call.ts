import { API_SERVICES, type ApiService, READ_ONLY_EXCEPTIONS } from '../data/api-services.ts'
import { DEFAULT_REQUESTS } from '../data/requests.ts'
import type { Caller } from './caller.ts'
import type { Random } from './random.ts'
import type { CloudTrailRecord, Identity, JsonObject, Resource, TlsDetails } from './record.ts'
import { isoSecond } from './time-text.ts'

/** What differs from one call of a session to the next. */
export interface CallDetails {
  readonly region?: string
  /** Left out: what callers usually send (data/requests.ts), else null. */
  readonly request?: JsonObject | null
  readonly response?: JsonObject | null
  readonly resources?: readonly Resource[]
  readonly additional?: JsonObject
  /** An empty code is left out, as in a failed ConsoleLogin. */
  readonly error?: readonly [code: string, message: string]
  /** The account in whose logs it lands, where that is not the caller's. */
  readonly account?: string
  readonly identity?: Identity
  readonly eventType?: string
  readonly sharedEventID?: string
  readonly serviceEventDetails?: JsonObject
  readonly host?: string
  readonly data?: boolean
}

const NONE: CallDetails = {}
const NO_ERROR = [undefined, undefined] as const
const READ_VERBS = /^(?:Get|List|Describe|Lookup|BatchGet|Select|Search|Preview|View)/
const readOnlyCache = new Map<string, boolean>()
const tlsCache = new Map<string, TlsDetails>()

/**
 * The record that CloudTrail would write for one call.
 * @param name - `service:Call`, the service as in data/api-services.ts.
 */
export function makeRecord(
  random: Random,
  at: { readonly caller: Caller; readonly timeMs: number },
  name: string,
  details: CallDetails = NONE,
): CloudTrailRecord {
  const { caller, timeMs } = at
  const split = name.indexOf(':')
  const service = serviceOf(name.slice(0, split))
  const eventName = name.slice(split + 1)
  const region = regionOf(service, caller, details)
  const data = details.data === true
  const [errorCode, errorMessage] = details.error ?? NO_ERROR
  const s3 = service.source === 's3.amazonaws.com'
  return {
    eventVersion: service.version,
    userIdentity: details.identity ?? caller.identity,
    eventTime: isoSecond(timeMs),
    eventSource: service.source,
    eventName,
    awsRegion: region,
    sourceIPAddress: caller.address,
    userAgent: agentOf(caller, s3),
    errorCode: errorCode === '' ? undefined : errorCode,
    errorMessage,
    requestParameters: requestOf(name, details),
    responseElements: details.response ?? null,
    additionalEventData: s3 ? s3Additional(random, caller, details) : details.additional,
    requestID: requestIdOf(random, details, s3),
    eventID: random.uuid(),
    readOnly: isReadOnly(eventName),
    resources: details.resources,
    eventType: details.eventType ?? 'AwsApiCall',
    apiVersion: service.apiVersion,
    managementEvent: !data,
    recipientAccountId: details.account ?? caller.account,
    sharedEventID: details.sharedEventID,
    serviceEventDetails: details.serviceEventDetails,
    vpcEndpointId: caller.vpcEndpointId,
    vpcEndpointAccountId: endpointAccountOf(caller),
    eventCategory: data ? 'Data' : 'Management',
    tlsDetails: tlsOf(caller, details.host ?? service.host, region),
    sessionCredentialFromConsole: caller.console ? 'true' : undefined,
  }
}

/** As CloudTrail's `readOnly`. */
export function isReadOnly(eventName: string): boolean {
  const known = readOnlyCache.get(eventName)
  if (known !== undefined) return known
  const answer = READ_ONLY_EXCEPTIONS[eventName] ?? READ_VERBS.test(eventName)
  readOnlyCache.set(eventName, answer)
  return answer
}

function serviceOf(prefix: string): ApiService {
  const service = API_SERVICES[prefix]
  if (service === undefined) throw new RangeError(`No such service in the simulation: ${prefix}`)
  return service
}

function s3Additional(random: Random, caller: Caller, details: CallDetails): JsonObject {
  return {
    SignatureVersion: 'SigV4',
    CipherSuite: 'TLS_AES_128_GCM_SHA256',
    bytesTransferredIn: 0,
    AuthenticationMethod: 'AuthHeader',
    'x-amz-id-2': `${random.alphanumeric(38)}/${random.alphanumeric(36)}=`,
    bytesTransferredOut: caller.internal ? 0 : 497,
    ...details.additional,
  }
}

function tlsOf(caller: Caller, host: string, region: string): TlsDetails | undefined {
  if (caller.internal) return undefined
  const key = `${host} ${region}`
  const known = tlsCache.get(key)
  if (known !== undefined) return known
  const made: TlsDetails = {
    tlsVersion: 'TLSv1.3',
    cipherSuite: 'TLS_AES_128_GCM_SHA256',
    clientProvidedHostHeader: host.replace('*', region),
  }
  tlsCache.set(key, made)
  return made
}

function regionOf(service: ApiService, caller: Caller, details: CallDetails): string {
  return service.global ? 'us-east-1' : (details.region ?? caller.region)
}

/** S3 puts brackets around it. */
function agentOf(caller: Caller, s3: boolean): string {
  return s3 && !caller.internal ? `[${caller.agent}]` : caller.agent
}

/** Most services leave the request of a refused call out of the record; these keep it. */
const KEEPS_REFUSED = /^(?:ec2|s3|guardduty|bedrock|ce):/

function requestOf(name: string, details: CallDetails): JsonObject | null {
  if (details.error?.[0] === 'AccessDenied' && !KEEPS_REFUSED.test(name)) return null
  return details.request === undefined ? (DEFAULT_REQUESTS[name] ?? null) : details.request
}

function requestIdOf(random: Random, details: CallDetails, s3: boolean): string | undefined {
  if (details.eventType === 'AwsServiceEvent') return undefined
  return s3 ? random.base32(16) : random.uuid()
}

function endpointAccountOf(caller: Caller): string | undefined {
  return caller.vpcEndpointId === undefined ? undefined : caller.account
}

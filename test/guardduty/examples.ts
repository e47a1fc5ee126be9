import { isRecord } from '#kernel/index.ts'

export type Json = Readonly<Record<string, unknown>>

export const ACCOUNT = '123456789012'
export const KEY = 'AKIAIOSFODNN7EXAMPLE'

export interface Example {
  readonly id?: string
  readonly type?: string
  readonly severity?: unknown
  readonly title?: string
  readonly updatedAt?: unknown
  readonly first?: string
  readonly last?: string
  readonly count?: number
  readonly archived?: boolean
  readonly resource?: Json
  readonly action?: Json
  readonly service?: Json
  readonly more?: Json
}

/** The key of user alice, as a finding names it. */
export const aliceKey: Json = {
  accessKeyId: KEY,
  principalId: 'AIDACKCEVSQ6C2EXAMPLE',
  userName: 'alice',
  userType: 'IAMUser',
}

/** A call of the API from somewhere. */
export const callFrom = (address: string, api: string, service = 'iam.amazonaws.com'): Json => ({
  actionType: 'AWS_API_CALL',
  awsApiCallAction: {
    api,
    serviceName: service,
    callerType: 'Remote IP',
    remoteIpDetails: {
      ipAddressV4: address,
      country: { countryName: 'Netherlands' },
      organization: {
        asn: '64500',
        asnOrg: 'Example Hosting',
        org: 'Example Hosting',
        isp: 'Example Hosting',
      },
    },
  },
})

const USUAL = {
  id: '0123456789abcdef0123456789abcdef',
  type: 'UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom',
  resource: { resourceType: 'AccessKey', accessKeyDetails: aliceKey },
  action: callFrom('192.0.2.10', 'ListUsers'),
  first: '2026-03-14T03:00:00.000Z',
  last: '2026-03-14T03:10:00.000Z',
  archived: false,
  count: 3,
  severity: 5,
  updatedAt: '2026-03-14T03:20:00.000Z',
  title: 'API ListUsers was invoked from an IP address on a custom threat list.',
}

/** A finding as GuardDuty exports it to S3. */
export const exported = (example: Example = {}): Json => {
  const { first, last, count, archived, action, service, more, ...top } = { ...USUAL, ...example }
  return {
    schemaVersion: '2.0',
    accountId: ACCOUNT,
    region: 'us-east-1',
    partition: 'aws',
    arn: `arn:aws:guardduty:us-east-1:${ACCOUNT}:detector/d/finding/${top.id}`,
    ...top,
    service: {
      serviceName: 'guardduty',
      detectorId: 'd',
      action,
      resourceRole: 'TARGET',
      additionalInfo: { value: '{}', type: 'default' },
      eventFirstSeen: first,
      eventLastSeen: last,
      archived,
      count,
      ...service,
    },
    createdAt: '2026-03-14T03:15:00.000Z',
    description: 'API ListUsers was invoked from an IP address 192.0.2.10 on a custom threat list.',
    ...more,
  }
}

/** The same as AWS's CLI prints it. */
export function printed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(printed)
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.charAt(0).toUpperCase() + key.slice(1), printed(inner)]),
  )
}

/** The same as EventBridge carries it. */
export const bridged = (finding: Json): Json => ({
  version: '0',
  id: 'c8c4daa7-a20c-2f03-0070-b7393dd542ad',
  'detail-type': 'GuardDuty Finding',
  source: 'aws.guardduty',
  account: ACCOUNT,
  time: '2026-03-14T03:20:00Z',
  region: 'us-east-1',
  resources: [],
  detail: finding,
})

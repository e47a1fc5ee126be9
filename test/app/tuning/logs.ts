export type Json = Readonly<Record<string, unknown>>

export const ACCOUNT = '123456789012'
export const KEY = 'AKIAIOSFODNN7EXAMPLE'

export interface Call {
  readonly id: string
  /** After 2026-03-02T00:00Z. */
  readonly day: number
  readonly minute: number
  /** `iam:ListUsers`. */
  readonly call: string
  readonly ip: string
  readonly by: Json
  readonly account?: string
  readonly agent?: string
  readonly request?: Json
  readonly response?: Json
  readonly more?: Json
}

export const user = (name: string, accessKeyId: string, account = ACCOUNT): Json => ({
  type: 'IAMUser',
  arn: `arn:aws:iam::${account}:user/${name}`,
  userName: name,
  accountId: account,
  accessKeyId,
})

export const session = (role: string, accessKeyId: string): Json => ({
  type: 'AssumedRole',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/x`,
  accountId: ACCOUNT,
  accessKeyId,
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      arn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
      userName: role,
      accountId: ACCOUNT,
    },
  },
})

export function record({
  id,
  day,
  minute,
  call,
  ip,
  by,
  account = ACCOUNT,
  agent,
  request,
  response,
  more,
}: Call): Json {
  const [service = '', eventName = ''] = call.split(':')
  return {
    eventVersion: '1.11',
    eventID: id,
    eventTime: new Date(Date.UTC(2026, 2, 2 + day, 0, minute)).toISOString().replace('.000Z', 'Z'),
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: 'us-east-1',
    sourceIPAddress: ip,
    userAgent: agent ?? 'aws-cli/2.15.30 md/Botocore#1.34.0',
    userIdentity: by,
    recipientAccountId: account,
    readOnly: /^(?:List|Get|Describe)/u.test(eventName),
    eventCategory: 'Management',
    requestParameters: request ?? null,
    responseElements: response ?? null,
    ...more,
  }
}

/** How a column of the lake's `events` is read. */
export type ColumnType = 'text' | 'boolean' | 'number' | 'time' | 'date' | 'json' | 'texts' | StructType
export interface StructType {
  readonly [field: string]: 'text' | 'json' | StructType
}

const USER_IDENTITY: StructType = {
  type: 'text',
  principalId: 'text',
  arn: 'text',
  accountId: 'text',
  accessKeyId: 'text',
  userName: 'text',
  invokedBy: 'text',
  identityProvider: 'text',
  credentialId: 'text',
  sessionContext: {
    sessionIssuer: { type: 'text', principalId: 'text', arn: 'text', accountId: 'text', userName: 'text' },
    attributes: { creationDate: 'text', mfaAuthenticated: 'text' },
    webIdFederationData: { federatedProvider: 'text', attributes: 'json' },
    sourceIdentity: 'text',
    ec2RoleDelivery: 'text',
    assumedRoot: 'text',
  },
  onBehalfOf: { userId: 'text', identityStoreArn: 'text' },
}

/** The columns of docs/architecture.md, and `foreign_accounts`, which the runner adds. */
export const COLUMNS: Readonly<Record<string, ColumnType>> = {
  eventTime: 'time',
  eventVersion: 'text',
  eventSource: 'text',
  eventName: 'text',
  awsRegion: 'text',
  sourceIPAddress: 'text',
  userAgent: 'text',
  errorCode: 'text',
  errorMessage: 'text',
  requestID: 'text',
  eventID: 'text',
  eventType: 'text',
  apiVersion: 'text',
  eventCategory: 'text',
  recipientAccountId: 'text',
  sharedEventID: 'text',
  vpcEndpointId: 'text',
  vpcEndpointAccountId: 'text',
  sessionCredentialFromConsole: 'text',
  managementEvent: 'boolean',
  readOnly: 'boolean',
  userIdentity: USER_IDENTITY,
  requestParameters: 'json',
  responseElements: 'json',
  additionalEventData: 'json',
  serviceEventDetails: 'json',
  resources: 'json',
  tlsDetails: 'json',
  edgeDeviceDetails: 'json',
  addendum: 'json',
  otherFields: 'json',
  day: 'date',
  time_ms: 'number',
  account_id: 'text',
  principal: 'text',
  actor_class: 'text',
  service: 'text',
  access_level: 'text',
  danger: 'text',
  outcome: 'text',
  client_family: 'text',
  session: 'text',
  bucket: 'text',
  object_key: 'text',
  bytes_in: 'number',
  bytes_out: 'number',
  facts: 'json',
  foreign_accounts: 'texts',
  source_id: 'number',
}

/** Columns that hold words of ours and nothing of AWS's: all in small letters. */
export const OWN_WORDS: ReadonlySet<string> = new Set([
  'actor_class',
  'access_level',
  'danger',
  'outcome',
  'client_family',
])

/** Columns of texts that hardly two events share. */
export const DIFFERENT: ReadonlySet<string> = new Set([
  'object_key',
  'errorMessage',
  'eventID',
  'requestID',
  'sharedEventID',
])

/** Fields of a record that have no column of their own: they lie in `otherFields`. */
export const OTHER_RECORD_FIELDS: ReadonlySet<string> = new Set([
  'eventContext',
  'insightDetails',
  'insightContext',
  'contextPolicies',
  'eventDetails',
])

export const FACTS: ReadonlySet<string> = new Set([
  'accounts',
  'public',
  'conditional',
  'principals',
  'federated',
  'services',
  'actions',
  'admin',
  'escalation',
  'policy_arn',
  'world',
  'cidrs',
  'prefix_lists',
  'groups',
  'ports',
  'protocols',
  'admin_ports',
  'direction',
  'target',
  'target_kind',
  'self',
  'narrowed',
  'destination',
])

/** Derived columns whose names could be AWS's. */
const DERIVED = new Set(['day', 'principal', 'service', 'danger', 'outcome', 'session', 'bucket', 'facts'])

/** What a keyword search reads: the event as AWS wrote it. */
export const KEYWORD_COLUMNS: readonly string[] = Object.keys(COLUMNS).filter(
  (name) => !name.includes('_') && !DERIVED.has(name),
)

/** The fields of those columns: the leaves of structs, whose own text would hold the names of absent fields. */
export const KEYWORD_FIELDS: readonly string[] = KEYWORD_COLUMNS.flatMap((name) =>
  leafNames(name, COLUMNS[name]),
)

function leafNames(name: string, type: ColumnType | undefined): readonly string[] {
  if (typeof type !== 'object') return [name]
  return Object.entries(type).flatMap(([step, inner]) => leafNames(`${name}.${step}`, inner))
}

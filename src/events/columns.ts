/**
 * How each top-level field of a record is kept. `few`: one of a limited number of texts (a dictionary); `many`: text that
 * mostly differs from event to event; `json`: the bytes AWS wrote.
 */
export const FIELD_KINDS = {
  eventVersion: 'few',
  eventSource: 'few',
  eventName: 'few',
  awsRegion: 'few',
  sourceIPAddress: 'few',
  userAgent: 'few',
  errorCode: 'few',
  errorMessage: 'many',
  requestID: 'many',
  eventID: 'many',
  eventType: 'few',
  apiVersion: 'few',
  eventCategory: 'few',
  recipientAccountId: 'few',
  sharedEventID: 'many',
  vpcEndpointId: 'few',
  vpcEndpointAccountId: 'few',
  sessionCredentialFromConsole: 'few',
  requestParameters: 'json',
  responseElements: 'json',
  additionalEventData: 'json',
  serviceEventDetails: 'json',
  resources: 'json',
  tlsDetails: 'few',
  edgeDeviceDetails: 'json',
  addendum: 'json',
  managementEvent: 'boolean',
  readOnly: 'boolean',
} as const
export type FieldName = keyof typeof FIELD_KINDS

type NamesOf<Kind extends string> = {
  [Name in FieldName]: (typeof FIELD_KINDS)[Name] extends Kind ? Name : never
}[FieldName]
export type FewName = NamesOf<'few'>
export type SliceName = NamesOf<'many' | 'json'>
export type BooleanName = NamesOf<'boolean'>

/** Derived text columns, all with few distinct values. */
export const DERIVED_FEW = [
  'account_id',
  'principal',
  'actor_class',
  'service',
  'access_level',
  'danger',
  'outcome',
  'client_family',
  'session',
  'bucket',
] as const
export type DerivedName = (typeof DERIVED_FEW)[number]

/** Derived text that is written anew for an event. */
export const DERIVED_MADE = ['object_key', 'facts', 'otherFields'] as const
export type MadeName = (typeof DERIVED_MADE)[number]

/** Leaves of `userIdentity`, as paths below it; all of them text. The order is the order of the columns. */
export const IDENTITY_LEAVES = [
  ['type'],
  ['principalId'],
  ['arn'],
  ['accountId'],
  ['accessKeyId'],
  ['userName'],
  ['invokedBy'],
  ['identityProvider'],
  ['credentialId'],
  ['sessionContext', 'sessionIssuer', 'type'],
  ['sessionContext', 'sessionIssuer', 'principalId'],
  ['sessionContext', 'sessionIssuer', 'arn'],
  ['sessionContext', 'sessionIssuer', 'accountId'],
  ['sessionContext', 'sessionIssuer', 'userName'],
  ['sessionContext', 'attributes', 'creationDate'],
  ['sessionContext', 'attributes', 'mfaAuthenticated'],
  ['sessionContext', 'webIdFederationData', 'federatedProvider'],
  ['sessionContext', 'webIdFederationData', 'attributes'],
  ['sessionContext', 'sourceIdentity'],
  ['sessionContext', 'ec2RoleDelivery'],
  ['sessionContext', 'assumedRoot'],
  ['onBehalfOf', 'userId'],
  ['onBehalfOf', 'identityStoreArn'],
] as const satisfies readonly (readonly string[])[]

/** CloudTrail's field names, for tables whose engine writes all names in lower case. */
const NAMES: readonly string[] = `
  eventVersion userIdentity eventTime eventSource eventName awsRegion sourceIPAddress userAgent
  errorCode errorMessage requestParameters responseElements additionalEventData requestID eventID
  eventType apiVersion managementEvent readOnly resources tlsDetails recipientAccountId
  serviceEventDetails sharedEventID vpcEndpointId vpcEndpointAccountId eventCategory addendum
  edgeDeviceDetails sessionCredentialFromConsole insightDetails principalId accountId accessKeyId
  userName invokedBy identityProvider credentialId sessionContext sessionIssuer attributes
  creationDate mfaAuthenticated webIdFederationData federatedProvider sourceIdentity
  ec2RoleDelivery assumedRoot onBehalfOf userId identityStoreArn tlsVersion cipherSuite
  clientProvidedHostHeader type arn ARN
`
  .trim()
  .split(/\s+/)

const BY_PLAIN = new Map(NAMES.map((name) => [name.toLowerCase(), name]))
// Of resources' own, `ARN` is AWS's spelling; userIdentity's is `arn`, which is the one that counts.
BY_PLAIN.set('arn', 'arn')

/** AWS's spelling of a name; what AWS does not have stays as it is. */
export const canonicalName = (name: string): string =>
  BY_PLAIN.get(name.trim().toLowerCase().replaceAll(/[ _]/g, '')) ?? name.trim()

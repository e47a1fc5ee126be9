/** A value as it stands in JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

/** `userIdentity`, in the order in which AWS writes its fields. */
export interface Identity {
  readonly type: string
  readonly principalId?: string
  readonly arn?: string
  readonly accountId?: string
  readonly accessKeyId?: string
  readonly userName?: string
  readonly identityProvider?: string
  readonly sessionContext?: SessionContext
  readonly onBehalfOf?: { readonly userId: string; readonly identityStoreArn: string }
  readonly credentialId?: string
  readonly invokedBy?: string
}

export interface SessionContext {
  readonly sessionIssuer?: {
    readonly type: string
    readonly principalId: string
    readonly arn: string
    readonly accountId: string
    readonly userName: string
  }
  readonly webIdFederationData?: { readonly federatedProvider: string; readonly attributes: JsonObject }
  readonly attributes: { readonly creationDate: string; readonly mfaAuthenticated: 'true' | 'false' }
  readonly ec2RoleDelivery?: string
  readonly sourceIdentity?: string
}

export interface Resource {
  readonly accountId?: string
  readonly type: string
  readonly ARN: string
}

export interface TlsDetails {
  readonly tlsVersion: string
  readonly cipherSuite: string
  readonly clientProvidedHostHeader: string
}

/**
 * One CloudTrail record, version 1.08 to 1.11, fields in AWS's order. `undefined` is not written.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export interface CloudTrailRecord {
  readonly eventVersion: string
  readonly userIdentity: Identity
  readonly eventTime: string
  readonly eventSource: string
  readonly eventName: string
  readonly awsRegion: string
  readonly sourceIPAddress: string
  readonly userAgent: string
  readonly errorCode: string | undefined
  readonly errorMessage: string | undefined
  readonly requestParameters: JsonObject | null
  readonly responseElements: JsonObject | null
  readonly additionalEventData: JsonObject | undefined
  readonly requestID: string | undefined
  readonly eventID: string
  readonly readOnly: boolean
  readonly resources: readonly Resource[] | undefined
  readonly eventType: string
  readonly apiVersion: string | undefined
  readonly managementEvent: boolean
  readonly recipientAccountId: string
  readonly sharedEventID: string | undefined
  readonly serviceEventDetails: JsonObject | undefined
  readonly vpcEndpointId: string | undefined
  readonly vpcEndpointAccountId: string | undefined
  readonly eventCategory: 'Management' | 'Data'
  readonly tlsDetails: TlsDetails | undefined
  readonly sessionCredentialFromConsole: 'true' | undefined
}

/** A record where and when it was made; `label` names the attack or hard ordinary event it belongs to. */
export interface SimulatedEvent {
  /** The account in whose logs it lands. */
  readonly account: string
  readonly region: string
  readonly timeMs: number
  readonly event: CloudTrailRecord
  readonly label: string | undefined
}

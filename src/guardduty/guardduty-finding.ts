/** One of GuardDuty's findings, as far as it bears on what CloudTrail shows. Every text in it may be an attacker's. */
export interface GuardDutyFinding {
  /** Unique within the account. */
  readonly id: string
  readonly accountId: string
  readonly region: string | undefined
  readonly type: FindingType
  /** 1 to 10, as GuardDuty gives it. */
  readonly severity: number
  readonly title: string
  readonly description: string
  readonly updatedMs: number
  /** Of the activity, both inclusive. */
  readonly firstMs: number
  readonly lastMs: number
  /** How often GuardDuty saw it; at least 1. */
  readonly count: number
  /** Put aside, by a person or by a suppression rule. */
  readonly isArchived: boolean
  /** Made to be looked at: nothing of it happened. */
  readonly isSample: boolean
  readonly traces: Traces
}

/** `ThreatPurpose:ResourceTypeAffected/ThreatFamilyName.DetectionMechanism!Artifact`. */
export interface FindingType {
  readonly text: string
  readonly purpose: string
  readonly resource: string
  readonly family: string
}

/** What a finding names that CloudTrail names too. */
export interface Traces {
  readonly actors: readonly Actor[]
  /** Remote addresses. */
  readonly addresses: readonly RemoteAddress[]
  /** `s3.amazonaws.com:GetObject`; without a service where none is named. */
  readonly calls: readonly string[]
  readonly clients: readonly string[]
  readonly instances: readonly string[]
  /** ARNs or names of what was acted on. */
  readonly resources: readonly string[]
  /** Whether the remote addresses came to us: of an outbound connection they are where it went. */
  readonly isInbound: boolean
  /** Tactics that GuardDuty names itself, as ATT&CK spells them. */
  readonly tactics: readonly string[]
  readonly techniques: readonly string[]
}

/** Whose credential it was. */
export interface Actor {
  readonly accessKeyId: string | undefined
  /** `AIDA…`, `AROA…:session`. */
  readonly principalId: string | undefined
  /** As the lake writes it, as far as GuardDuty's names go: paths of users and roles are not among them. */
  readonly principal: string | undefined
  readonly actorClass: string | undefined
}

export interface RemoteAddress {
  readonly address: string
  /** `Example Hosting, AS64500, Netherlands`; empty where nothing is known. */
  readonly whose: string
}

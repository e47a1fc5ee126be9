/** A value that could stand in the settings, and what was seen that speaks for it. */
export interface ProposedValue {
  /** Written as it stands, in YAML's quotes where it needs them. */
  readonly value: string | { readonly name: string; readonly cidr: string }
  readonly evidence: string
  /** Written as a comment: the user has to decide. */
  readonly isDoubtful?: boolean
}

export interface ProposedHours {
  readonly day: string
  /** `08:00-18:00` */
  readonly hours: string
  readonly evidence: string
}

export interface ProposedWeek {
  readonly timeZone: string
  readonly days: readonly ProposedHours[]
}

/** What `trailhound init` makes a settings file of. */
export interface SettingsProposal {
  /** `375,437 events of 3 accounts, 2026-01-05 to 2026-02-01` */
  readonly basis: string
  readonly accounts: readonly ProposedValue[]
  readonly trustedNetworks: readonly ProposedValue[]
  readonly sensitiveBuckets: readonly ProposedValue[]
  readonly ciRoles: readonly ProposedValue[]
  readonly iacRoles: readonly ProposedValue[]
  readonly workingHours: ProposedWeek | undefined
}

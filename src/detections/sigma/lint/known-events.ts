/** What lint asks of the world; `reference` answers it. */
export interface KnownEvents {
  /** Whether CloudTrail writes this eventSource. */
  readonly isKnownSource: (eventSource: string) => boolean
  /** What CloudTrail writes for a source that is named otherwise. */
  readonly betterSource: (eventSource: string) => string | undefined
  readonly isKnownEvent: (eventSource: string, eventName: string) => boolean
  /** Whether the name is a permission of the service, and never an event. */
  readonly isPermissionOnly: (eventSource: string, eventName: string) => boolean
  readonly isPermissionOnlyAnywhere: (eventName: string) => boolean
  /** Every source that has an event of this name. */
  readonly sourcesOf: (eventName: string) => readonly string[]
}

/** Adds a warning about a line of the rule. */
export type Warn = (line: number, reason: string) => void

import type { Resolution, Severity, Status } from '#incidents/index.ts'

/** What the workspace keeps of an incident, as `trailhound incident list --json` prints it. Times are ISO 8601 in UTC. */
export interface SavedIncident {
  readonly id: string
  readonly status: Status
  /** Of a closed one; else null. */
  readonly resolution: Resolution | null
  readonly severity: Severity
  readonly score: number
  /** Holds text from the logs. */
  readonly title: string
  readonly firstEvent: string
  readonly lastEvent: string
  readonly detectedAt: string
  readonly eventCount: number
  /** When a run first told it, and last. */
  readonly createdAt: string
  readonly toldAt: string
  /** False where only parts of the logs were looked at: `trailhound detect` tells it whole. */
  readonly isWhole: boolean
}

/** What happened to an incident. */
export interface HistoryLine {
  /** It happened to this one, which may be a part of the other by now. */
  readonly incidentId: string
  readonly at: string
  readonly who: string
  /** `told` `merged` `acknowledged` `closed` `reopened` `noted` */
  readonly act: string
  readonly resolution: Resolution | null
  /** Written by people, or holding text from the logs. */
  readonly text: string
}

/** An incident and its history, oldest first. */
export interface TriagedIncident extends SavedIncident {
  readonly history: readonly HistoryLine[]
}

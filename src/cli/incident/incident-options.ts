/** Options of every verb of `trailhound incident`. */
export interface IncidentOptions {
  readonly workspace: string
  readonly config?: string
  readonly json?: boolean
}

/** Options of the verbs that judge. */
export interface JudgingOptions extends IncidentOptions {
  readonly by?: string
}

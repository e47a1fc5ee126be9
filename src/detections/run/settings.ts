/** What the user knows of his own organisation, as far as detections ask. */
export interface DetectionSettings {
  /** Own accounts: those of the settings, and all that have logs in the lake. */
  readonly ownAccounts: readonly string[]
}

/** Which events are looked at. */
export interface DetectionScope {
  /** Events of these source objects; undefined: of all. */
  readonly sourceIds: readonly number[] | undefined
  /** ms since epoch; `fromMs` is in it, `toMs` not. */
  readonly fromMs: number | undefined
  readonly toMs: number | undefined
  readonly accounts: readonly string[]
  readonly regions: readonly string[]
}

import type { Settings, TunePlace } from '#app/index.ts'

/** Options of every verb under `tune`. */
export interface TuneOptions {
  readonly workspace: string
  readonly config?: string
  readonly json?: boolean
}

export const placeOf = ({ workspace }: TuneOptions, settings: Settings): TunePlace => ({
  root: workspace,
  settings,
  nowMs: Date.now(),
})

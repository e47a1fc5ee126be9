import type { Finding } from '#findings/index.ts'
import type { Strand } from '../build/strands.ts'
import type { Begotten } from '../lineage/begotten.ts'
import type { Story } from './story.ts'

/** What a story is told from. */
export interface StoryIncident {
  /** `incident_no` of the table `incident_events`. */
  readonly no: number
  /** Worst first. */
  readonly findings: readonly Finding[]
  readonly strands: readonly Strand[]
  readonly begotten: readonly Begotten[]
}

/** A story before anybody planned what to do. */
export type ToldStory = Omit<Story, 'containment' | 'undo'>

import { z } from 'zod'
import { LEVELS } from '#findings/index.ts'

const FINDING = z.object({
  id: z.string(),
  detection: z.string(),
  kind: z.string(),
  level: z.enum(LEVELS),
  rows: z.array(z.string()),
  principal: z.string().nullable(),
  accessKeys: z.array(z.string()),
  eventIds: z.array(z.string()),
  count: z.number(),
  firstEvent: z.string(),
  lastEvent: z.string(),
})
const INCIDENT = z.object({
  rank: z.number(),
  severity: z.enum(LEVELS),
  title: z.string(),
  findingIds: z.array(z.string()),
  accessKeys: z.array(z.string()),
  eventIds: z.array(z.string()),
})
const REPORT = z.object({ findings: z.array(FINDING), incidents: z.array(INCIDENT) })

/** What of `investigate --json` (schemas/report.schema.json) is compared with the truth. */
export type SeenReport = z.infer<typeof REPORT>
export type SeenFinding = z.infer<typeof FINDING>
export type SeenIncident = z.infer<typeof INCIDENT>

/** @throws ZodError for anything that is no report. */
export const readSeenReport = (text: string): SeenReport => REPORT.parse(JSON.parse(text))

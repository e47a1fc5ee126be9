import type { Level } from '#findings/index.ts'
import type { RegionPlace } from '../check.ts'
import { counted, dayOf } from '../times.ts'

/** `arn:aws:guardduty:eu-central-1:123456789012`, as a name for a whole service of a region. */
export const regionArn = (
  { account: { partition, accountId }, region: { RegionName } }: RegionPlace,
  service: string,
  name = '',
): string => `arn:${partition}:${service}:${RegionName}:${accountId}${name === '' ? '' : `:${name}`}`

/** Graver where the logs show that the region is worked in, milder where nobody does; as the check has it without logs. */
export function regionUse(
  { usage, account: { accountId }, region: { RegionName } }: RegionPlace,
  levels: { readonly used: Level; readonly unused: Level },
): { readonly level?: Level; readonly use?: string } {
  if (usage === undefined) return {}
  const seen = usage.regions.get(`${accountId}/${RegionName}`)
  if (seen === undefined || seen.writes === 0)
    return {
      level: levels.unused,
      use: `The logs show nothing changed in ${RegionName}: a thief would be alone there.`,
    }
  return {
    level: levels.used,
    use: `The logs show ${counted(seen.writes, 'change')} in ${RegionName}, the last event on ${dayOf(seen.lastMs)}.`,
  }
}

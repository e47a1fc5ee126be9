import { DETECTOR_PARTS, REGION_PARTS } from '../snapshot/region.ts'
import type { Answer, Asker } from './ask.ts'
import { listOf, recordOf, recordsOf, tell } from './ask.ts'

/** GuardDuty's detector of one region, with features, filters, exports and what it found. */
export const collectDetectors = async (asker: Asker) =>
  tell({ action: 'guardduty:ListDetectors', part: REGION_PARTS.detectors }, async () => {
    const ids = await asker.list('guardduty', 'ListDetectors', { items: 'DetectorIds' })
    return await Promise.all(ids.map(async (DetectorId) => detectorOf(asker, DetectorId)))
  })

async function detectorOf(asker: Asker, DetectorId: unknown): Promise<unknown> {
  const input = { DetectorId }
  const { Status, Features } = await asker.ask('guardduty', 'GetDetector', input)
  const [filters, destinations, openFindings] = await Promise.all([
    tell({ action: 'guardduty:GetFilter', part: DETECTOR_PARTS.filters }, async () =>
      filtersOf(asker, input),
    ),
    tell({ action: 'guardduty:ListPublishingDestinations', part: DETECTOR_PARTS.destinations }, async () =>
      asker.list('guardduty', 'ListPublishingDestinations', { items: 'Destinations', input }),
    ),
    tell({ action: 'guardduty:GetFindingsStatistics', part: DETECTOR_PARTS.openFindings }, async () => {
      const answer = await asker.ask('guardduty', 'GetFindingsStatistics', {
        ...input,
        FindingStatisticTypes: ['COUNT_BY_SEVERITY'],
        FindingCriteria: { Criterion: { 'service.archived': { Eq: ['false'] } } },
      })
      return recordOf(recordOf(answer['FindingStatistics'])['CountBySeverity'])
    }),
  ])
  return { DetectorId, Status, Features: recordsOf(Features), filters, destinations, openFindings }
}

async function filtersOf(asker: Asker, input: Answer): Promise<readonly unknown[]> {
  const names = await asker.list('guardduty', 'ListFilters', { items: 'FilterNames', input })
  return await Promise.all(
    listOf(names).map(async (FilterName) => asker.ask('guardduty', 'GetFilter', { ...input, FilterName })),
  )
}

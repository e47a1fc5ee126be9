import type { Level } from '#findings/index.ts'
import { call } from '../calls.ts'
import {
  failed,
  notApplicable,
  type Outcome,
  passed,
  type RegionCheck,
  type RegionPlace,
  whenKnown,
} from '../check.ts'
import type { Detector } from '../snapshot/region.ts'
import { counted } from '../times.ts'
import { regionArn, regionUse } from './region-use.ts'

/** What tells of stolen credentials and of data that leaves; the control of AWS's that asks for it. */
const FEATURES: Readonly<Record<string, string>> = {
  S3_DATA_EVENTS: 'GuardDuty.10',
  EKS_AUDIT_LOGS: 'GuardDuty.5',
  RUNTIME_MONITORING: 'GuardDuty.11',
  LAMBDA_NETWORK_LOGS: 'GuardDuty.6',
  RDS_LOGIN_EVENTS: 'GuardDuty.9',
  EBS_MALWARE_PROTECTION: 'GuardDuty.8',
}
/** Without it a theft of credentials from EC2 or of objects is told by halves; the others are about other things. */
const GRAVE_FEATURE = 'S3_DATA_EVENTS'
/** GuardDuty's severities from 7 on are high or critical. */
const HIGH_SEVERITY = 7

const FACTS = { rows: ['5.4'], scope: 'region' } as const

const isOn = ({ Status }: Detector): boolean => Status === 'ENABLED'

const guarddutyOff: RegionCheck = {
  ...FACTS,
  id: 'guardduty-off',
  title: 'GuardDuty is off in a region',
  level: 'high',
  why: 'GuardDuty sees what logs here do not hold (DNS, flow logs), and stolen instance credentials; thieves like regions where it is off.',
  cis: [],
  controls: ['GuardDuty.1'],
  look: (place) =>
    whenKnown(
      place.region.detectors,
      { resource: regionArn(place, 'guardduty'), leavesOpen: 'Whether GuardDuty is on.' },
      (detectors) => {
        const resource = regionArn(place, 'guardduty')
        if (detectors.some(isOn)) return [passed(resource, `GuardDuty is on in ${place.region.RegionName}.`)]
        const [paused] = detectors
        const { RegionName: region } = place.region
        return [
          failed(resource, `GuardDuty is ${paused === undefined ? 'off' : 'suspended'} in ${region}.`, {
            ...regionUse(place, { used: 'high', unused: 'medium' }),
            fix: [
              paused === undefined
                ? call('guardduty', 'create-detector', { enable: true }, region)
                : call(
                    'guardduty',
                    'update-detector',
                    { 'detector-id': paused.DetectorId, enable: true },
                    region,
                  ),
            ],
          }),
        ]
      },
    ),
}

const eachDetector = (
  place: RegionPlace,
  leavesOpen: string,
  look: (detector: Detector, resource: string) => readonly Outcome[],
): readonly Outcome[] =>
  whenKnown(place.region.detectors, { resource: regionArn(place, 'guardduty'), leavesOpen }, (detectors) => {
    const on = detectors.filter(isOn)
    return on.length === 0
      ? [notApplicable(regionArn(place, 'guardduty'), 'GuardDuty is off.')]
      : on.flatMap((one) => look(one, regionArn(place, 'guardduty', `detector/${one.DetectorId}`)))
  })

const featuresOff: RegionCheck = {
  ...FACTS,
  id: 'guardduty-features-off',
  title: 'GuardDuty does not look at all it could',
  level: 'medium',
  why: 'Without S3 protection GuardDuty sees nobody who reads objects; without the others it is blind for clusters, functions and databases.',
  cis: [],
  controls: Object.values(FEATURES),
  look: (place) =>
    eachDetector(place, 'Which features of GuardDuty are on.', ({ DetectorId, Features }, resource) => {
      const on = new Set(Features.filter(({ Status }) => Status === 'ENABLED').map(({ Name }) => Name))
      const off = Object.keys(FEATURES).filter((name) => !on.has(name))
      if (off.length === 0) return [passed(resource, 'All features that tell of theft are on.')]
      const level: Level = off.includes(GRAVE_FEATURE) ? 'medium' : 'low'
      return [
        failed(resource, `Off in ${place.region.RegionName}: ${off.join(', ')}.`, {
          level,
          fix: [
            'Each costs by what it reads:',
            call(
              'guardduty',
              'update-detector',
              {
                'detector-id': DetectorId,
                features: { json: off.map((Name) => ({ Name, Status: 'ENABLED' })) },
              },
              place.region.RegionName,
            ),
          ],
        }),
      ]
    }),
}

const filtersHide: RegionCheck = {
  ...FACTS,
  rows: ['5.4', '5.6'],
  id: 'guardduty-findings-suppressed',
  title: 'A filter archives findings of GuardDuty before anybody sees them',
  level: 'medium',
  why: 'A suppression filter hides what it matches for ever. Thieves make them, too: each should have a known author and reason.',
  cis: [],
  controls: [],
  look: (place) =>
    eachDetector(place, 'Whether filters hide findings.', ({ DetectorId, filters }, resource) =>
      whenKnown(filters, { resource, leavesOpen: 'Whether filters hide findings.' }, (all) => {
        const hiding = all.filter(({ Action }) => Action === 'ARCHIVE')
        if (hiding.length === 0) return [passed(resource, 'No filter hides findings.')]
        return hiding.map(({ Name }) =>
          failed(
            `${resource}/filter/${Name}`,
            `Filter ${Name} archives what it matches in ${place.region.RegionName}.`,
            {
              fix: [
                'See what it hides, and who made it:',
                call(
                  'guardduty',
                  'get-filter',
                  { 'detector-id': DetectorId, 'filter-name': Name },
                  place.region.RegionName,
                ),
                'Unless it is meant:',
                call(
                  'guardduty',
                  'delete-filter',
                  { 'detector-id': DetectorId, 'filter-name': Name },
                  place.region.RegionName,
                ),
              ],
            },
          ),
        )
      }),
    ),
}

const findingsUnread: RegionCheck = {
  ...FACTS,
  rows: ['5.4', '1.4'],
  id: 'guardduty-findings-open',
  title: 'GuardDuty has grave findings that nobody has dealt with',
  level: 'high',
  why: 'GuardDuty has told already. Findings are kept for 90 days; then they are gone, dealt with or not.',
  cis: [],
  controls: [],
  look: (place) =>
    eachDetector(place, 'Whether GuardDuty has findings.', ({ DetectorId, openFindings }, resource) =>
      whenKnown(openFindings, { resource, leavesOpen: 'Whether GuardDuty has findings.' }, (bySeverity) => {
        const grave = Object.entries(bySeverity).filter(
          ([severity, count]) => Number(severity) >= HIGH_SEVERITY && count > 0,
        )
        const count = grave.reduce((sum, [, some]) => sum + some, 0)
        if (count === 0) return [passed(resource, 'No finding of severity 7 or more is open.')]
        return [
          failed(
            resource,
            `${counted(count, 'finding')} of severity 7 or more open in ${place.region.RegionName}.`,
            {
              fix: [
                call(
                  'guardduty',
                  'list-findings',
                  {
                    'detector-id': DetectorId,
                    'finding-criteria': {
                      json: {
                        Criterion: {
                          severity: { Gte: HIGH_SEVERITY },
                          'service.archived': { Eq: ['false'] },
                        },
                      },
                    },
                  },
                  place.region.RegionName,
                ),
              ],
            },
          ),
        ]
      }),
    ),
}

const noExport: RegionCheck = {
  ...FACTS,
  id: 'guardduty-findings-not-kept',
  title: 'Findings of GuardDuty are gone after 90 days',
  level: 'low',
  why: 'Without an export nobody can look back further than 90 days, and a thief in the account can archive them.',
  cis: [],
  controls: [],
  look: (place) =>
    eachDetector(place, 'Whether findings are kept.', ({ DetectorId, destinations }, resource) =>
      whenKnown(destinations, { resource, leavesOpen: 'Whether findings are kept.' }, (all) =>
        all.some(({ Status }) => Status === 'PUBLISHING')
          ? [passed(resource, 'Findings are exported.')]
          : [
              failed(resource, `Findings of ${place.region.RegionName} are exported nowhere.`, {
                fix: [
                  call(
                    'guardduty',
                    'create-publishing-destination',
                    {
                      'detector-id': DetectorId,
                      'destination-type': 'S3',
                      'destination-properties': {
                        json: { DestinationArn: 'BUCKET_ARN', KmsKeyArn: 'KEY_ARN' },
                      },
                    },
                    place.region.RegionName,
                  ),
                ],
              }),
            ],
      ),
    ),
}

export const GUARDDUTY_CHECKS: readonly RegionCheck[] = [
  guarddutyOff,
  featuresOff,
  filtersHide,
  findingsUnread,
  noExport,
]

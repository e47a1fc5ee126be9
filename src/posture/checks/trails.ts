import { call } from '../calls.ts'
import {
  type AccountCheck,
  failed,
  notApplicable,
  type Outcome,
  type Place,
  passed,
  valueOf,
  whenKnown,
} from '../check.ts'
import type { Trail } from '../snapshot/trails.ts'
import { counted } from '../times.ts'
import { logsDataEvents, managementGaps } from './selectors.ts'

const update = (trail: Trail, options: Parameters<typeof call>[2]): ReturnType<typeof call> =>
  call('cloudtrail', 'update-trail', { name: trail.TrailARN, ...options }, trail.HomeRegion)

const isLogging = (trail: Trail): boolean => valueOf(trail.status)?.IsLogging !== false

const eachTrail = (
  { account }: Place,
  leavesOpen: string,
  look: (trail: Trail) => readonly Outcome[],
): readonly Outcome[] =>
  whenKnown(account.trails, { resource: account.accountId, leavesOpen }, (trails) =>
    trails.length === 0
      ? [notApplicable(account.accountId, 'The account has no trail.')]
      : trails.flatMap(look),
  )

const FACTS = { rows: ['5.4', '5.6'], scope: 'account' } as const

const noMultiRegionTrail: AccountCheck = {
  ...FACTS,
  id: 'trail-missing',
  title: 'No trail logs the management events of all regions',
  level: 'critical',
  why: 'What is not logged cannot be seen, by this tool or any other: a thief works where no trail looks.',
  cis: ['3.1'],
  controls: ['CloudTrail.1'],
  look: ({ account }) =>
    whenKnown(
      account.trails,
      { resource: account.accountId, leavesOpen: 'Whether all regions are logged.' },
      (trails) => {
        const whole = trails.filter(
          (trail) =>
            trail.IsMultiRegionTrail &&
            trail.IncludeGlobalServiceEvents &&
            isLogging(trail) &&
            (valueOf(trail.selectors) === undefined || managementGaps(valueOf(trail.selectors)).length === 0),
        )
        const [unsure] = whole
        if (unsure === undefined)
          return [
            failed(
              account.accountId,
              `${trails.length === 0 ? 'The account has no trail' : `None of ${counted(trails.length, 'trail')} logs all management events of all regions`}.`,
              {
                fix: [
                  'A bucket of another account, that lets CloudTrail write, is best; then:',
                  call('cloudtrail', 'create-trail', {
                    name: 'TRAIL',
                    's3-bucket-name': 'BUCKET',
                    'is-multi-region-trail': true,
                    'enable-log-file-validation': true,
                  }),
                  call('cloudtrail', 'start-logging', { name: 'TRAIL' }),
                ],
              },
            ),
          ]
        const sure = whole.find((trail) => 'value' in trail.status && 'value' in trail.selectors)
        if (sure !== undefined)
          return [passed(account.accountId, `${sure.Name} logs all management events of all regions.`)]
        const part = 'notKnown' in unsure.status ? unsure.status : unsure.selectors
        return whenKnown<unknown>(
          part,
          { resource: unsure.TrailARN, leavesOpen: 'Whether this trail logs, and all of it.' },
          () => [],
        )
      },
    ),
}

const trailStopped: AccountCheck = {
  ...FACTS,
  id: 'trail-stopped',
  title: 'A trail does not log',
  level: 'high',
  why: 'Stopping the trail is what thieves do early. Whoever stopped it, and when, is in the event history for 90 days.',
  cis: ['3.1'],
  controls: ['CloudTrail.3'],
  look: (place) =>
    eachTrail(place, 'Whether trails log.', (trail) =>
      whenKnown(
        trail.status,
        { resource: trail.TrailARN, leavesOpen: 'Whether the trail logs.' },
        ({ IsLogging }) => [
          IsLogging
            ? passed(trail.TrailARN, `${trail.Name} logs.`)
            : failed(trail.TrailARN, `${trail.Name} does not log.`, {
                fix: [
                  call('cloudtrail', 'start-logging', { name: trail.TrailARN }, trail.HomeRegion),
                  'Who stopped it:',
                  call(
                    'cloudtrail',
                    'lookup-events',
                    { 'lookup-attributes': 'AttributeKey=EventName,AttributeValue=StopLogging' },
                    trail.HomeRegion,
                  ),
                ],
              }),
        ],
      ),
    ),
}

const validationOff: AccountCheck = {
  ...FACTS,
  id: 'trail-without-validation',
  title: 'The log files of a trail can be altered unnoticed',
  level: 'medium',
  why: 'Without digests nobody can prove that a log file was not changed or deleted.',
  cis: ['3.2'],
  controls: ['CloudTrail.4'],
  look: (place) =>
    eachTrail(place, 'Whether log files are validated.', (trail) => [
      trail.LogFileValidationEnabled
        ? passed(trail.TrailARN, `${trail.Name} writes digests.`)
        : failed(trail.TrailARN, `${trail.Name} writes no digests.`, {
            fix: [update(trail, { 'enable-log-file-validation': true })],
          }),
    ]),
}

const noKms: AccountCheck = {
  ...FACTS,
  id: 'trail-without-kms-key',
  title: 'The log files of a trail are not encrypted with a key of your own',
  level: 'low',
  why: 'With a key of your own, reading the bucket is not enough to read the logs: what a thief is looking for is in them.',
  cis: ['3.5'],
  controls: ['CloudTrail.2'],
  look: (place) =>
    eachTrail(place, 'Whether log files are encrypted with a key of your own.', (trail) => [
      trail.KmsKeyId === undefined
        ? failed(trail.TrailARN, `${trail.Name} has no KMS key.`, {
            fix: [
              'The policy of the key must let CloudTrail encrypt and your readers decrypt:',
              update(trail, { 'kms-key-id': 'KEY_ARN' }),
            ],
          })
        : passed(trail.TrailARN, `${trail.Name} encrypts with ${trail.KmsKeyId}.`),
    ]),
}

const deliveryFails: AccountCheck = {
  ...FACTS,
  id: 'trail-delivery-fails',
  title: 'A trail cannot deliver its logs',
  level: 'high',
  why: 'The trail is on and nothing arrives: a changed bucket policy or key is a quiet way of switching logging off.',
  cis: [],
  controls: [],
  look: (place) =>
    eachTrail(place, 'Whether logs are delivered.', (trail) =>
      whenKnown(
        trail.status,
        { resource: trail.TrailARN, leavesOpen: 'Whether its logs are delivered.' },
        (status) => {
          const errors = [
            status.LatestDeliveryError && `logs: ${status.LatestDeliveryError}`,
            status.LatestDigestDeliveryError && `digests: ${status.LatestDigestDeliveryError}`,
            status.LatestCloudWatchLogsDeliveryError &&
              `CloudWatch Logs: ${status.LatestCloudWatchLogsDeliveryError}`,
          ].filter((text) => text !== '')
          if (errors.length === 0) return [passed(trail.TrailARN, `${trail.Name} delivers without errors.`)]
          return [
            failed(trail.TrailARN, `${trail.Name} fails to deliver: ${errors.join('; ')}.`, {
              fix: [
                `The bucket ${trail.S3BucketName} must exist and its policy let CloudTrail write:`,
                call('s3api', 'get-bucket-policy', { bucket: trail.S3BucketName }),
              ],
            }),
          ]
        },
      ),
    ),
}

const noCloudWatch: AccountCheck = {
  ...FACTS,
  id: 'trail-without-cloudwatch',
  title: 'A trail does not go to CloudWatch Logs',
  level: 'low',
  why: 'Files come minutes later; alarms in the account itself need the stream.',
  cis: [],
  controls: ['CloudTrail.5'],
  look: (place) =>
    eachTrail(place, 'Whether trails go to CloudWatch Logs.', (trail) => [
      trail.CloudWatchLogsLogGroupArn === undefined
        ? failed(trail.TrailARN, `${trail.Name} goes to no log group.`, {
            fix: [
              update(trail, {
                'cloud-watch-logs-log-group-arn': 'LOG_GROUP_ARN',
                'cloud-watch-logs-role-arn': 'ROLE_ARN',
              }),
            ],
          })
        : passed(trail.TrailARN, `${trail.Name} goes to ${trail.CloudWatchLogsLogGroupArn}.`),
    ]),
}

const managementNarrowed: AccountCheck = {
  ...FACTS,
  id: 'trail-narrowed',
  title: 'A trail leaves out management events',
  level: 'high',
  why: 'Selectors that leave out reads, writes or a service blind everything that reads the logs, and look like saving money.',
  cis: ['3.1'],
  controls: ['CloudTrail.1'],
  look: (place) =>
    eachTrail(place, 'Whether trails leave out management events.', (trail) =>
      whenKnown(
        trail.selectors,
        { resource: trail.TrailARN, leavesOpen: 'Which events it leaves out.' },
        (selectors) => {
          const gaps = managementGaps(selectors)
          if (gaps.length === 0) return [passed(trail.TrailARN, `${trail.Name} logs all management events.`)]
          return [
            failed(trail.TrailARN, `${trail.Name} leaves out ${gaps.join(', ')}.`, {
              fix: [
                'This replaces the selectors: add those for data events that you want to keep.',
                call(
                  'cloudtrail',
                  'put-event-selectors',
                  {
                    'trail-name': trail.TrailARN,
                    'advanced-event-selectors': {
                      json: [
                        {
                          Name: 'Management',
                          FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }],
                        },
                      ],
                    },
                  },
                  trail.HomeRegion,
                ),
              ],
            }),
          ]
        },
      ),
    ),
}

const noS3DataEvents: AccountCheck = {
  ...FACTS,
  id: 's3-data-events-off',
  title: 'No trail logs who reads and writes objects in S3',
  level: 'medium',
  why: 'Without data events a thief reads every object of every bucket, and no log says so.',
  cis: ['3.8', '3.9'],
  controls: ['S3.22', 'S3.23'],
  look: ({ account }) =>
    whenKnown(
      account.trails,
      { resource: account.accountId, leavesOpen: 'Whether reads of objects are logged.' },
      (trails) => {
        const logging = trails.filter(isLogging)
        const known = logging.map(({ selectors }) => valueOf(selectors))
        const covered = {
          read: known.some((one) => logsDataEvents(one, 'read')),
          write: known.some((one) => logsDataEvents(one, 'write')),
        }
        if (covered.read && covered.write)
          return [passed(account.accountId, 'Reads and writes of all objects are logged.')]
        const hidden = logging.find(({ selectors }) => 'notKnown' in selectors)
        if (hidden !== undefined)
          return whenKnown<unknown>(
            hidden.selectors,
            { resource: hidden.TrailARN, leavesOpen: 'Whether it logs reads of objects.' },
            () => [],
          )
        const lacking = [!covered.read && 'reads', !covered.write && 'writes'].filter(
          (text) => text !== false,
        )
        return [
          failed(account.accountId, `No trail logs ${lacking.join(' and ')} of objects in all buckets.`, {
            fix: [
              'Data events cost by number: at least for buckets with something to lose, add to the selectors of a trail: eventCategory Data, resources.type AWS::S3::Object.',
            ],
          }),
        ]
      },
    ),
}

export const TRAIL_CHECKS: readonly AccountCheck[] = [
  noMultiRegionTrail,
  trailStopped,
  managementNarrowed,
  deliveryFails,
  validationOff,
  noKms,
  noCloudWatch,
  noS3DataEvents,
]

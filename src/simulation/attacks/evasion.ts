import { MINUTE_MS } from '#kernel/index.ts'
import { stableHex } from '../kit/ids.ts'
import { bucketResources } from '../organisation.ts'
import type { Story } from '../story.ts'
import { pace, stolenKey } from './pace.ts'

const detectorOf = (account: string): string => stableHex(`detector ${account}`, 32)

export const EVASION_ATTACKS: readonly Story[] = [
  {
    id: 'trail-stopped',
    rows: ['5.6'],
    name: 'The organisation’s trail stopped, then narrowed when it was started again',
    stealth: 2,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, { user: 'ops', network: 'ovh', agent: 'cliKali' })
      const trail = `arn:aws:cloudtrail:${account.region}:${account.id}:trail/org-trail`
      const run = pace(turn, by, startMs, 8000)
      run.look(account, [
        'sts:GetCallerIdentity',
        'cloudtrail:DescribeTrails',
        'cloudtrail:GetTrailStatus',
        'cloudtrail:GetEventSelectors',
      ])
      run.do('cloudtrail:StopLogging', { request: { name: trail } })
      run.wait(35 * MINUTE_MS).do('cloudtrail:StartLogging', { request: { name: trail } })
      run.do('cloudtrail:PutEventSelectors', {
        request: {
          trailName: trail,
          eventSelectors: [
            {
              readWriteType: 'WriteOnly',
              includeManagementEvents: false,
              dataResources: [],
              excludeManagementEventSources: [],
            },
          ],
        },
        response: {
          trailARN: trail,
          eventSelectors: [{ readWriteType: 'WriteOnly', includeManagementEvents: false }],
        },
      })
      run.refused('cloudtrail:DeleteTrail', trail)
    },
  },
  {
    id: 'detectors-off',
    rows: ['5.6'],
    name: 'GuardDuty’s findings suppressed, then the detector deleted; Config’s recorder stopped',
    stealth: 3,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'audit',
        network: 'mullvad',
        agent: 'cliMac',
      })
      const detectorId = detectorOf(account.id)
      const run = pace(turn, by, startMs, 20_000)
      run.look(account, [
        'guardduty:ListDetectors',
        'guardduty:GetDetector',
        'config:DescribeConfigurationRecorders',
      ])
      run.do('guardduty:CreateFilter', {
        request: {
          detectorId,
          name: 'noise',
          action: 'ARCHIVE',
          rank: 1,
          findingCriteria: { criterion: { severity: { gte: 1 } } },
        },
        response: { name: 'noise' },
      })
      run.do('guardduty:CreateIPSet', {
        request: {
          detectorId,
          name: 'office',
          format: 'TXT',
          location: 'https://s3.amazonaws.com/example-lists/office.txt',
          activate: true,
        },
        response: { ipSetId: turn.random.hex(32) },
      })
      run.wait(50 * MINUTE_MS)
      run.do('guardduty:DeleteDetector', { request: { detectorId } })
      run.do('config:StopConfigurationRecorder', { request: { configurationRecorderName: 'default' } })
      run.do('config:DeleteDeliveryChannel', { request: { deliveryChannelName: 'default' } })
    },
  },
  {
    id: 'watchers-off',
    rows: ['5.6'],
    name: 'Flow logs, alarms and a log group taken away, quietly, one by one',
    stealth: 4,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'keller',
        network: 'm247-de',
        agent: 'cliLinux',
      })
      const run = pace(turn, by, startMs, 9 * MINUTE_MS)
      run.look(account, ['ec2:DescribeFlowLogs', 'monitoring:DescribeAlarms'])
      run.do('monitoring:DisableAlarmActions', {
        request: { alarmNames: ['root-login', 'unauthorized-calls'] },
      })
      run.do('ec2:DeleteFlowLogs', {
        request: { DeleteFlowLogsRequest: { FlowLogId: { tag: 1, content: `fl-0${turn.random.hex(16)}` } } },
        response: { DeleteFlowLogsResponse: { requestId: turn.random.uuid(), unsuccessful: '' } },
      })
      run.do('monitoring:DeleteAlarms', { request: { alarmNames: ['unauthorized-calls'] } })
      run.do('logs:DeleteLogGroup', { request: { logGroupName: '/vpc/flow' } })
    },
  },
  {
    id: 'account-settings',
    rows: ['1.6', '5.6'],
    name: 'Settings of the account changed: leaving the organisation tried, password policy and public-access block removed',
    stealth: 2,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'backupSync',
        network: 'contabo',
        agent: 'cliKali',
      })
      const run = pace(turn, by, startMs, 12_000)
      run.look(account, [
        'sts:GetCallerIdentity',
        'organizations:DescribeOrganization',
        'account:GetContactInformation',
      ])
      run.refused('organizations:LeaveOrganization', '*', 'scp')
      run.do('iam:DeleteAccountPasswordPolicy')
      run.do('account:EnableRegion', { request: { RegionName: 'af-south-1' } })
      run.do('account:PutAlternateContact', {
        request: {
          alternateContactType: 'BILLING',
          emailAddress: 'HIDDEN_DUE_TO_SECURITY_REASONS',
          name: 'HIDDEN_DUE_TO_SECURITY_REASONS',
          phoneNumber: 'HIDDEN_DUE_TO_SECURITY_REASONS',
          title: 'HIDDEN_DUE_TO_SECURITY_REASONS',
        },
      })
      run.do('s3:DeleteAccountPublicAccessBlock', {
        request: { Host: `${account.id}.s3-control.${account.region}.amazonaws.com`, publicAccessBlock: '' },
        host: `${account.id}.s3-control.*.amazonaws.com`,
      })
    },
  },
  {
    id: 'log-bucket-touched',
    rows: ['5.6'],
    name: 'The bucket of the trail set to forget after a day, its policy taken away',
    stealth: 4,
    steps(world, turn, startMs) {
      const { thief: by, account } = stolenKey(world, turn, {
        user: 'evans',
        network: 'datacamp-de',
        agent: 'cliMac',
      })
      const bucket = world.organisation.buckets.trail
      const host = `${bucket.name}.s3.${account.region}.amazonaws.com`
      const run = pace(turn, by, startMs, 25_000)
      run.look(account, ['cloudtrail:DescribeTrails'])
      const rule = { ID: 'cost', Status: 'Enabled', Filter: { Prefix: 'AWSLogs/' }, Expiration: { Days: 1 } }
      run.do('s3:PutBucketLifecycle', {
        request: {
          bucketName: bucket.name,
          lifecycle: '',
          LifecycleConfiguration: { Rule: rule },
          Host: host,
        },
        resources: bucketResources(bucket),
      })
      run.do('s3:DeleteBucketPolicy', {
        request: { bucketName: bucket.name, policy: '', Host: host },
        resources: bucketResources(bucket),
      })
    },
  },
]

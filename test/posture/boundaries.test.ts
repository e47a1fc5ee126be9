import { expect, test } from 'vitest'
import { daysAgo, GOOD_TRAIL, key, reportRow, WELL_MADE } from './accounts.ts'
import { outcomesOf } from './outcomes-of.ts'

const [GOOD_REGION] = WELL_MADE.regions
const [GOOD_BUCKET] = WELL_MADE.trailBuckets

const withKey = (more: object) => ({
  ...WELL_MADE,
  accessKeys: { value: [key('AKIAIOSFODNN7EXAMPLE', 'backup', { ...more })] },
})
const withUser = (more: object) => ({
  ...WELL_MADE,
  credentialReport: { value: [reportRow('alice', { password_enabled: 'true', ...more })] },
})
const withTrail = (more: object) => ({ ...WELL_MADE, trails: { value: [{ ...GOOD_TRAIL, ...more }] } })
const withBucket = (more: object) => ({ ...WELL_MADE, trailBuckets: [{ ...GOOD_BUCKET, ...more }] })
const withRegion = (more: object) => ({ ...WELL_MADE, regions: [{ ...GOOD_REGION, ...more }] })
const withRules = (...rules: readonly object[]) =>
  withRegion({ securityGroups: { value: [{ GroupId: 'sg-1', GroupName: 'web', IpPermissions: rules }] } })
const world = (more: object) => ({ IpProtocol: 'tcp', IpRanges: [{ CidrIp: '0.0.0.0/0' }], ...more })
const selectors = (...basic: readonly object[]) =>
  withTrail({ selectors: { value: { EventSelectors: basic } } })
const advanced = (...fields: readonly object[]) =>
  withTrail({
    selectors: {
      value: {
        AdvancedEventSelectors: [
          { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }, ...fields] },
        ],
      },
    },
  })
const dataEvents = (...fields: readonly object[]) =>
  withTrail({
    selectors: {
      value: {
        AdvancedEventSelectors: [
          { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }, ...fields] },
        ],
      },
    },
  })
const OBJECTS = { Field: 'resources.type', Equals: ['AWS::S3::Object'] }

type Row = readonly [name: string, check: string, account: unknown, result: string | undefined]

const ROWS: readonly Row[] = [
  ['a key of 90 days', 'access-key-old', withKey({ CreateDate: daysAgo(90) }), 'passed'],
  ['a key of 91 days', 'access-key-old', withKey({ CreateDate: daysAgo(91) }), 'failed'],
  [
    'a key that is switched off',
    'access-key-old',
    withKey({ CreateDate: daysAgo(900), Status: 'Inactive' }),
    'notApplicable',
  ],
  ['used 44 days before', 'access-key-unused', withKey({ LastUsedDate: daysAgo(44) }), 'passed'],
  ['used 45 days before', 'access-key-unused', withKey({ LastUsedDate: daysAgo(45) }), 'failed'],
  ['never used', 'access-key-unused', withKey({ LastUsedDate: null }), undefined],
  [
    'never used, 6 days old',
    'access-key-never-used',
    withKey({ LastUsedDate: null, CreateDate: daysAgo(6) }),
    'passed',
  ],
  [
    'never used, 7 days old',
    'access-key-never-used',
    withKey({ LastUsedDate: null, CreateDate: daysAgo(7) }),
    'failed',
  ],
  [
    'signed in 44 days before',
    'console-password-unused',
    withUser({ password_last_used: daysAgo(44) }),
    'passed',
  ],
  [
    'signed in 45 days before',
    'console-password-unused',
    withUser({ password_last_used: daysAgo(45) }),
    'failed',
  ],
  [
    'a new password, never used',
    'console-password-unused',
    withUser({ password_last_used: 'no_information', password_last_changed: daysAgo(3) }),
    'passed',
  ],
  [
    'an old password, never used',
    'console-password-unused',
    withUser({ password_last_used: 'no_information', password_last_changed: daysAgo(50) }),
    'failed',
  ],
  [
    'no password',
    'console-user-without-mfa',
    withUser({ password_enabled: 'false', mfa_active: 'false' }),
    'notApplicable',
  ],
  [
    'root signed in 30 days before',
    'root-used-lately',
    {
      ...WELL_MADE,
      credentialReport: { value: [reportRow('<root_account>', { password_last_used: daysAgo(30) })] },
    },
    'failed',
  ],
  [
    'root signed in 31 days before',
    'root-used-lately',
    {
      ...WELL_MADE,
      credentialReport: { value: [reportRow('<root_account>', { password_last_used: daysAgo(31) })] },
    },
    'passed',
  ],
  [
    'root without a password',
    'root-without-mfa',
    { ...WELL_MADE, accountSummary: { value: { AccountMFAEnabled: 0, AccountPasswordPresent: 0 } } },
    'notApplicable',
  ],
  [
    '13 characters',
    'password-policy-short',
    { ...WELL_MADE, passwordPolicy: { value: { MinimumPasswordLength: 13 } } },
    'failed',
  ],
  [
    '14 characters',
    'password-policy-short',
    { ...WELL_MADE, passwordPolicy: { value: { MinimumPasswordLength: 14 } } },
    'passed',
  ],
  [
    '23 passwords kept',
    'password-policy-reuse',
    { ...WELL_MADE, passwordPolicy: { value: { PasswordReusePrevention: 23 } } },
    'failed',
  ],
  [
    'three of four blocks',
    's3-account-public-access',
    {
      ...WELL_MADE,
      s3PublicAccessBlock: {
        value: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true },
      },
    },
    'failed',
  ],

  ['a trail of one region', 'trail-missing', withTrail({ IsMultiRegionTrail: false }), 'failed'],
  [
    'a trail without global events',
    'trail-missing',
    withTrail({ IncludeGlobalServiceEvents: false }),
    'failed',
  ],
  [
    'a trail whose state is not known',
    'trail-missing',
    withTrail({ status: { notKnown: { action: 'cloudtrail:GetTrailStatus', error: 'AccessDenied' } } }),
    'notKnown',
  ],
  [
    'a trail that was stopped',
    'trail-missing',
    withTrail({ status: { value: { IsLogging: false } } }),
    'failed',
  ],
  ['no trail', 'trail-stopped', { ...WELL_MADE, trails: { value: [] } }, 'notApplicable'],
  [
    'digests that fail',
    'trail-delivery-fails',
    withTrail({ status: { value: { IsLogging: true, LatestDigestDeliveryError: 'NoSuchBucket' } } }),
    'failed',
  ],
  ['no selectors at all', 'trail-narrowed', withTrail({ selectors: { value: {} } }), 'passed'],
  ['reads only', 'trail-narrowed', selectors({ ReadWriteType: 'ReadOnly' }), 'failed'],
  [
    'one selector for all beside a narrow one',
    'trail-narrowed',
    selectors({ ReadWriteType: 'ReadOnly' }, { ReadWriteType: 'All' }),
    'passed',
  ],
  ['data events only', 'trail-narrowed', selectors({ IncludeManagementEvents: false }), 'failed'],
  ['advanced: all', 'trail-narrowed', advanced(), 'passed'],
  ['advanced: writes only', 'trail-narrowed', advanced({ Field: 'readOnly', Equals: ['false'] }), 'failed'],
  [
    'advanced: without KMS',
    'trail-narrowed',
    advanced({ Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }),
    'failed',
  ],
  ['advanced: data events only', 'trail-narrowed', dataEvents(OBJECTS), 'failed'],
  ['objects: reads and writes', 's3-data-events-off', dataEvents(OBJECTS), 'passed'],
  [
    'objects: writes only',
    's3-data-events-off',
    dataEvents(OBJECTS, { Field: 'readOnly', Equals: ['false'] }),
    'failed',
  ],
  [
    'objects: one bucket only',
    's3-data-events-off',
    dataEvents(OBJECTS, { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::one/'] }),
    'failed',
  ],
  [
    'objects, basic: all buckets',
    's3-data-events-off',
    selectors({ DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] }),
    'passed',
  ],
  [
    'objects, basic: one bucket',
    's3-data-events-off',
    selectors({ DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::one/'] }] }),
    'failed',
  ],
  [
    'functions only',
    's3-data-events-off',
    selectors({ DataResources: [{ Type: 'AWS::Lambda::Function', Values: ['arn:aws:lambda'] }] }),
    'failed',
  ],

  [
    'logs of 364 days',
    'trail-bucket-expires-soon',
    withBucket({ lifecycle: { value: [{ Status: 'Enabled', Expiration: { Days: 364 } }] } }),
    'failed',
  ],
  [
    'logs of 365 days',
    'trail-bucket-expires-soon',
    withBucket({ lifecycle: { value: [{ Status: 'Enabled', Expiration: { Days: 365 } }] } }),
    'passed',
  ],
  [
    'a rule that is off',
    'trail-bucket-expires-soon',
    withBucket({ lifecycle: { value: [{ Status: 'Disabled', Expiration: { Days: 1 } }] } }),
    'passed',
  ],
  [
    'a rule with a date',
    'trail-bucket-expires-soon',
    withBucket({
      lifecycle: { value: [{ Status: 'Enabled', Expiration: { Date: '2026-12-01T00:00:00Z' } }] },
    }),
    'failed',
  ],
  [
    'a rule that moves only',
    'trail-bucket-expires-soon',
    withBucket({ lifecycle: { value: [{ Status: 'Enabled' }] } }),
    'passed',
  ],
  ['a bucket without a policy', 'trail-bucket-shared', withBucket({ policy: { value: null } }), 'passed'],
  [
    'a policy that names its own account',
    'trail-bucket-shared',
    withBucket({
      policy: { value: '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"}}]}' },
    }),
    'passed',
  ],
  ['a policy that is no JSON', 'trail-bucket-shared', withBucket({ policy: { value: 'Allow' } }), 'notKnown'],
  ['a bucket that was not looked at', 'trail-bucket-public', { ...WELL_MADE, trailBuckets: [] }, 'notKnown'],
  [
    'versions suspended',
    'trail-bucket-not-versioned',
    withBucket({ versioning: { value: { Status: 'Suspended' } } }),
    'failed',
  ],

  [
    'GuardDuty suspended',
    'guardduty-off',
    withRegion({ detectors: { value: [{ DetectorId: 'd', Status: 'DISABLED' }] } }),
    'failed',
  ],
  [
    'its features then',
    'guardduty-features-off',
    withRegion({ detectors: { value: [{ DetectorId: 'd', Status: 'DISABLED' }] } }),
    'notApplicable',
  ],
  [
    'findings of severity 6.9',
    'guardduty-findings-open',
    withRegion({
      detectors: { value: [{ DetectorId: 'd', Status: 'ENABLED', openFindings: { value: { '6.9': 5 } } }] },
    }),
    'passed',
  ],
  [
    'findings of severity 7',
    'guardduty-findings-open',
    withRegion({
      detectors: { value: [{ DetectorId: 'd', Status: 'ENABLED', openFindings: { value: { '7': 1 } } }] },
    }),
    'failed',
  ],
  [
    'an analyzer of the organisation',
    'access-analyzer-off',
    withRegion({ analyzers: { value: [{ name: 'a', type: 'ORGANIZATION', status: 'ACTIVE' }] } }),
    'passed',
  ],
  [
    'an analyzer that is broken',
    'access-analyzer-off',
    withRegion({ analyzers: { value: [{ name: 'a', type: 'ACCOUNT', status: 'FAILED' }] } }),
    'failed',
  ],
  [
    'a recorder that was stopped',
    'config-recorder-off',
    withRegion({ recorders: { value: [{ name: 'default', recording: false }] } }),
    'failed',
  ],
  [
    'what it would record',
    'config-recorder-narrow',
    withRegion({ recorders: { value: [{ name: 'default', recording: false }] } }),
    'notApplicable',
  ],
  [
    'sharing blocked for new ones',
    'snapshots-can-be-public',
    withRegion({ snapshotBlockPublicAccess: { value: 'block-new-sharing' } }),
    'failed',
  ],
  [
    'a key of material of its own',
    'kms-key-not-rotated',
    withRegion({
      keys: { value: [{ KeyId: 'k', KeyState: 'Enabled', Origin: 'EXTERNAL', rotation: { value: false } }] },
    }),
    'notApplicable',
  ],
  [
    'an asymmetric key',
    'kms-key-not-rotated',
    withRegion({
      keys: { value: [{ KeyId: 'k', KeyState: 'Enabled', KeySpec: 'RSA_2048', rotation: { value: false } }] },
    }),
    'notApplicable',
  ],
  [
    'one key whose rotation is denied',
    'kms-key-not-rotated',
    withRegion({ keys: { value: [{ KeyId: 'k', KeyState: 'Enabled' }] } }),
    'notKnown',
  ],

  [
    'port 443 to the world',
    'admin-port-open-to-world',
    withRules(world({ FromPort: 443, ToPort: 443 })),
    'passed',
  ],
  [
    'ports 20-25 to the world',
    'admin-port-open-to-world',
    withRules(world({ FromPort: 20, ToPort: 25 })),
    'failed',
  ],
  [
    'port 3389 by IPv6',
    'admin-port-open-to-world',
    withRules({ IpProtocol: 'tcp', FromPort: 3389, ToPort: 3389, Ipv6Ranges: [{ CidrIpv6: '::/0' }] }),
    'failed',
  ],
  [
    'port 22 to a network',
    'admin-port-open-to-world',
    withRules({ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '192.0.2.0/24' }] }),
    'passed',
  ],
  [
    'port 22 to another group',
    'admin-port-open-to-world',
    withRules({ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, UserIdGroupPairs: [{ GroupId: 'sg-9' }] }),
    'passed',
  ],
  [
    'ICMP to the world',
    'all-ports-open-to-world',
    withRules(world({ IpProtocol: 'icmp', FromPort: -1, ToPort: -1 })),
    'passed',
  ],
  [
    '1000 ports to the world',
    'all-ports-open-to-world',
    withRules(world({ FromPort: 30_000, ToPort: 30_999 })),
    'passed',
  ],
  [
    '1001 ports to the world',
    'all-ports-open-to-world',
    withRules(world({ FromPort: 30_000, ToPort: 31_000 })),
    'failed',
  ],
  [
    'everything to the world is one failure',
    'admin-port-open-to-world',
    withRules(world({ IpProtocol: '-1' })),
    'passed',
  ],
  [
    'an instance that ends',
    'imdsv1-allowed',
    withRegion({ instances: { value: [{ InstanceId: 'i-1', State: 'terminated', MetadataOptions: {} }] } }),
    'notApplicable',
  ],
  [
    'metadata switched off',
    'imdsv1-allowed',
    withRegion({
      instances: { value: [{ InstanceId: 'i-1', MetadataOptions: { HttpEndpoint: 'disabled' } }] },
    }),
    'passed',
  ],
]

test.each(ROWS)('%s (%s)', (_, check, account, result) => {
  const found = outcomesOf(account).filter((one) => one.check === check)
  expect(found.map((one) => one.result)).toEqual(result === undefined ? [] : [result])
})

const LEVELS: readonly (readonly [name: string, check: string, account: unknown, level: string])[] = [
  [
    'open, nothing attached',
    'admin-port-open-to-world',
    withRules(world({ FromPort: 22, ToPort: 22 })),
    'low',
  ],
  [
    'open, what is attached is not known',
    'admin-port-open-to-world',
    {
      ...withRegion({
        ...withRules(world({ FromPort: 22, ToPort: 22 })).regions[0],
        networkInterfaces: undefined,
      }),
    },
    'high',
  ],
  [
    'an instance without a role',
    'imdsv1-allowed',
    withRegion({ instances: { value: [{ InstanceId: 'i-1', MetadataOptions: {} }] } }),
    'low',
  ],
  [
    'an instance with a role',
    'imdsv1-allowed',
    withRegion({
      instances: {
        value: [
          {
            InstanceId: 'i-1',
            MetadataOptions: {},
            InstanceProfileArn: 'arn:aws:iam::123456789012:instance-profile/x',
          },
        ],
      },
    }),
    'medium',
  ],
  [
    'a user by a group of administrators',
    'console-user-without-mfa',
    withUser({ mfa_active: 'false' }),
    'critical',
  ],
  [
    'a user without rights',
    'console-user-without-mfa',
    { ...withUser({ mfa_active: 'false' }), authorizationDetails: { value: {} } },
    'high',
  ],
]

test.each(LEVELS)('level: %s (%s)', (_, check, account, level) => {
  const found = outcomesOf(account).find((one) => one.check === check && one.result === 'failed')
  expect(found?.level).toBe(level)
})

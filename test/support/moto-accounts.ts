import type { CallAws } from '#aws/index.ts'
import type { Gaps } from './moto.ts'

type Call = Parameters<CallAws>[0]

/** One call that changes the stand-in. */
export type Make = (
  service: Call['service'],
  operation: string,
  input?: Readonly<Record<string, unknown>>,
) => Promise<Readonly<Record<string, unknown>>>

const ec2 = (name: string, inner: string): string =>
  `<${name}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId>${inner}</${name}Response>`
const iam = (name: string, inner: string): string =>
  `<${name}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${name}Result>${inner}</${name}Result></${name}Response>`
const summary = (mfa: 0 | 1): string =>
  iam(
    'GetAccountSummary',
    `<SummaryMap>${[
      ['AccountMFAEnabled', mfa],
      ['AccountAccessKeysPresent', 0],
    ]
      .map(([key, value]) => `<entry><key>${String(key)}</key><value>${String(value)}</value></entry>`)
      .join('')}</SummaryMap>`,
  )

/** What moto lacks, as an account has it in which nothing is switched on; one region, so that a test takes seconds. */
export const ACCOUNT_GAPS: readonly (readonly [string, unknown])[] = [
  [
    'ec2:DescribeRegions',
    ec2('DescribeRegions', '<regionInfo><item><regionName>eu-central-1</regionName></item></regionInfo>'),
  ],
  [
    'ec2:GetSnapshotBlockPublicAccessState',
    ec2('GetSnapshotBlockPublicAccessState', '<state>unblocked</state>'),
  ],
  ['detective POST /graphs/list', { GraphList: [] }],
  ['access-analyzer GET /analyzer', { analyzers: [] }],
  ['config:DescribeDeliveryChannelStatus', { DeliveryChannelsStatus: [] }],
  ['config:DescribeComplianceByConfigRule', { ComplianceByConfigRules: [] }],
]

const OPEN_TO_ALL =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}]}'
const EVERYTHING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
})

interface MadeAccount {
  readonly make: (make: Make, gaps: Gaps) => Promise<void>
  /** Checks that fail, and a part of why. */
  readonly fails: readonly (readonly [check: string, evidence: string])[]
}

export const ACCOUNT_BADLY: MadeAccount = {
  make: async (make, gaps) => {
    gaps.set('iam:GetAccountSummary', summary(0))
    gaps.set('config:DescribeComplianceByConfigRule', {
      ComplianceByConfigRules: [
        { ConfigRuleName: 'restricted-ssh', Compliance: { ComplianceType: 'NON_COMPLIANT' } },
      ],
    })
    await make('iam', 'CreateUser', { UserName: 'mallory' })
    await make('iam', 'CreateRole', { RoleName: 'open', AssumeRolePolicyDocument: OPEN_TO_ALL })
    await make('iam', 'CreateLoginProfile', { UserName: 'mallory', Password: 'example-Password-1' })
    await make('iam', 'PutUserPolicy', { UserName: 'mallory', PolicyName: 'all', PolicyDocument: EVERYTHING })
    await make('iam', 'CreateAccessKey', { UserName: 'mallory' })
    await make('iam', 'CreateAccessKey', { UserName: 'mallory' })
    await makeBadTrail(make)
    await openDefaultGroup(make)
    const { Images } = await make('ec2', 'DescribeImages', { Owners: ['amazon'] })
    const [image] = Array.isArray(Images) ? Images : []
    await make('ec2', 'RunInstances', { ImageId: image.ImageId, MinCount: 1, MaxCount: 1 })
    await make('kms', 'CreateKey')
    const { KeyMetadata } = await make('kms', 'CreateKey')
    await make('kms', 'ScheduleKeyDeletion', { KeyId: Object(KeyMetadata).KeyId, PendingWindowInDays: 7 })
  },
  fails: [
    ['root-without-mfa', 'Root has no MFA.'],
    ['console-user-without-mfa', 'mallory has a console password and no MFA, and is an administrator.'],
    ['two-active-access-keys', 'mallory has two active keys'],
    ['policies-on-users', 'mallory has all.'],
    [
      'policy-allows-everything',
      'The policy all of arn:aws:iam::123456789012:user/mallory allows every action',
    ],
    ['role-open-to-everybody', 'role/open trusts everybody'],
    ['password-policy-short', 'no password policy'],
    ['password-policy-reuse', 'The last 0 passwords'],
    ['security-contact-missing', 'no alternate contact'],
    ['s3-account-public-access', 'BlockPublicAcls'],
    ['trail-missing', 'None of 1 trail'],
    ['trail-stopped', 'badly does not log.'],
    ['trail-narrowed', 'badly leaves out reads.'],
    ['trail-without-validation', 'badly writes no digests.'],
    ['trail-without-kms-key', 'badly has no KMS key.'],
    ['trail-without-cloudwatch', 'badly goes to no log group.'],
    ['s3-data-events-off', 'No trail logs reads and writes'],
    ['trail-bucket-public-access', 'Off for example-logs'],
    ['trail-bucket-shared', 'lets in 999988887777'],
    ['trail-bucket-not-versioned', 'example-logs keeps no versions.'],
    ['trail-bucket-without-mfa-delete', 'example-logs has no MFA Delete.'],
    ['trail-bucket-expires-soon', 'rule thrift after 30 days'],
    ['trail-bucket-not-logged', 'example-logs has no access logs.'],
    ['guardduty-off', 'GuardDuty is off in eu-central-1.'],
    ['security-hub-off', 'Security Hub is off in eu-central-1.'],
    ['detective-off', 'Detective is off'],
    ['access-analyzer-off', 'Access Analyzer for external access is off'],
    ['inspector-off', 'Inspector is off for ec2, ecr, lambda'],
    ['config-recorder-off', 'There is no recorder in eu-central-1.'],
    ['config-rule-noncompliant', 'Rule restricted-ssh'],
    ['snapshots-can-be-public', 'can be made public'],
    ['ebs-encryption-off', 'not encrypted by themselves'],
    ['kms-key-not-rotated', 'is never renewed.'],
    ['kms-key-to-be-deleted', 'is to be deleted on'],
    ['all-ports-open-to-world', 'opens all ports and protocols to 0.0.0.0/0.'],
    ['default-group-allows', 'has 1 rule in and 1 out'],
    ['imdsv1-allowed', 'answers IMDSv1'],
    ['flow-logs-off', 'has no flow log.'],
  ],
}

async function makeBadTrail(make: Make): Promise<void> {
  const Bucket = 'example-logs'
  await make('s3', 'CreateBucket', {
    Bucket,
    CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' },
  })
  await make('s3', 'PutBucketPolicy', {
    Bucket,
    Policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::999988887777:root' },
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::example-logs/*',
        },
      ],
    }),
  })
  await make('s3', 'PutBucketLifecycleConfiguration', {
    Bucket,
    LifecycleConfiguration: {
      Rules: [{ ID: 'thrift', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 30 } }],
    },
  })
  await make('cloudtrail', 'CreateTrail', { Name: 'badly', S3BucketName: Bucket })
  await make('cloudtrail', 'PutEventSelectors', {
    TrailName: 'badly',
    EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true, DataResources: [] }],
  })
}

async function openDefaultGroup(make: Make): Promise<void> {
  const { SecurityGroups } = await make('ec2', 'DescribeSecurityGroups')
  for (const group of Array.isArray(SecurityGroups) ? SecurityGroups : []) {
    if (group.GroupName !== 'default') continue
    await make('ec2', 'AuthorizeSecurityGroupIngress', {
      GroupId: group.GroupId,
      IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    })
  }
}

const ALL_BLOCKED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
}

export const ACCOUNT_WELL: MadeAccount = {
  make: async (make, gaps) => {
    gaps.set('iam:GetAccountSummary', summary(1))
    gaps.set(
      'ec2:GetSnapshotBlockPublicAccessState',
      ec2('GetSnapshotBlockPublicAccessState', '<state>block-all-sharing</state>'),
    )
    gaps.set('detective POST /graphs/list', {
      GraphList: [{ Arn: 'arn:aws:detective:eu-central-1:123456789012:graph:1' }],
    })
    gaps.set('access-analyzer GET /analyzer', {
      analyzers: [{ name: 'external', type: 'ACCOUNT', status: 'ACTIVE' }],
    })
    gaps.set('config:DescribeDeliveryChannelStatus', {
      DeliveryChannelsStatus: [{ name: 'default', configHistoryDeliveryInfo: { lastStatus: 'SUCCESS' } }],
    })
    gaps.set(
      's3 GET /example-logs?versioning',
      '<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Status>Enabled</Status><MfaDelete>Enabled</MfaDelete></VersioningConfiguration>',
    )
    await makeGoodIdentity(make)
    await makeGoodTrail(make)
    await makeGoodServices(make, gaps)
    await makeGoodNetwork(make)
  },
  fails: [],
}

async function makeGoodIdentity(make: Make): Promise<void> {
  await make('iam', 'UpdateAccountPasswordPolicy', { MinimumPasswordLength: 14, PasswordReusePrevention: 24 })
  await make('iam', 'CreateGroup', { GroupName: 'readers' })
  await make('iam', 'CreateUser', { UserName: 'alice' })
  await make('iam', 'AddUserToGroup', { GroupName: 'readers', UserName: 'alice' })
  await make('iam', 'CreateLoginProfile', { UserName: 'alice', Password: 'example-Password-1' })
  await make('iam', 'CreateAccessKey', { UserName: 'alice' })
  const { VirtualMFADevice } = await make('iam', 'CreateVirtualMFADevice', { VirtualMFADeviceName: 'alice' })
  await make('iam', 'EnableMFADevice', {
    UserName: 'alice',
    SerialNumber: Object(VirtualMFADevice).SerialNumber,
    AuthenticationCode1: '123456',
    AuthenticationCode2: '234567',
  })
  await make('account', 'PutAlternateContact', {
    AlternateContactType: 'SECURITY',
    EmailAddress: 'security@example.com',
    Name: 'Security',
    PhoneNumber: '1',
    Title: 'Team',
  })
  await make('s3control', 'PutPublicAccessBlock', {
    AccountId: '123456789012',
    PublicAccessBlockConfiguration: ALL_BLOCKED,
  })
}

async function makeGoodTrail(make: Make): Promise<void> {
  const Bucket = 'example-logs'
  const CreateBucketConfiguration = { LocationConstraint: 'eu-central-1' }
  await make('s3', 'CreateBucket', { Bucket, CreateBucketConfiguration })
  await make('s3', 'CreateBucket', { Bucket: 'example-access-logs', CreateBucketConfiguration })
  await make('s3', 'PutBucketAcl', { Bucket: 'example-access-logs', ACL: 'log-delivery-write' })
  await make('s3', 'PutPublicAccessBlock', { Bucket, PublicAccessBlockConfiguration: ALL_BLOCKED })
  await make('s3', 'PutBucketVersioning', {
    Bucket,
    MFA: 'serial 123456',
    VersioningConfiguration: { Status: 'Enabled', MFADelete: 'Enabled' },
  })
  await make('s3', 'PutBucketLogging', {
    Bucket,
    BucketLoggingStatus: { LoggingEnabled: { TargetBucket: 'example-access-logs', TargetPrefix: 'logs/' } },
  })
  await make('cloudtrail', 'CreateTrail', {
    Name: 'well',
    S3BucketName: Bucket,
    IsMultiRegionTrail: true,
    EnableLogFileValidation: true,
    KmsKeyId: 'alias/logs',
    CloudWatchLogsLogGroupArn: 'arn:aws:logs:eu-central-1:123456789012:log-group:trail:*',
    CloudWatchLogsRoleArn: 'arn:aws:iam::123456789012:role/trail',
  })
  await make('cloudtrail', 'PutEventSelectors', {
    TrailName: 'well',
    EventSelectors: [
      {
        ReadWriteType: 'All',
        IncludeManagementEvents: true,
        DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
      },
    ],
  })
  await make('cloudtrail', 'StartLogging', { Name: 'well' })
}

const FEATURES = [
  'S3_DATA_EVENTS',
  'EKS_AUDIT_LOGS',
  'RUNTIME_MONITORING',
  'LAMBDA_NETWORK_LOGS',
  'RDS_LOGIN_EVENTS',
  'EBS_MALWARE_PROTECTION',
]

async function makeGoodServices(make: Make, gaps: Gaps): Promise<void> {
  const { DetectorId } = await make('guardduty', 'CreateDetector', {
    Enable: true,
    Features: FEATURES.map((Name) => ({ Name, Status: 'ENABLED' })),
  })
  const detector = `/detector/${String(DetectorId)}`
  gaps.set(`guardduty GET ${detector}/filter`, { filterNames: [] })
  gaps.set(`guardduty GET ${detector}/publishingDestination`, {
    destinations: [{ destinationId: '1', destinationType: 'S3', status: 'PUBLISHING' }],
  })
  gaps.set(`guardduty POST ${detector}/findings/statistics`, { findingStatistics: { countBySeverity: {} } })
  await make('securityhub', 'EnableSecurityHub')
  await make('inspector2', 'Enable', {
    accountIds: ['123456789012'],
    resourceTypes: ['EC2', 'ECR', 'LAMBDA'],
  })
  await make('config', 'PutConfigurationRecorder', {
    ConfigurationRecorder: {
      name: 'default',
      roleARN: 'arn:aws:iam::123456789012:role/config',
      recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
    },
  })
  await make('config', 'PutDeliveryChannel', {
    DeliveryChannel: { name: 'default', s3BucketName: 'example-logs' },
  })
  await make('config', 'StartConfigurationRecorder', { ConfigurationRecorderName: 'default' })
  const { KeyMetadata } = await make('kms', 'CreateKey')
  await make('kms', 'EnableKeyRotation', { KeyId: Object(KeyMetadata).KeyId })
}

async function makeGoodNetwork(make: Make): Promise<void> {
  await make('ec2', 'EnableEbsEncryptionByDefault')
  const { SecurityGroups } = await make('ec2', 'DescribeSecurityGroups')
  for (const { GroupId, IpPermissions, IpPermissionsEgress } of Array.isArray(SecurityGroups)
    ? SecurityGroups
    : []) {
    if (IpPermissions.length > 0) await make('ec2', 'RevokeSecurityGroupIngress', { GroupId, IpPermissions })
    if (IpPermissionsEgress.length > 0)
      await make('ec2', 'RevokeSecurityGroupEgress', { GroupId, IpPermissions: IpPermissionsEgress })
  }
  const { Vpcs } = await make('ec2', 'DescribeVpcs')
  for (const { VpcId } of Array.isArray(Vpcs) ? Vpcs : []) {
    await make('ec2', 'CreateFlowLogs', {
      ResourceIds: [VpcId],
      ResourceType: 'VPC',
      TrafficType: 'ALL',
      LogDestinationType: 's3',
      LogDestination: 'arn:aws:s3:::example-logs',
    })
  }
  const { Images } = await make('ec2', 'DescribeImages', { Owners: ['amazon'] })
  const [image] = Array.isArray(Images) ? Images : []
  await make('ec2', 'RunInstances', {
    ImageId: image.ImageId,
    MinCount: 1,
    MaxCount: 1,
    MetadataOptions: { HttpTokens: 'required' },
  })
}

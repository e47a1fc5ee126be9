import type { ApiCall } from '#posture/index.ts'
import { ACCOUNT, daysAgo } from './accounts.ts'

// AWS's answers about an account that is made well, as its SDK gives them: times are dates, policies percent-encoded.

const ALL_BLOCKED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
}
const TRAIL = `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/all`
const REPORT = [
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,mfa_active',
  `<root_account>,arn:aws:iam::${ACCOUNT}:root,${daysAgo(900)},not_supported,${daysAgo(300)},not_supported,true`,
  `alice,arn:aws:iam::${ACCOUNT}:user/alice,${daysAgo(400)},true,${daysAgo(1)},${daysAgo(50)},true`,
].join('\n')
const FEATURES = [
  'S3_DATA_EVENTS',
  'EKS_AUDIT_LOGS',
  'RUNTIME_MONITORING',
  'LAMBDA_NETWORK_LOGS',
  'RDS_LOGIN_EVENTS',
  'EBS_MALWARE_PROTECTION',
]

const ANSWERS: Readonly<Record<string, unknown>> = {
  'sts:GetCallerIdentity': { Account: ACCOUNT, Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/audit/me` },
  'ec2:DescribeRegions': { Regions: [{ RegionName: 'us-east-1' }, { RegionName: 'eu-central-1' }] },

  'iam:GetAccountSummary': { SummaryMap: { AccountMFAEnabled: 1, AccountAccessKeysPresent: 0, Users: 1 } },
  'iam:GetAccountPasswordPolicy': {
    PasswordPolicy: { MinimumPasswordLength: 16, PasswordReusePrevention: 24 },
  },
  'iam:GenerateCredentialReport': { State: 'COMPLETE' },
  'iam:GetCredentialReport': {
    Content: new TextEncoder().encode(REPORT),
    GeneratedTime: new Date(daysAgo(0)),
  },
  'iam:ListUsers': { Users: [{ UserName: 'alice', CreateDate: new Date(daysAgo(400)) }], IsTruncated: false },
  'iam:ListAccessKeys': {
    AccessKeyMetadata: [
      {
        UserName: 'alice',
        AccessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        Status: 'Active',
        CreateDate: new Date(daysAgo(9)),
      },
    ],
  },
  'iam:GetAccessKeyLastUsed': {
    UserName: 'alice',
    AccessKeyLastUsed: { LastUsedDate: new Date(daysAgo(1)), ServiceName: 's3', Region: 'eu-central-1' },
  },
  'iam:ListVirtualMFADevices': {
    VirtualMFADevices: [
      {
        SerialNumber: `arn:aws:iam::${ACCOUNT}:mfa/alice`,
        User: { Arn: `arn:aws:iam::${ACCOUNT}:user/alice` },
      },
    ],
  },
  'iam:GetAccountAuthorizationDetails': {
    UserDetailList: [
      { UserName: 'alice', Arn: `arn:aws:iam::${ACCOUNT}:user/alice`, GroupList: ['readers'] },
    ],
    GroupDetailList: [{ GroupName: 'readers', Arn: `arn:aws:iam::${ACCOUNT}:group/readers` }],
    RoleDetailList: [
      {
        RoleName: 'web',
        Arn: `arn:aws:iam::${ACCOUNT}:role/web`,
        AssumeRolePolicyDocument: '%7B%22Statement%22%3A%5B%5D%7D',
        RoleLastUsed: { LastUsedDate: new Date(daysAgo(2)), Region: 'eu-central-1' },
      },
    ],
    Policies: [
      {
        PolicyName: 'ours',
        Arn: `arn:aws:iam::${ACCOUNT}:policy/ours`,
        AttachmentCount: 0,
        DefaultVersionId: 'v1',
        PolicyVersionList: [
          { VersionId: 'v1', IsDefaultVersion: true, Document: '%7B%22Statement%22%3A%5B%5D%7D' },
        ],
      },
      {
        PolicyName: 'PowerUserAccess',
        Arn: 'arn:aws:iam::aws:policy/PowerUserAccess',
        AttachmentCount: 0,
        DefaultVersionId: 'v1',
        PolicyVersionList: [],
      },
    ],
  },
  'account:GetAlternateContact': { AlternateContact: { EmailAddress: 'security@example.com' } },
  's3control:GetPublicAccessBlock': { PublicAccessBlockConfiguration: ALL_BLOCKED },

  'cloudtrail:DescribeTrails': {
    trailList: [
      {
        Name: 'all',
        TrailARN: TRAIL,
        HomeRegion: 'us-east-1',
        S3BucketName: 'example-logs',
        IsMultiRegionTrail: true,
        IncludeGlobalServiceEvents: true,
        LogFileValidationEnabled: true,
        KmsKeyId: 'key',
        CloudWatchLogsLogGroupArn: 'group',
      },
    ],
  },
  'cloudtrail:GetTrailStatus': { IsLogging: true, LatestDeliveryTime: new Date(daysAgo(0)) },
  'cloudtrail:GetEventSelectors': {
    TrailARN: TRAIL,
    EventSelectors: [
      {
        ReadWriteType: 'All',
        IncludeManagementEvents: true,
        DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
        ExcludeManagementEventSources: [],
      },
    ],
  },
  's3:GetPublicAccessBlock': { PublicAccessBlockConfiguration: ALL_BLOCKED },
  's3:GetBucketPolicyStatus': { PolicyStatus: { IsPublic: false } },
  's3:GetBucketPolicy': { Policy: '{"Statement":[]}' },
  's3:GetBucketVersioning': { Status: 'Enabled', MFADelete: 'Enabled' },
  's3:GetBucketLifecycleConfiguration': { Rules: [] },
  's3:GetBucketLogging': { LoggingEnabled: { TargetBucket: 'example-access', TargetPrefix: '' } },

  'guardduty:ListDetectors': { DetectorIds: ['d1'] },
  'guardduty:GetDetector': {
    Status: 'ENABLED',
    Features: FEATURES.map((Name) => ({ Name, Status: 'ENABLED' })),
  },
  'guardduty:ListFilters': { FilterNames: ['quiet'] },
  'guardduty:GetFilter': { Name: 'quiet', Action: 'NOOP' },
  'guardduty:ListPublishingDestinations': { Destinations: [{ DestinationType: 'S3', Status: 'PUBLISHING' }] },
  'guardduty:GetFindingsStatistics': { FindingStatistics: { CountBySeverity: { 2: 4 } } },
  'securityhub:DescribeHub': { HubArn: 'hub', SubscribedAt: '2025-01-01T00:00:00Z' },
  'config:DescribeConfigurationRecorders': {
    ConfigurationRecorders: [{ name: 'default', recordingGroup: { allSupported: true, resourceTypes: [] } }],
  },
  'config:DescribeConfigurationRecorderStatus': {
    ConfigurationRecordersStatus: [{ name: 'default', recording: true, lastStatus: 'SUCCESS' }],
  },
  'config:DescribeDeliveryChannels': {
    DeliveryChannels: [{ name: 'default', s3BucketName: 'example-config' }],
  },
  'config:DescribeDeliveryChannelStatus': {
    DeliveryChannelsStatus: [{ name: 'default', configHistoryDeliveryInfo: { lastStatus: 'SUCCESS' } }],
  },
  'config:DescribeConfigRules': {
    ConfigRules: [{ ConfigRuleName: 'mfa', Source: { SourceIdentifier: 'IAM_USER_MFA_ENABLED' } }],
  },
  'config:DescribeComplianceByConfigRule': {
    ComplianceByConfigRules: [{ ConfigRuleName: 'mfa', Compliance: { ComplianceType: 'COMPLIANT' } }],
  },
  'detective:ListGraphs': { GraphList: [{ Arn: 'graph' }] },
  'access-analyzer:ListAnalyzers': { analyzers: [{ name: 'a', type: 'ACCOUNT', status: 'ACTIVE' }] },
  'inspector2:BatchGetAccountStatus': {
    accounts: [
      {
        accountId: ACCOUNT,
        resourceState: {
          ec2: { status: 'ENABLED' },
          ecr: { status: 'ENABLED' },
          lambda: { status: 'ENABLED' },
        },
      },
    ],
  },
  'kms:ListKeys': { Keys: [{ KeyId: 'k1' }], Truncated: false },
  'kms:DescribeKey': {
    KeyMetadata: {
      KeyId: 'k1',
      KeyManager: 'CUSTOMER',
      KeyState: 'Enabled',
      KeySpec: 'SYMMETRIC_DEFAULT',
      Origin: 'AWS_KMS',
    },
  },
  'kms:GetKeyRotationStatus': { KeyRotationEnabled: true },
  'ec2:DescribeInstances': {
    Reservations: [
      {
        Instances: [
          { InstanceId: 'i-1', State: { Name: 'running' }, MetadataOptions: { HttpTokens: 'required' } },
        ],
      },
    ],
  },
  'ec2:DescribeSecurityGroups': {
    SecurityGroups: [
      { GroupId: 'sg-1', GroupName: 'default', VpcId: 'vpc-1', IpPermissions: [], IpPermissionsEgress: [] },
    ],
  },
  'ec2:DescribeNetworkInterfaces': {
    NetworkInterfaces: [
      {
        NetworkInterfaceId: 'eni-1',
        Groups: [{ GroupId: 'sg-1' }],
        Attachment: { InstanceId: 'i-1' },
        Association: { PublicIp: '192.0.2.1' },
      },
    ],
  },
  'ec2:DescribeVpcs': { Vpcs: [{ VpcId: 'vpc-1', IsDefault: true }] },
  'ec2:DescribeFlowLogs': { FlowLogs: [{ ResourceId: 'vpc-1', FlowLogStatus: 'ACTIVE' }] },
  'ec2:GetEbsEncryptionByDefault': { EbsEncryptionByDefault: true },
  'ec2:GetSnapshotBlockPublicAccessState': { State: 'block-all-sharing' },
  // Public, and not ours.
  'ec2:DescribeSnapshots': { Snapshots: [{ SnapshotId: 'snap-1', OwnerId: '999988887777' }] },
}

export const answersOf = (): readonly string[] => Object.keys(ANSWERS)

export const answers = async ({ service, operation }: ApiCall): Promise<unknown> => {
  const answer = ANSWERS[`${service}:${operation}`]
  if (answer === undefined) throw new Error(`There is no answer to ${service}:${operation}.`)
  return answer
}

/** Accounts as snapshots hold them, written as JSON: `well` fails no check, `badly` fails every one that needs no logs. */

export const ACCOUNT = '123456789012'
export const NOW = '2026-11-24T10:00:00Z'
export const daysAgo = (days: number): string => new Date(Date.parse(NOW) - days * 86_400_000).toISOString()

type Json = Readonly<Record<string, unknown>>
const told = (value: unknown): Json => ({ value })
export const denied = (action: string): Json => ({
  notKnown: { action, error: 'AccessDenied', message: 'not authorized' },
})

const ALL_BLOCKED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
}
const EVERYTHING = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }

const user = (name: string, more: Json = {}): Json => ({
  UserName: name,
  Arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
  ...more,
})
export const reportRow = (name: string, more: Json = {}): Json => ({
  user: name,
  arn: name === '<root_account>' ? `arn:aws:iam::${ACCOUNT}:root` : `arn:aws:iam::${ACCOUNT}:user/${name}`,
  ...more,
})
export const key = (id: string, userName: string, more: Json = {}): Json => ({
  UserName: userName,
  AccessKeyId: id,
  Status: 'Active',
  CreateDate: daysAgo(10),
  LastUsedDate: daysAgo(1),
  ...more,
})

const TRAIL = {
  Name: 'organisation',
  TrailARN: `arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/organisation`,
  HomeRegion: 'eu-central-1',
  S3BucketName: 'example-logs',
}
const MANAGEMENT = { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }
const OBJECTS = {
  FieldSelectors: [
    { Field: 'eventCategory', Equals: ['Data'] },
    { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
  ],
}

export const GOOD_TRAIL = {
  ...TRAIL,
  IsMultiRegionTrail: true,
  IncludeGlobalServiceEvents: true,
  LogFileValidationEnabled: true,
  KmsKeyId: `arn:aws:kms:eu-central-1:${ACCOUNT}:key/k1`,
  CloudWatchLogsLogGroupArn: `arn:aws:logs:eu-central-1:${ACCOUNT}:log-group:trail:*`,
  status: told({ IsLogging: true, LatestDeliveryTime: daysAgo(0) }),
  selectors: told({ AdvancedEventSelectors: [MANAGEMENT, OBJECTS] }),
}

const FEATURES = [
  'S3_DATA_EVENTS',
  'EKS_AUDIT_LOGS',
  'RUNTIME_MONITORING',
  'LAMBDA_NETWORK_LOGS',
  'RDS_LOGIN_EVENTS',
  'EBS_MALWARE_PROTECTION',
]

const GOOD_REGION = {
  RegionName: 'eu-central-1',
  detectors: told([
    {
      DetectorId: 'd1',
      Status: 'ENABLED',
      Features: FEATURES.map((Name) => ({ Name, Status: 'ENABLED' })),
      filters: told([{ Name: 'shown', Action: 'NOOP' }]),
      destinations: told([{ DestinationType: 'S3', Status: 'PUBLISHING' }]),
      openFindings: told({ '2.0': 3 }),
    },
  ]),
  securityHub: told({ HubArn: `arn:aws:securityhub:eu-central-1:${ACCOUNT}:hub/default` }),
  recorders: told([{ name: 'default', recording: true, recordingGroup: { allSupported: true } }]),
  deliveryChannels: told([{ name: 'default', s3BucketName: 'example-config', lastStatus: 'SUCCESS' }]),
  configRules: told([{ ConfigRuleName: 'root-mfa', ComplianceType: 'COMPLIANT' }]),
  detectiveGraphs: told([`arn:aws:detective:eu-central-1:${ACCOUNT}:graph:1`]),
  analyzers: told([{ name: 'external', type: 'ACCOUNT', status: 'ACTIVE' }]),
  inspector: told({ ec2: 'ENABLED', ecr: 'ENABLED', lambda: 'ENABLED' }),
  keys: told([{ KeyId: 'k1', KeyState: 'Enabled', rotation: told(true) }]),
  instances: told([
    {
      InstanceId: 'i-0123456789abcdef0',
      MetadataOptions: { HttpTokens: 'required' },
      InstanceProfileArn: `arn:aws:iam::${ACCOUNT}:instance-profile/web`,
    },
  ]),
  securityGroups: told([
    {
      GroupId: 'sg-1',
      GroupName: 'web',
      VpcId: 'vpc-1',
      IpPermissions: [
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
        { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '203.0.113.0/24' }] },
      ],
    },
    { GroupId: 'sg-2', GroupName: 'default', VpcId: 'vpc-1' },
  ]),
  networkInterfaces: told([]),
  vpcs: told([{ VpcId: 'vpc-1' }]),
  flowLogResources: told(['vpc-1']),
  ebsEncryptionByDefault: told(true),
  snapshotBlockPublicAccess: told('block-all-sharing'),
  publicSnapshots: told([]),
}

const role = (name: string, trust: Json, more: Json = {}): Json => ({
  RoleName: name,
  Arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
  CreateDate: daysAgo(400),
  AssumeRolePolicyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...trust }],
  },
  RoleLastUsed: { LastUsedDate: daysAgo(1) },
  ...more,
})
const GITHUB = 'token.actions.githubusercontent.com'
const byGithub = (sub: string): Json => ({
  Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${GITHUB}` },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: { StringLike: { [`${GITHUB}:sub`]: sub } },
})
const FOREIGN = { AWS: 'arn:aws:iam::999988887777:root' }

export const WELL_MADE = {
  accountId: ACCOUNT,
  accountSummary: told({ AccountMFAEnabled: 1, AccountAccessKeysPresent: 0 }),
  passwordPolicy: told({ MinimumPasswordLength: 14, PasswordReusePrevention: 24 }),
  credentialReport: told([
    reportRow('<root_account>', { password_last_used: daysAgo(200), mfa_active: 'true' }),
    reportRow('alice', { password_enabled: 'true', password_last_used: daysAgo(2), mfa_active: 'true' }),
    reportRow('backup', { password_enabled: 'false' }),
  ]),
  accessKeys: told([key('AKIAIOSFODNN7EXAMPLE', 'backup'), key('AKIAI44QH8DHBEXAMPLE', 'alice')]),
  virtualMfaDevices: told([{ SerialNumber: `arn:aws:iam::${ACCOUNT}:mfa/alice` }]),
  authorizationDetails: told({
    UserDetailList: [user('alice', { GroupList: ['admins'] }), user('backup', { GroupList: ['backup'] })],
    GroupDetailList: [
      {
        GroupName: 'admins',
        Arn: `arn:aws:iam::${ACCOUNT}:group/admins`,
        AttachedManagedPolicies: [
          { PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
        ],
      },
    ],
    RoleDetailList: [
      role('deploy', byGithub('repo:example/app:ref:refs/heads/main')),
      role('vendor', { Principal: FOREIGN, Condition: { StringEquals: { 'sts:ExternalId': 'e-17' } } }),
    ],
  }),
  securityContact: told({ EmailAddress: 'security@example.com' }),
  operationsContact: told({ EmailAddress: 'operations@example.com' }),
  billingContact: told({ EmailAddress: 'billing@example.com' }),
  s3PublicAccessBlock: told(ALL_BLOCKED),
  enabledRegions: told(['eu-central-1']),
  trails: told([GOOD_TRAIL]),
  trailBuckets: [
    {
      Name: 'example-logs',
      publicAccessBlock: told(ALL_BLOCKED),
      isPublic: told(false),
      policy: told(
        JSON.stringify({
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:PutObject' },
            { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/reader` } },
            { Effect: 'Deny', Principal: '*' },
          ],
        }),
      ),
      versioning: told({ Status: 'Enabled', MFADelete: 'Enabled' }),
      lifecycle: told([{ ID: 'old', Status: 'Enabled', Expiration: { Days: 365 } }]),
      logging: told({ TargetBucket: 'example-access-logs' }),
    },
  ],
  regions: [GOOD_REGION],
}

export const BADLY_MADE = {
  accountId: ACCOUNT,
  accountSummary: told({ AccountMFAEnabled: 0, AccountAccessKeysPresent: 1 }),
  passwordPolicy: told(null),
  credentialReport: told([
    reportRow('<root_account>', { password_last_used: daysAgo(3), mfa_active: 'false' }),
    reportRow('mallory', {
      password_enabled: 'true',
      password_last_used: daysAgo(120),
      mfa_active: 'false',
    }),
    reportRow('grace', { password_enabled: 'false' }),
  ]),
  accessKeys: told([
    key('AKIAIOSFODNN7EXAMPLE', 'mallory', { CreateDate: daysAgo(800), LastUsedDate: daysAgo(60) }),
    key('AKIAI44QH8DHBEXAMPLE', 'mallory', { CreateDate: daysAgo(500), LastUsedDate: null }),
  ]),
  virtualMfaDevices: told([]),
  authorizationDetails: told({
    UserDetailList: [
      user('mallory', {
        UserPolicyList: [{ PolicyName: 'all', PolicyDocument: EVERYTHING }],
        AttachedManagedPolicies: [
          { PolicyName: 'ReadOnlyAccess', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
        ],
      }),
      user('grace', {
        UserPolicyList: [
          {
            PolicyName: 'groups',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [{ Effect: 'Allow', Action: 'iam:AttachUserPolicy', Resource: '*' }],
            },
          },
        ],
      }),
    ],
    RoleDetailList: [
      role('open', { Principal: '*' }),
      role('builds', byGithub('repo:example/*')),
      role('vendor', { Principal: FOREIGN }),
      role(
        'forgotten',
        { Principal: { Service: 'ec2.amazonaws.com' } },
        { RoleLastUsed: { LastUsedDate: daysAgo(200) } },
      ),
    ],
  }),
  securityContact: told(null),
  operationsContact: told(null),
  billingContact: told(null),
  s3PublicAccessBlock: told(null),
  enabledRegions: told(['eu-central-1']),
  trails: told([
    {
      ...TRAIL,
      status: told({ IsLogging: false, LatestDeliveryError: 'AccessDenied' }),
      selectors: told({
        EventSelectors: [
          { ReadWriteType: 'WriteOnly', ExcludeManagementEventSources: ['kms.amazonaws.com'] },
        ],
      }),
    },
  ]),
  trailBuckets: [
    {
      Name: 'example-logs',
      publicAccessBlock: told(null),
      isPublic: told(true),
      policy: told(
        JSON.stringify({
          Statement: {
            Effect: 'Allow',
            Principal: { AWS: ['arn:aws:iam::999988887777:root', '*'] },
            Action: 's3:*',
          },
        }),
      ),
      versioning: told({}),
      lifecycle: told([{ ID: 'thrift', Status: 'Enabled', Expiration: { Days: 30 } }]),
      logging: told(null),
    },
  ],
  regions: [
    {
      RegionName: 'eu-central-1',
      detectors: told([]),
      securityHub: told(null),
      recorders: told([]),
      deliveryChannels: told([]),
      configRules: told([{ ConfigRuleName: 'iam-user-mfa-enabled', ComplianceType: 'NON_COMPLIANT' }]),
      detectiveGraphs: told([]),
      analyzers: told([{ name: 'unused', type: 'ACCOUNT_UNUSED_ACCESS', status: 'ACTIVE' }]),
      inspector: told({ ec2: 'DISABLED', ecr: 'ENABLED', lambda: 'DISABLED' }),
      keys: told([
        { KeyId: 'k1', KeyState: 'Enabled', rotation: told(false) },
        { KeyId: 'k2', KeyState: 'PendingDeletion', DeletionDate: '2026-12-01T00:00:00Z' },
      ]),
      instances: told([
        {
          InstanceId: 'i-0123456789abcdef0',
          PublicIpAddress: '192.0.2.10',
          MetadataOptions: { HttpTokens: 'optional' },
          InstanceProfileArn: `arn:aws:iam::${ACCOUNT}:instance-profile/web`,
        },
      ]),
      securityGroups: told([
        {
          GroupId: 'sg-1',
          GroupName: 'web',
          VpcId: 'vpc-1',
          IpPermissions: [
            { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
          ],
        },
        {
          GroupId: 'sg-2',
          GroupName: 'default',
          VpcId: 'vpc-1',
          IpPermissions: [{ IpProtocol: '-1', Ipv6Ranges: [{ CidrIpv6: '::/0' }] }],
        },
      ]),
      networkInterfaces: told([
        {
          NetworkInterfaceId: 'eni-1',
          GroupIds: ['sg-1'],
          InstanceId: 'i-0123456789abcdef0',
          PublicIp: '192.0.2.10',
        },
        { NetworkInterfaceId: 'eni-2', GroupIds: ['sg-2'], Description: 'database' },
      ]),
      vpcs: told([{ VpcId: 'vpc-1' }]),
      flowLogResources: told([]),
      ebsEncryptionByDefault: told(false),
      snapshotBlockPublicAccess: told('unblocked'),
      publicSnapshots: told(['snap-0123456789abcdef0']),
    },
  ],
}

/** What only shows where something is on that works badly. */
export const HALF_MADE = {
  ...WELL_MADE,
  virtualMfaDevices: told([{ SerialNumber: `arn:aws:iam::${ACCOUNT}:mfa/root-account-mfa-device` }]),
  regions: [
    {
      ...GOOD_REGION,
      detectors: told([
        {
          DetectorId: 'd1',
          Status: 'ENABLED',
          Features: [{ Name: 'S3_DATA_EVENTS', Status: 'DISABLED' }],
          filters: told([{ Name: 'quiet', Action: 'ARCHIVE' }]),
          destinations: told([]),
          openFindings: told({ '8.0': 2, '5.0': 1 }),
        },
      ]),
      recorders: told([
        { name: 'default', recording: true, recordingGroup: { resourceTypes: ['AWS::EC2::Instance'] } },
      ]),
      deliveryChannels: told([
        { name: 'default', s3BucketName: 'gone', lastStatus: 'FAILURE', lastErrorMessage: 'NoSuchBucket' },
      ]),
    },
  ],
}

export const snapshotOf = (...accounts: readonly unknown[]): string =>
  JSON.stringify({ snapshotVersion: 1, collectedAt: NOW, accounts })

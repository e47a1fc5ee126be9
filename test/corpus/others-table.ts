/** Somebody else's rule beside ours: which of ours are about the same thing, and where we answer differently, and why. */
export interface Compared {
  /** Names of our rules; any of them, at any level, is our yes. */
  readonly ours: readonly string[]
  /** Names of their tests with the reason. */
  readonly differ?: Readonly<Record<string, string>>
}

const REFUSED = 'An attempt that AWS refused counts with us: it tells as much of who tries.'
const CUT = 'The event of the test lacks its source or its actor, by which we know the call.'

export const PANTHER: Readonly<Record<string, Compared>> = {
  'AWS.Potential.Backdoor.Lambda': {
    ours: ['function-opened-to-everyone', 'function-opened-to-foreign-account'],
    differ: {
      'Lambda Add Permission Event': 'The request lets nobody in; we ask whom it lets in.',
      'Lambda Add Permission Event v2': 'The request lets nobody in; we ask whom it lets in.',
    },
  },
  'AWS.Bedrock.DeleteModelInvocationLoggingConfiguration': { ours: ['service-logging-disabled'] },
  'AWS.Bedrock.GuardrailUpdateDelete': {
    ours: ['language-model-guard-changed', 'language-model-guard-deleted'],
  },
  'AWS.CloudTrail.CodebuildProjectMadePublic': { ours: ['build-project-made-public'] },
  'AWS.CloudTrail.DNSLogsDeleted': { ours: ['dns-query-logs-deleted'] },
  'AWS.CloudTrail.EnableRegion': { ours: ['region-enabled'] },
  'AWS.CloudTrail.EventSelectorsDisabled': { ours: ['trail-selectors-narrowed'] },
  'AWS.CloudTrail.IAMCompromisedKeyQuarantine': { ours: ['key-quarantined'] },
  'AWS.CloudTrail.NetworkACLPermissiveEntry': {
    ours: ['network-acl-opened-to-world'],
    differ: {
      'Overly Permissive Entry Added':
        'Ports 700–702: we ask for administration and database ports; told as changed by hand (low).',
    },
  },
  'AWS.CloudTrail.ResourceMadePublic': {
    ours: ['bucket-made-public', 'bucket-made-public-by-code', 'resource-made-public'],
    differ: { 'S3 Failed to make Publicly Accessible': REFUSED },
  },
  'AWS.CloudTrail.RootPasswordChanged': { ours: ['root-password-or-email-changed'] },
  'AWS.CloudTrail.SecurityConfigurationChange': {
    ours: ['trail-deleted'],
    differ: { 'Security Configuration Not Changed - Error': REFUSED },
  },
  'AWS.CloudTrail.ShortLifecycle': { ours: ['log-bucket-changed-by-hand', 'bucket-set-to-expire-soon'] },
  'AWS.CloudTrail.VPCE.AccessDenied': { ours: ['vpc-endpoint-denied'] },
  'AWS.Console.GetSigninToken.Abuse': { ours: ['signin-token-by-unusual-client'] },
  'AWS.Console.LoginWithoutMFA': {
    ours: ['console-login-without-mfa', 'root-console-login-without-mfa'],
    differ: { 'No MFA Login - New User': 'They remember how old a user is; we say it of new users too.' },
  },
  'AWS.Console.RootLoginFailed': { ours: ['root-login-failed'] },
  'AWS.EC2.GatewayModified': {
    ours: ['network-path-changed-by-hand'],
    differ: { 'Error Modifying Network Gateway': REFUSED },
  },
  'AWS.EC2.LaunchUnusualEC2Instances': {
    ours: ['unusual-instances-launched'],
    differ: {
      'Successful Unusual EC2': 'Launched by a scaling service, which launches what it is told to.',
      'Successful Unusual EC2 (Dictionary)':
        'Launched by a scaling service, which launches what it is told to.',
    },
  },
  'AWS.EC2.ManualSecurityGroupChange': {
    ours: ['security-group-changed-by-hand'],
    differ: { 'AWS Console - Ingress SG Authorization Error': REFUSED },
  },
  'AWS.EC2.Monitoring': { ours: ['snapshot-made-by-hand'] },
  'AWS.EC2.SecurityGroupModified': {
    ours: ['security-group-changed-by-hand'],
    differ: { 'Error Mofidying Security Group': REFUSED },
  },
  'AWS.EC2.Traffic.Mirroring': {
    ours: ['traffic-mirrored'],
    differ: { DeleteTrafficMirrorTarget: 'Taking a mirror away ends the copying.' },
  },
  'AWS.EC2.VPCModified': {
    ours: ['network-path-changed-by-hand'],
    differ: { 'Error Modifying VPC': REFUSED },
  },
  'AWS.IAM.AttachAdminRolePolicy': { ours: ['admin-policy-given-to-role'] },
  'AWS.IAM.Backdoor.User.Keys': { ours: ['access-key-created-for-another-user'] },
  'AWS.IAM.BackdoorRole': {
    ours: ['role-trust-opened-to-everyone', 'role-trust-opened-to-foreign-account'],
  },
  'AWS.IAM.CreateUser': { ours: ['iam-user-created'] },
  'AWS.RDS.ClusterFailover': {
    ours: ['database-restarted-by-hand'],
    differ: { 'Failover Failed': REFUSED },
  },
  'AWS.RDS.InstanceDeletion': {
    ours: ['data-store-deleted-by-person', 'database-deleted-without-copy'],
    differ: { 'RDS Deletion Failed - Access Denied': REFUSED },
  },
  'AWS.RDS.InstanceRebooted': {
    ours: ['database-restarted-by-hand'],
    differ: { 'Reboot Failed': REFUSED },
  },
  'AWS.RDS.ManualSnapshotCreated': { ours: ['snapshot-made-by-hand'] },
  'AWS.RDS.SnapshotCopiedCrossRegion': {
    ours: ['snapshot-copied-by-hand'],
    differ: {
      'Snapshot Copied Within Same Region - No Alert': 'By hand counts with us, wherever to (low).',
      'Copy Failed': REFUSED,
    },
  },
  'AWS.RDS.SnapshotEnumeration': {
    ours: ['public-or-shared-snapshots-listed'],
    differ: { 'Query Failed': REFUSED },
  },
  'AWS.RDS.SnapshotExport': {
    ours: ['database-snapshot-exported-by-hand', 'database-export-by-role'],
    differ: { 'RDS Snapshot Export Failed': REFUSED },
  },
  'AWS.Root.Activity': {
    ours: [
      'root-changed-something',
      'root-console-login',
      'root-console-login-without-mfa',
      'root-access-key-used',
    ],
  },
  'AWS.S3.BucketDeleted': { ours: ['bucket-deleted-by-hand'] },
  'AWS.S3.CopyObject.CrossAccount.Encryption.KMS': { ours: ['objects-encrypted-with-foreign-key'] },
  'AWS.S3.CopyObjectToExternalAccountBucket': {
    ours: ['object-copied-to-foreign-bucket'],
    differ: {
      'S3 CopyObject to External Account Bucket':
        'By a role: roles copy between accounts every day; we ask for people and user keys.',
    },
  },
  'AWS.S3.CopyObjectWithClientSideEncryption': { ours: ['object-overwritten-with-customer-key'] },
  'AWS.S3.DeleteBucketReplication': {
    ours: ['bucket-deleted-by-hand'],
    differ: { 'Bucket Replication Deletion Failed': REFUSED },
  },
  'AWS.S3.DisableBucketLogging': {
    ours: ['service-logging-disabled'],
    differ: { 'Bucket Logging Disabled - Failed': REFUSED },
  },
  'AWS.S3.DisableMfaDelete': {
    ours: ['mfa-delete-disabled'],
    differ: { 'MFA Delete Disabled - Failed': REFUSED },
  },
  'AWS.STS.GetSessionToken.Misuse': { ours: ['session-token-requested'] },
  'AWS.SecretsManager.BatchRetrieveSecrets': { ours: ['secrets-read-in-a-batch'] },
  'AWS.Suspicious.SAML.Activity': { ours: ['saml-provider-changed'] },
  'AWS.WAF.Disassociation': { ours: ['network-firewall-removed'] },
  'Retrieve.SSO.access.token': { ours: ['device-code-token-issued'] },
}

export const STREAMALERT: Readonly<Record<string, Compared>> = {
  cloudtrail_critical_api_calls: {
    ours: [
      'network-path-changed-by-hand',
      'trail-changed-by-hand',
      'trail-stopped',
      'data-store-deleted-by-person',
      'config-recorder-stopped',
      'flow-logs-deleted',
      'guardduty-disabled',
      'account-public-access-block-removed',
      'bucket-public-access-block-removed',
    ],
  },
  cloudtrail_ec2_image_creation: { ours: ['snapshot-made-by-hand', 'machine-image-made-public'] },
  cloudtrail_mfa_policy_abuse_attempt: {
    ours: ['mfa-removed-from-another-user', 'mfa-removed-from-oneself'],
    differ: {
      'Benign, user is MFAd': 'Whoever takes the device of another user away, with a device or without.',
      "Attempt to create an MFA device when one already exists, and user is not MFA'd":
        'A device that is made and not enabled protects and harms nobody.',
    },
  },
  cloudtrail_network_acl_ingress_anywhere: {
    ours: ['network-acl-opened-to-world'],
    differ: { 'A Network ACL that allows ingress from anywhere should create an alert.': CUT },
  },
  cloudtrail_public_resources: { ours: ['bucket-made-public', 'resource-made-public'] },
  cloudtrail_put_bucket_acl: { ours: ['bucket-made-public'] },
  cloudtrail_put_object_acl_public: {
    ours: ['object-made-public'],
    differ: {
      'A PutObjectAcl call from the AWS Console with AllUsers or AuthenticatedUsers should create an alert.':
        CUT,
      'A PutObjectAcl call via the S3 API with AllUsers or AuthenticatedUsers should create an alert.': CUT,
    },
  },
  cloudtrail_put_object_acl_public_publisher_example: { ours: ['object-made-public'] },
  cloudtrail_root_account_usage: {
    ours: ['root-changed-something', 'root-console-login', 'root-console-login-without-mfa'],
  },
  cloudtrail_security_group_ingress_anywhere: {
    ours: ['admin-port-opened-to-world', 'port-opened-to-world'],
  },
  cloudtrail_snapshot_or_ami_made_public: {
    ours: ['machine-image-made-public', 'ebs-snapshot-made-public', 'database-snapshot-made-public'],
  },
}

const COUNTS = 'Theirs counts events over time, which the tests do not show; ours is a correlation.'
const LISTED = 'Theirs compares with a list that the reader has to fill.'
const EVERYDAY = 'No rule of ours: by itself it is everyday life.'

/** Rules of theirs without one of ours about the same thing in one event, and why. */
export const NOT_COMPARED: Readonly<Record<string, string>> = {
  'AWS.CloudTrail.Account.Discovery': EVERYDAY,
  'AWS.CloudTrail.Created': EVERYDAY,
  'AWS.CloudTrail.IAMAnythingChanged': EVERYDAY,
  'AWS.CloudTrail.IAMAssumeRoleBlacklistIgnored': LISTED,
  'AWS.CloudTrail.PasswordSpraying': COUNTS,
  'AWS.CloudTrail.SES.CheckIdentityVerifications': COUNTS,
  'AWS.CloudTrail.SES.CheckSESSendingEnabled': COUNTS,
  'AWS.CloudTrail.SES.ListIdentities': COUNTS,
  'AWS.CloudTrail.UserAccessKeyAuth': EVERYDAY,
  'AWS.CloudTrail.VPCE.S3ExternalIP': 'Needs to know which addresses are usual.',
  'AWS.Console.Sign-In': EVERYDAY,
  'AWS.EC2.MultiInstanceConnect': COUNTS,
  'AWS.EC2.StopInstances': EVERYDAY,
  'AWS.EC2.Vulnerable.XZ.Image.Launched': 'A weakness of an image, not the use of a credential.',
  'AWS.ECR.CRUD': LISTED,
  'AWS.ECR.EVENTS': LISTED,
  'AWS.IAMUser.ReconAccessDenied': COUNTS,
  'AWS.LAMBDA.CRUD': LISTED,
  'AWS.Modify.Cloud.Compute.Infrastructure': EVERYDAY,
  'AWS.S3.DeleteObjects': COUNTS,
  'AWS.SSM.DistributedCommand': COUNTS,
  'AWS.SecretsManager.RetrieveSecretsMultiRegion': COUNTS,
  'Role.Assumed.by.AWS.Service': EVERYDAY,
  'Role.Assumed.by.User': EVERYDAY,
  cloudtrail_aws_config: 'Compliance, not the use of a credential.',
}

import { type Effects, effect } from './effect.ts'

/** Calls that make something which outlives them. Others that begin with `Create` are told by their own name. */
export const CREATED: Effects = {
  'iam:CreateUser': effect('user', 'request.userName'),
  'iam:CreateAccessKey': effect(
    'access-key',
    'answer.accessKey.accessKeyId',
    'answer.accessKey.userName request.userName',
  ),
  'iam:CreateLoginProfile': effect('login-profile', 'request.userName'),
  'iam:CreateRole': effect('role', 'request.roleName'),
  'iam:CreateGroup': effect('group', 'request.groupName'),
  'iam:CreatePolicy': effect('policy', 'answer.policy.arn request.policyName'),
  'iam:CreateInstanceProfile': effect('instance-profile', 'request.instanceProfileName'),
  'iam:CreateServiceSpecificCredential': effect(
    'service-credential',
    'answer.serviceSpecificCredential.serviceSpecificCredentialId request.serviceName',
    'request.userName',
  ),
  'iam:UploadSSHPublicKey': effect(
    'ssh-key',
    'answer.sSHPublicKey.sSHPublicKeyId request.userName',
    'request.userName',
  ),
  'iam:UploadSigningCertificate': effect(
    'signing-certificate',
    'answer.certificate.certificateId request.userName',
    'request.userName',
  ),
  'iam:CreateVirtualMFADevice': effect(
    'mfa-device',
    'answer.virtualMFADevice.serialNumber request.virtualMFADeviceName',
  ),
  'iam:CreateOpenIDConnectProvider': effect(
    'identity-provider',
    'answer.openIDConnectProviderArn request.url',
  ),
  'iam:CreateSAMLProvider': effect('identity-provider', 'answer.sAMLProviderArn request.name'),
  'iam:PutUserPolicy': effect('inline-policy', 'request.policyName', 'request.userName'),
  'iam:PutRolePolicy': effect('inline-policy', 'request.policyName', 'request.roleName'),
  'iam:PutGroupPolicy': effect('inline-policy', 'request.policyName', 'request.groupName'),
  'rolesanywhere:CreateTrustAnchor': effect('trust-anchor', 'answer.trustAnchor.trustAnchorId request.name'),
  'rolesanywhere:CreateProfile': effect('roles-anywhere-profile', 'answer.profile.profileId request.name'),
  'identitystore:CreateUser': effect('identity-center-user', 'answer.userId request.userName'),
  'sso:CreatePermissionSet': effect('permission-set', 'answer.permissionSet.permissionSetArn request.name'),
  'sso:CreateAccountAssignment': effect(
    'account-assignment',
    'request.permissionSetArn',
    'request.principalId',
  ),
  'eks:CreateAccessEntry': effect(
    'cluster-access',
    'request.principalArn',
    'request.name request.clusterName',
  ),
  'lambda:CreateFunction': effect('function', 'request.functionName'),
  'lambda:AddPermission': effect('function-permission', 'request.statementId', 'request.functionName'),
  'lambda:CreateFunctionUrlConfig': effect(
    'function-url',
    'answer.functionUrl request.functionName',
    'request.functionName',
  ),
  'lambda:CreateEventSourceMapping': effect(
    'event-source',
    'answer.uUID request.eventSourceArn',
    'request.functionName',
  ),
  'ec2:RunInstances': effect('instance', 'answer.instancesSet.items.instanceId'),
  'ec2:CreateSnapshot': effect('snapshot', 'answer.snapshotId', 'request.volumeId'),
  'ec2:CreateSnapshots': effect(
    'snapshot',
    'answer.snapshotSet.items.snapshotId answer.CreateSnapshotsResponse.snapshotSet.item.snapshotId',
  ),
  'ec2:CreateImage': effect('image', 'answer.imageId', 'request.instanceId'),
  'ec2:CreateVolume': effect('volume', 'answer.volumeId', 'request.snapshotId'),
  'ec2:CreateKeyPair': effect('key-pair', 'request.keyName'),
  'ec2:ImportKeyPair': effect('key-pair', 'request.keyName'),
  'ec2:CreateSecurityGroup': effect('security-group', 'answer.groupId request.groupName'),
  'ec2:AuthorizeSecurityGroupIngress': effect(
    'security-group-rule',
    'facts.target request.groupId request.groupName',
  ),
  'ec2:AuthorizeSecurityGroupEgress': effect(
    'security-group-rule',
    'facts.target request.groupId request.groupName',
  ),
  'rds:CreateDBSnapshot': effect(
    'database-snapshot',
    'request.dBSnapshotIdentifier',
    'request.dBInstanceIdentifier',
  ),
  'rds:CreateDBInstance': effect('database', 'request.dBInstanceIdentifier'),
  'rds:RestoreDBInstanceFromDBSnapshot': effect(
    'database',
    'request.dBInstanceIdentifier',
    'request.dBSnapshotIdentifier',
  ),
  's3:CreateBucket': effect('bucket', 'request.bucketName'),
  'events:PutRule': effect('event-rule', 'request.name'),
  'datasync:CreateTask': effect('transfer-task', 'answer.taskArn request.name'),
  'ssm:CreateActivation': effect('activation', 'answer.activationId request.defaultInstanceName'),
  'ses:VerifyEmailIdentity': effect('mail-identity', 'request.emailAddress'),
  'ses:CreateEmailIdentity': effect('mail-identity', 'request.emailIdentity'),
}

/** What takes a thing away, besides the call of its own name with Delete, Remove, Detach or Revoke. */
export const REMOVERS: Readonly<Record<string, readonly string[]>> = {
  instance: ['TerminateInstances'],
  image: ['DeregisterImage'],
  policy: ['DeletePolicy'],
  'ssh-key': ['DeleteSSHPublicKey'],
  'signing-certificate': ['DeleteSigningCertificate'],
  'security-group-rule': ['RevokeSecurityGroupIngress', 'RevokeSecurityGroupEgress'],
  database: ['DeleteDBInstance'],
  'key-pair': ['DeleteKeyPair'],
  'mail-identity': ['DeleteIdentity', 'DeleteEmailIdentity', 'DeleteVerifiedEmailAddress'],
}

/** What goes with its owner. */
export const OWNER_REMOVERS: Readonly<Record<string, readonly string[]>> = {
  'access-key': ['DeleteUser'],
  'login-profile': ['DeleteUser'],
  'inline-policy': ['DeleteUser', 'DeleteRole', 'DeleteGroup'],
  'attached-policy': ['DeleteUser', 'DeleteRole', 'DeleteGroup'],
  'ssh-key': ['DeleteUser'],
  'service-credential': ['DeleteUser'],
  'function-url': ['DeleteFunction'],
  'function-permission': ['DeleteFunction'],
  'security-group-rule': ['DeleteSecurityGroup'],
}

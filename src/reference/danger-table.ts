/** Why a call is worth a look whatever access level IAM gives it. */
export const DANGERS = [
  'credential',
  'escalation',
  'evasion',
  'exfiltration',
  'persistence',
  'execution',
  'secret',
  'destruction',
  'account',
] as const
export type Danger = (typeof DANGERS)[number]

/**
 * Calls worth a look whatever access level IAM gives them: service (as in eventSource) → why → event names.
 * Ordinary in many hands: a mark for weighing, not an alarm.
 */
export const DANGEROUS: Readonly<Record<string, Readonly<Partial<Record<Danger, string>>>>> = {
  'access-analyzer': { evasion: 'DeleteAnalyzer CreateArchiveRule UpdateArchiveRule' },
  account: {
    account:
      'EnableRegion DisableRegion PutContactInformation PutAlternateContact DeleteAlternateContact PutAccountName ' +
      'StartPrimaryEmailUpdate AcceptPrimaryEmailUpdate CloseAccount',
  },
  acm: { secret: 'ExportCertificate' },
  'acm-pca': { credential: 'IssueCertificate', evasion: 'DeletePolicy', exfiltration: 'PutPolicy' },
  apigateway: { credential: 'CreateApiKey', secret: 'GetApiKeys' },
  appflow: { exfiltration: 'CreateFlow' },
  appsync: { credential: 'CreateApiKey' },
  'aws-portal': { account: 'ModifyAccount ModifyBilling ModifyPaymentMethods' },
  backup: {
    destruction:
      'DeleteBackupVault DeleteRecoveryPoint DeleteBackupPlan DeleteBackupSelection DeleteBackupVaultLockConfiguration ' +
      'DisassociateRecoveryPoint UpdateRecoveryPointLifecycle',
    exfiltration: 'PutBackupVaultAccessPolicy DeleteBackupVaultAccessPolicy',
  },
  bedrock: {
    account: 'PutUseCaseForModelAccess PutFoundationModelEntitlement CreateFoundationModelAgreement',
    evasion:
      'DeleteModelInvocationLoggingConfiguration PutModelInvocationLoggingConfiguration DeleteGuardrail UpdateGuardrail',
  },
  billingconsole: {
    account:
      'SetContactAddress SetAlternateContact UpdateAccountPreferences SetAdditionalContacts SetSecurityQuestions ' +
      'CloseAccount SetDefaultPaymentMethod UpdatePaymentMethod',
  },
  budgets: { evasion: 'DeleteBudget ModifyBudget DeleteBudgetAction DeleteNotification DeleteSubscriber' },
  ce: { evasion: 'DeleteAnomalyMonitor DeleteAnomalySubscription UpdateAnomalySubscription' },
  chatbot: { persistence: 'CreateSlackChannelConfiguration CreateMicrosoftTeamsChannelConfiguration' },
  cloud9: { persistence: 'CreateEnvironmentMembership' },
  cloudformation: { evasion: 'SetStackPolicy', exfiltration: 'CreateGeneratedTemplate' },
  cloudfront: { persistence: 'UpdateFunction PublishFunction', evasion: 'UpdateDistribution' },
  cloudshell: { exfiltration: 'GetFileDownloadUrls GetFileUploadUrls' },
  cloudtrail: {
    evasion:
      'StopLogging DeleteTrail UpdateTrail PutEventSelectors PutInsightSelectors DeleteEventDataStore ' +
      'StopEventDataStoreIngestion UpdateEventDataStore DeregisterOrganizationDelegatedAdmin DeleteResourcePolicy ' +
      'DeleteChannel PutEventConfiguration',
    exfiltration: 'PutResourcePolicy',
  },
  codebuild: {
    credential: 'ImportSourceCredentials DeleteSourceCredentials',
    execution: 'UpdateProject',
    exfiltration: 'UpdateProjectVisibility PutResourcePolicy',
  },
  'cognito-identity': { escalation: 'SetIdentityPoolRoles UpdateIdentityPool' },
  'cognito-idp': {
    credential: 'AdminSetUserPassword AdminResetUserPassword AdminSetUserMFAPreference SetUserPoolMfaConfig',
    persistence:
      'AdminCreateUser AdminAddUserToGroup CreateIdentityProvider UpdateIdentityProvider CreateUserPoolClient',
  },
  config: {
    evasion:
      'StopConfigurationRecorder DeleteConfigurationRecorder PutConfigurationRecorder DeleteDeliveryChannel ' +
      'PutDeliveryChannel DeleteConfigRule DeleteOrganizationConfigRule DeleteConformancePack ' +
      'DeleteOrganizationConformancePack DeleteRemediationConfiguration DeleteRetentionConfiguration ' +
      'DeleteConfigurationAggregator DeleteAggregationAuthorization PutRetentionConfiguration',
  },
  datasync: {
    exfiltration:
      'CreateLocationS3 CreateLocationObjectStorage CreateLocationAzureBlob CreateLocationNfs CreateLocationSmb ' +
      'CreateLocationHdfs CreateLocationEfs CreateLocationFsxLustre CreateLocationFsxOntap CreateLocationFsxOpenZfs ' +
      'CreateLocationFsxWindows CreateAgent CreateTask UpdateTask StartTaskExecution',
  },
  detective: {
    evasion:
      'DeleteGraph DeleteMembers DisassociateMembership UpdateDatasourcePackages DisableOrganizationAdminAccount',
  },
  dms: { exfiltration: 'CreateEndpoint CreateReplicationTask StartReplicationTask StartReplication' },
  ds: {
    credential: 'ResetUserPassword',
    persistence: 'CreateTrust AddIpRoutes ShareDirectory RegisterCertificate',
  },
  dynamodb: {
    destruction: 'DeleteTable DeleteBackup DeleteResourcePolicy',
    evasion: 'UpdateContinuousBackups',
    exfiltration: 'ExportTableToPointInTime PutResourcePolicy CreateGlobalTable UpdateGlobalTable',
  },
  ebs: { exfiltration: 'GetSnapshotBlock ListSnapshotBlocks ListChangedBlocks' },
  ec2: {
    account: 'EnableSerialConsoleAccess DisableImageBlockPublicAccess DisableSnapshotBlockPublicAccess',
    credential:
      'CreateKeyPair ImportKeyPair GetPasswordData ModifyInstanceMetadataOptions ModifyInstanceMetadataDefaults',
    destruction: 'TerminateInstances DeleteSnapshot DeleteVolume DeregisterImage DeleteVpc UnlockSnapshot',
    escalation: 'AssociateIamInstanceProfile ReplaceIamInstanceProfileAssociation',
    evasion:
      'DeleteFlowLogs AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress ModifySecurityGroupRules ' +
      'CreateNetworkAclEntry ReplaceNetworkAclEntry DeleteNetworkAclEntry DeleteNetworkAcl ' +
      'DisableEbsEncryptionByDefault ModifyVpcBlockPublicAccessOptions CreateVpcBlockPublicAccessExclusion ' +
      'ModifyVpcEndpoint DeleteTrafficMirrorSession',
    execution: 'ModifyInstanceAttribute CreateReplaceRootVolumeTask',
    exfiltration:
      'ModifySnapshotAttribute ModifyImageAttribute ModifyFpgaImageAttribute CreateStoreImageTask ExportImage ' +
      'CreateInstanceExportTask CreateTrafficMirrorSession CreateTrafficMirrorTarget SharedSnapshotCopyInitiated ' +
      'SharedSnapshotVolumeCreated CopySnapshot CopyImage',
    persistence:
      'CreateVpcPeeringConnection AcceptVpcPeeringConnection CreateVpnConnection CreateClientVpnEndpoint ' +
      'AuthorizeClientVpnIngress CreateCustomerGateway CreateVpcEndpointServiceConfiguration ' +
      'ModifyVpcEndpointServicePermissions CreateTransitGatewayPeeringAttachment',
    secret: 'GetConsoleScreenshot GetConsoleOutput',
  },
  'ec2-instance-connect': { execution: 'SendSSHPublicKey SendSerialConsoleSSHPublicKey OpenTunnel' },
  ecr: {
    destruction: 'DeleteRepository BatchDeleteImage',
    exfiltration: 'SetRepositoryPolicy PutReplicationConfiguration PutRegistryPolicy',
  },
  'ecr-public': { exfiltration: 'CreateRepository PutImage' },
  ecs: { execution: 'ExecuteCommand' },
  eks: {
    destruction: 'DeleteCluster',
    escalation:
      'CreateAccessEntry UpdateAccessEntry AssociateAccessPolicy CreatePodIdentityAssociation UpdatePodIdentityAssociation',
    evasion: 'UpdateClusterConfig',
    persistence: 'AssociateIdentityProviderConfig',
  },
  elasticache: {
    evasion: 'AuthorizeCacheSecurityGroupIngress',
    exfiltration: 'CopySnapshot ExportServerlessCacheSnapshot',
  },
  elasticfilesystem: {
    destruction: 'DeleteFileSystem DeleteMountTarget',
    exfiltration: 'PutFileSystemPolicy DeleteFileSystemPolicy CreateReplicationConfiguration',
  },
  elasticmapreduce: {
    account: 'PutBlockPublicAccessConfiguration',
    execution: 'AddJobFlowSteps',
  },
  es: { exfiltration: 'UpdateElasticsearchDomainConfig UpdateDomainConfig AuthorizeVpcEndpointAccess' },
  events: {
    evasion: 'DeleteRule DisableRule RemoveTargets DeleteArchive DeactivateEventSource',
    exfiltration: 'PutPermission CreateApiDestination CreateConnection',
    persistence: 'PutTargets',
  },
  firehose: { exfiltration: 'UpdateDestination' },
  fsx: { destruction: 'DeleteFileSystem DeleteBackup DeleteVolume', exfiltration: 'PutResourcePolicy' },
  glacier: { destruction: 'DeleteVault AbortVaultLock', exfiltration: 'SetVaultAccessPolicy' },
  glue: {
    escalation: 'CreateDevEndpoint UpdateDevEndpoint UpdateJob',
    execution: 'CreateSession RunStatement',
    exfiltration: 'PutResourcePolicy',
  },
  guardduty: {
    evasion:
      'DeleteDetector UpdateDetector CreateFilter UpdateFilter CreateIPSet UpdateIPSet CreateTrustedEntitySet ' +
      'UpdateTrustedEntitySet DeleteThreatIntelSet UpdateThreatIntelSet DeletePublishingDestination ' +
      'UpdatePublishingDestination ArchiveFindings StopMonitoringMembers DeleteMembers DisassociateMembers ' +
      'DisassociateFromMasterAccount DisassociateFromAdministratorAccount DisableOrganizationAdminAccount ' +
      'UpdateMemberDetectors UpdateOrganizationConfiguration DeleteInvitations UpdateFindingsFeedback ' +
      'UpdateMalwareScanSettings DeleteMalwareProtectionPlan',
  },
  iam: {
    account:
      'UpdateAccountPasswordPolicy DeleteAccountPasswordPolicy CreateAccountAlias DeleteAccountAlias ' +
      'SetSecurityTokenServicePreferences EnableOrganizationsRootSessions EnableOrganizationsRootCredentialsManagement ' +
      'DisableOrganizationsRootSessions DisableOrganizationsRootCredentialsManagement',
    credential:
      'CreateAccessKey UpdateAccessKey DeleteAccessKey CreateLoginProfile UpdateLoginProfile DeleteLoginProfile ' +
      'ChangePassword CreateServiceSpecificCredential ResetServiceSpecificCredential UpdateServiceSpecificCredential ' +
      'UploadSSHPublicKey UpdateSSHPublicKey UploadSigningCertificate DeactivateMFADevice DeleteVirtualMFADevice ' +
      'CreateVirtualMFADevice EnableMFADevice',
    destruction: 'DeleteUser',
    escalation:
      'AttachUserPolicy AttachRolePolicy AttachGroupPolicy PutUserPolicy PutRolePolicy PutGroupPolicy ' +
      'CreatePolicyVersion SetDefaultPolicyVersion AddUserToGroup UpdateAssumeRolePolicy ' +
      'PutUserPermissionsBoundary PutRolePermissionsBoundary DeleteUserPermissionsBoundary ' +
      'DeleteRolePermissionsBoundary AddRoleToInstanceProfile UpdateRole',
    persistence:
      'CreateUser CreateRole CreateOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint ' +
      'AddClientIDToOpenIDConnectProvider CreateSAMLProvider UpdateSAMLProvider CreateDelegationRequest',
  },
  identitystore: { persistence: 'CreateUser CreateGroupMembership UpdateUser', destruction: 'DeleteUser' },
  inspector2: {
    evasion: 'Disable CreateFilter UpdateFilter UpdateConfiguration DisableDelegatedAdminAccount',
  },
  iot: { credential: 'CreateKeysAndCertificate RegisterCACertificate' },
  kafka: { exfiltration: 'PutClusterPolicy' },
  kinesis: { exfiltration: 'PutResourcePolicy' },
  kms: {
    destruction:
      'ScheduleKeyDeletion DisableKey DeleteImportedKeyMaterial DeleteCustomKeyStore DisconnectCustomKeyStore ' +
      'ImportKeyMaterial',
    escalation: 'PutKeyPolicy',
  },
  lakeformation: { escalation: 'GrantPermissions BatchGrantPermissions PutDataLakeSettings' },
  lambda: {
    execution: 'CreateFunction UpdateFunctionCode UpdateFunctionConfiguration PublishLayerVersion',
    exfiltration: 'AddLayerVersionPermission',
    persistence:
      'AddPermission CreateFunctionUrlConfig UpdateFunctionUrlConfig CreateEventSourceMapping UpdateEventSourceMapping',
  },
  lightsail: {
    credential:
      'DownloadDefaultKeyPair CreateKeyPair ImportKeyPair GetInstanceAccessDetails CreateBucketAccessKey',
    evasion: 'OpenInstancePublicPorts PutInstancePublicPorts',
    exfiltration: 'ExportSnapshot UpdateRelationalDatabase SetResourceAccessForBucket',
    secret: 'GetRelationalDatabaseMasterUserPassword',
  },
  logs: {
    evasion:
      'DeleteLogGroup DeleteLogStream PutRetentionPolicy DeleteSubscriptionFilter DeleteMetricFilter ' +
      'DeleteDestination DisassociateKmsKey DeleteDelivery DeleteDataProtectionPolicy DeleteLogAnomalyDetector',
    exfiltration:
      'PutSubscriptionFilter PutDestination PutDestinationPolicy PutResourcePolicy CreateExportTask PutAccountPolicy',
    secret: 'Unmask',
  },
  macie2: {
    evasion: 'DisableMacie UpdateMacieSession CreateFindingsFilter DeleteMember UpdateClassificationJob',
  },
  monitoring: {
    evasion: 'DeleteAlarms DisableAlarmActions SetAlarmState DeleteAnomalyDetector StopMetricStreams',
  },
  'network-firewall': {
    evasion:
      'DeleteFirewall DeleteFirewallPolicy DeleteRuleGroup UpdateFirewallPolicy UpdateLoggingConfiguration ' +
      'UpdateFirewallDeleteProtection',
  },
  organizations: {
    account:
      'LeaveOrganization RemoveAccountFromOrganization CloseAccount MoveAccount DeleteOrganization CreateAccount ' +
      'InviteAccountToOrganization AcceptHandshake RegisterDelegatedAdministrator EnableAWSServiceAccess ' +
      'DisableAWSServiceAccess PutResourcePolicy',
    evasion: 'DetachPolicy DeletePolicy UpdatePolicy DisablePolicyType DeregisterDelegatedAdministrator',
  },
  payments: {
    account:
      'CreatePaymentInstrument DeletePaymentInstrument UpdatePaymentPreferences UpdatePaymentInstrument MakePayment',
  },
  ram: {
    exfiltration:
      'CreateResourceShare AssociateResourceShare UpdateResourceShare AcceptResourceShareInvitation ' +
      'EnableSharingWithAwsOrganization PromoteResourceShareCreatedFromPolicy',
  },
  rds: {
    destruction:
      'DeleteDBInstance DeleteDBCluster DeleteDBSnapshot DeleteDBClusterSnapshot DeleteGlobalCluster ' +
      'DeleteDBInstanceAutomatedBackup DeleteDBClusterAutomatedBackup',
    escalation: 'AddRoleToDBCluster AddRoleToDBInstance',
    evasion: 'AuthorizeDBSecurityGroupIngress StopActivityStream StopDBInstanceAutomatedBackupsReplication',
    exfiltration:
      'ModifyDBSnapshotAttribute ModifyDBClusterSnapshotAttribute StartExportTask CopyDBSnapshot CopyDBClusterSnapshot ' +
      'RestoreDBInstanceFromDBSnapshot RestoreDBClusterFromSnapshot RestoreDBInstanceToPointInTime ' +
      'RestoreDBClusterToPointInTime CreateDBInstanceReadReplica',
  },
  'rds-data': { execution: 'ExecuteStatement BatchExecuteStatement ExecuteSql' },
  redshift: {
    credential: 'GetClusterCredentials GetClusterCredentialsWithIAM',
    destruction: 'DeleteCluster DeleteClusterSnapshot BatchDeleteClusterSnapshots',
    evasion: 'DisableLogging AuthorizeClusterSecurityGroupIngress',
    exfiltration:
      'AuthorizeSnapshotAccess AuthorizeDataShare AuthorizeEndpointAccess EnableSnapshotCopy PutResourcePolicy ' +
      'RestoreFromClusterSnapshot',
  },
  'redshift-data': { execution: 'ExecuteStatement BatchExecuteStatement' },
  'redshift-serverless': { credential: 'GetCredentials', exfiltration: 'PutResourcePolicy' },
  rolesanywhere: {
    evasion: 'DisableCrl DeleteCrl',
    persistence:
      'CreateTrustAnchor UpdateTrustAnchor EnableTrustAnchor CreateProfile UpdateProfile EnableProfile',
  },
  route53: {
    evasion: 'DeleteQueryLoggingConfig DisableHostedZoneDNSSEC',
    persistence: 'ChangeResourceRecordSets',
  },
  route53domains: {
    account:
      'TransferDomainToAnotherAwsAccount DisableDomainTransferLock UpdateDomainNameservers UpdateDomainContact ' +
      'RetrieveDomainAuthCode RegisterDomain',
  },
  route53resolver: {
    evasion:
      'DeleteResolverQueryLogConfig DisassociateResolverQueryLogConfig DisassociateFirewallRuleGroup ' +
      'DeleteFirewallRule UpdateFirewallConfig',
  },
  s3: {
    account: 'PutAccountPublicAccessBlock DeleteAccountPublicAccessBlock',
    destruction: 'DeleteBucket PutBucketEncryption PutObjectLegalHold',
    evasion:
      'PutBucketLogging PutBucketVersioning PutBucketLifecycle PutBucketLifecycleConfiguration DeleteBucketEncryption ' +
      'DeleteBucketPolicy PutBucketOwnershipControls PutObjectLockConfiguration',
    exfiltration:
      'PutBucketPolicy PutBucketAcl PutObjectAcl PutBucketReplication PutBucketPublicAccessBlock ' +
      'DeleteBucketPublicAccessBlock PutPublicAccessBlock DeletePublicAccessBlock PutBucketAccelerateConfiguration ' +
      'PutBucketWebsite PutBucketCors PutAccessPointPolicy PutMultiRegionAccessPointPolicy ' +
      'PutBucketInventoryConfiguration CreateJob CreateAccessGrant',
  },
  sagemaker: {
    credential: 'CreatePresignedNotebookInstanceUrl CreatePresignedDomainUrl',
    execution:
      'CreateNotebookInstance CreateNotebookInstanceLifecycleConfig UpdateNotebookInstanceLifecycleConfig',
  },
  scheduler: { persistence: 'CreateSchedule UpdateSchedule' },
  secretsmanager: {
    destruction: 'DeleteSecret',
    exfiltration: 'PutResourcePolicy ReplicateSecretToRegions',
    secret: 'GetSecretValue BatchGetSecretValue',
  },
  securityhub: {
    evasion:
      'DisableSecurityHub BatchDisableStandards UpdateStandardsControl UpdateSecurityHubConfiguration ' +
      'CreateAutomationRule BatchUpdateAutomationRules DisableImportFindingsForProduct DeleteInsight ' +
      'DisassociateMembers DeleteMembers DisassociateFromAdministratorAccount DisableOrganizationAdminAccount ' +
      'UpdateSecurityControl BatchUpdateStandardsControlAssociations',
  },
  securitylake: {
    evasion: 'DeleteDataLake DeleteAwsLogSource DeleteSubscriber',
    exfiltration: 'CreateSubscriber',
  },
  servicequotas: { account: 'RequestServiceQuotaIncrease' },
  ses: {
    account: 'PutAccountDetails UpdateAccountSendingEnabled PutAccountSendingAttributes',
    persistence:
      'VerifyEmailIdentity VerifyDomainIdentity CreateEmailIdentity CreateReceiptRule PutIdentityPolicy',
  },
  shield: { evasion: 'DeleteProtection DisableProactiveEngagement DisassociateDRTRole' },
  signin: {
    account: 'PasswordRecoveryRequested PasswordRecoveryCompleted EmailUpdated PasswordUpdated',
    credential: 'GetSigninToken CreateOAuth2Token',
  },
  snowball: { exfiltration: 'CreateJob' },
  sns: {
    account: 'SetSMSAttributes CreateSMSSandboxPhoneNumber VerifySMSSandboxPhoneNumber',
    exfiltration: 'AddPermission SetTopicAttributes Subscribe',
  },
  sqs: { destruction: 'PurgeQueue DeleteQueue', exfiltration: 'AddPermission SetQueueAttributes' },
  ssm: {
    execution:
      'SendCommand StartSession ResumeSession StartAutomationExecution StartChangeRequestExecution CreateAssociation ' +
      'UpdateAssociation CreateAssociationBatch',
    account: 'UpdateServiceSetting',
    exfiltration: 'ModifyDocumentPermission PutResourcePolicy',
    persistence: 'CreateActivation',
    secret: 'GetParameter GetParameters GetParametersByPath GetParameterHistory',
  },
  sso: {
    credential:
      'UpdatePassword PutMfaDeviceManagementForDirectory CreateProvisioningTenant CreateBearerToken',
    escalation:
      'CreateAccountAssignment PutInlinePolicyToPermissionSet AttachManagedPolicyToPermissionSet ' +
      'AttachCustomerManagedPolicyReferenceToPermissionSet ProvisionPermissionSet UpdatePermissionSet ' +
      'PutPermissionsBoundaryToPermissionSet DeletePermissionsBoundaryFromPermissionSet ' +
      'DeleteInlinePolicyFromPermissionSet',
    persistence:
      'CreatePermissionSet AssociateDirectory AssociateProfile CreateTrustedTokenIssuer UpdateTrustedTokenIssuer ' +
      'PutApplicationAuthenticationMethod PutApplicationGrant CreateApplication',
  },
  'sso-directory': {
    credential:
      'UpdatePassword DeleteMfaDeviceForUser UpdateMfaDeviceForUser StartVirtualMfaDeviceRegistration ' +
      'CompleteVirtualMfaDeviceRegistration CompleteWebAuthnDeviceRegistration CreateBearerToken',
    persistence:
      'CreateUser AddMemberToGroup CreateExternalIdPConfigurationForDirectory ' +
      'UpdateExternalIdPConfigurationForDirectory EnableExternalIdPConfigurationForDirectory ' +
      'ImportExternalIdPCertificate CreateProvisioningTenant VerifyEmail UpdateUser',
    destruction: 'DeleteUser DisableUser',
  },
  sts: { credential: 'GetFederationToken GetSessionToken AssumeRoot' },
  support: { account: 'CreateCase' },
  tax: { account: 'PutTaxRegistration BatchPutTaxRegistration DeleteTaxRegistration PutTaxInheritance' },
  transfer: {
    persistence: 'CreateServer CreateUser ImportSshPublicKey CreateAccess',
    exfiltration: 'CreateConnector StartFileTransfer',
  },
  'vpc-lattice': { exfiltration: 'PutResourcePolicy PutAuthPolicy' },
  waf: { evasion: 'DeleteWebACL UpdateWebACL DeleteLoggingConfiguration' },
  'waf-regional': { evasion: 'DeleteWebACL UpdateWebACL DisassociateWebACL DeleteLoggingConfiguration' },
  wafv2: {
    evasion:
      'DeleteWebACL DisassociateWebACL DeleteLoggingConfiguration DeleteIPSet DeleteRuleGroup UpdateIPSet',
  },
}
